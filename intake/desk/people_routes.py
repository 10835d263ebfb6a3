"""Everything about a person: found, handed out and erased, each of which is written down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from brochure.text.entered import clean, number
from intake.desk import disclosure, erasure, persons
from intake.desk.history_view import History, Line
from intake.desk.pages import DeskPages
from intake.desk.persons import Kind, PersonMatch
from intake.sign_in import team
from intake.sign_in.guard import entered
from intake.sign_in.member import Member
from intake.storage import history
from intake.storage.history import Event
from intake.storage.store import Store
from intake.storage.tables import events
from intake.web.responses import log_error, read, stored

_TIMEOUT = 60  # seconds: a search reads everything
_LOGGED = ("searched", "exported", "erased", "purged")
_LINES = 50  # of what was done
Named = tuple[Kind, str]


@dataclass(frozen=True)
class PersonRow:
    """Something that names a person, as the template shows it."""

    name: str
    kind: str
    label: str
    when: str
    url: str
    where: tuple[str, ...]


@dataclass(frozen=True)
class LogEntry:
    """Something that was done with personal data, and the reference of the case, if it was one."""

    line: Line
    reference: str


class PeopleRoutes:
    """Handles requests for the data about a person."""

    def __init__(self, pages: DeskPages, store: Store) -> None:
        self.pages, self.store, self.responses = pages, store, pages.responses
        self.versions = pages.responses.pages.versions

    def routes(self, prefix: str) -> list[Route]:
        """Return the routes."""
        people = f"{prefix}/staff/{{language}}/people"
        guarded = self.pages.guard.guarded
        return [
            Route(people, guarded("administer", self.find), methods=["GET"]),
            Route(f"{people}/chosen", guarded("administer", self.choose), methods=["GET"]),
            Route(f"{people}/export", guarded("administer", self.export), methods=["POST"]),
            Route(f"{people}/erase", guarded("administer", self.erase), methods=["POST"]),
        ]

    async def find(self, request: Request, member: Member) -> Response:
        """Show everything that names a person, once that it is sought is written down."""
        query = request.query_params
        sought = clean(query.get("text", ""), lines=False)
        found: list[PersonMatch] = []
        if sought:
            await self._note(lambda c: history.append(c, None, "searched", member.id))
            found = await read(lambda: persons.find(self.store.engine, sought), _TIMEOUT)
        log = await read(lambda: self._log(request))
        rows = [self._row(request, one) for one in found]
        done = query.get("erased", "")
        erased = "" if number(done) is None else done
        return self.pages.render(
            request, "people", member, sought=sought, rows=rows, log=log, erased=erased
        )

    async def choose(self, request: Request, member: Member) -> Response:
        """Show the chosen items, and the possible actions."""
        chosen = set(request.query_params.getlist("item"))
        sought = clean(request.query_params.get("text", ""), lines=False)
        found = await read(lambda: persons.find(self.store.engine, sought), _TIMEOUT)
        rows = [self._row(request, one) for one in found if one.name in chosen]
        return self.pages.render(request, "people-chosen", member, sought=sought, rows=rows)

    async def export(self, request: Request, member: Member) -> Response:
        """Send everything that was chosen as a file, once that is written down."""
        named = _named(request)
        await self._note(lambda c: erasure.note_export(c, named, member.id))
        engine, versions = self.store.engine, self.versions
        text = await read(lambda: disclosure.as_json(engine, versions, named), _TIMEOUT)
        headers = {"content-disposition": 'attachment; filename="personal-data.json"'}
        return Response(text, media_type="application/json", headers=headers)

    async def erase(self, request: Request, member: Member) -> Response:
        """Erase everything that was chosen, as one change."""
        named = _named(request)

        def operation(connection: Connection) -> int:
            return sum(erasure.erase(connection, *one, member.id) for one in named)

        try:
            erased = await stored(self.store.do("", operation))
        except Exception as error:  # noqa: BLE001 - whatever failed, people must learn of it
            log_error("could not erase", error)
            return self.responses.error(request.path_params["language"], "unavailable", 503)
        address = self.pages.address(request.path_params["language"], "people")
        return self.responses.to(address, query={"erased": str(erased)})

    async def _note(self, operation: Callable[[Connection], None]) -> None:
        await stored(self.store.do("", operation))

    def _row(self, request: Request, found: PersonMatch) -> PersonRow:
        tag = request.path_params["language"]
        label = found.label or found.case
        return PersonRow(
            found.name,
            found.kind,
            f"{found.case} · {label}" if found.kind == "case" and found.label else label,
            self.pages.labels(tag).moment(found.at) if found.at else "",
            self.pages.address(tag, f"requests/{found.case}") if found.case else "",
            found.where,
        )

    def _log(self, request: Request) -> list[LogEntry]:
        """Return the logged actions on personal data, the last first."""
        query = sa.select(events).where(events.c.kind.in_(_LOGGED))
        with self.store.engine.connect() as connection:
            rows = connection.execute(query.order_by(events.c.id.desc()).limit(_LINES)).all()
            known = team.names(connection)
        labels = self.pages.labels(request.path_params["language"])
        told = History(labels, known)
        happened = [
            Event(row.id, row.at, row.kind, row.actor, row.detail, "", "", is_erased=False)
            for row in rows
        ]
        lines: Sequence[Line] = told.since(happened, -1)
        return [LogEntry(line, row.case or "") for line, row in zip(lines, rows, strict=True)]


def _named(request: Request) -> list[Named]:
    """Return the chosen items; names that cannot exist are left out."""
    items = entered(request).get("item", [])
    return [found for item in dict.fromkeys(items) if (found := persons.parse(item))]

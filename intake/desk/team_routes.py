"""The page of the team: who may sign in, and with which role; for those who administer the desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from brochure.render.page_context import fill_values
from intake.desk.history_view import Line
from intake.desk.labels import Labels
from intake.desk.pages import DeskPages
from intake.sign_in import membership, team
from intake.sign_in.guard import Handler, entered
from intake.sign_in.member import ROLES, Member
from intake.sign_in.membership import Change, MembershipError
from intake.sign_in.team import TeamEntry
from intake.storage.database import Unavailable
from intake.storage.store import Store
from intake.web.responses import Entered, first, log_error, read, stored

_STATUS = {"conflict": 409, "wrong-address": 400, "on-the-list": 409}


class TeamRoutes:
    """Handles requests for the team's list."""

    def __init__(self, pages: DeskPages, store: Store) -> None:
        self.pages, self.store = pages, store
        self.responses, self.site = pages.responses, pages.site

    def routes(self, prefix: str) -> list[Route]:
        """Return the routes."""
        path = f"{prefix}/staff/{{language}}/team"
        handlers = {
            path: (self.show_all, self.add),
            f"{path}/{{member}}": (self.show, self.change),
            f"{path}/{{member}}/remove": (self.ask, self.remove),
        }
        return [
            Route(path, self._handled(handler), methods=[method])
            for path, both in handlers.items()
            for method, handler in zip(("GET", "POST"), both, strict=True)
        ]

    def _handled(self, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        """Guard a handler, so that nothing typed is lost where the database is away."""

        async def handle(request: Request, member: Member) -> Response:
            try:
                return await handler(request, member)
            except Unavailable as error:
                if request.method != "POST":
                    raise
                log_error("could not change the team", error)
                tag = request.path_params["language"]
                typed = [first(entered(request), name) for name in ("address", "name")]
                typed = [text for text in typed if text]
                return self.pages.guard.page("refused", tag, 503, reason="unavailable", typed=typed)

        return self.pages.guard.guarded("administer", handle)

    # ── The list ──────────────────────────────────────────────────────────────────────────────────

    async def show_all(self, request: Request, member: Member) -> Response:
        """Show the list."""
        empty = Member("", "", "", ROLES[0], self.site.tags[0])
        return await self._list(request, member, request.query_params.get("why", ""), empty)

    async def add(self, request: Request, member: Member) -> Response:
        """Add somebody."""
        posted = entered(request)
        values = self._values(posted)
        typed = Member("", first(posted, "address")[:254], **values)
        try:
            await stored(
                self.store.do(
                    typed.address,
                    lambda c: membership.add(c, typed.address, **values, actor=member.id),
                )
            )
        except MembershipError as error:
            return await self._list(request, member, error.reason, typed)
        return self._to(request, "saved")

    async def _list(self, request: Request, member: Member, why: str, typed: Member) -> Response:
        labels = self.pages.labels(request.path_params["language"])
        entries, former, changes = await read(self._read)
        everyone = [(entry, labels.language_name(entry.member.language)) for entry in entries]
        sign_in = f"{self.pages.guard.url}{request.path_params['language']}/sign-in"
        return self.pages.render(
            request,
            "team",
            member,
            _STATUS.get(why, 200),
            team=everyone,
            former=former,
            changes=[self._line(labels, change) for change in changes],
            typed=typed,
            note=why,
            sign_in_url=sign_in,
        )

    def _read(self) -> tuple[list[TeamEntry], list[TeamEntry], list[Change]]:
        with self.store.engine.connect() as connection:
            everyone, former = team.everyone(connection), team.former(connection)
            return list(everyone), list(former), list(membership.changes(connection))

    def _line(self, labels: Labels, change: Change) -> Line:
        """Return a change in words."""
        strings, text = self.site.content.strings["team"], labels.localizer.text
        former = labels.string("former")
        who = labels.string("system") if change.who is None else change.who or former
        named = {"name": Markup("<bdi>{}</bdi>").format(change.name or former)}
        if change.role in ROLES:
            named["label"] = text(strings[change.role])
        what = fill_values(text(strings[f"event-{change.what}"]), **named)
        return Line(change.what, what, who, labels.moment(change.at))

    # ── One member ────────────────────────────────────────────────────────────────────────────────

    async def show(self, request: Request, member: Member) -> Response:
        """Show a member, to be changed."""
        return await self._show(request, member, "member")

    async def ask(self, request: Request, member: Member) -> Response:
        """Ask whether a member is to be removed."""
        if request.path_params["member"] == member.id:
            return self._to(request)
        return await self._show(request, member, "remove")

    async def change(self, request: Request, member: Member) -> Response:
        """Change a member, unless somebody else has done so meanwhile."""
        posted, name = entered(request), request.path_params["member"]
        values = self._values(posted) | {"digest": first(posted, "digest") == "yes"}
        if name == member.id:
            values["role"] = member.role  # so that there is always somebody who can administer
        seen = first(posted, "seen")
        is_done = await stored(
            self.store.do(name, lambda c: membership.change(c, name, seen, values, member.id))
        )
        return self._to(request, "saved") if is_done else await self._stale(request, member)

    async def remove(self, request: Request, member: Member) -> Response:
        """Remove a member, unless somebody else has changed them meanwhile."""
        posted, name = entered(request), request.path_params["member"]
        seen, erase = first(posted, "seen"), first(posted, "erase") == "yes"
        if name == member.id:
            return self._to(request)
        is_done = await stored(
            self.store.do(name, lambda c: membership.remove(c, name, seen, member.id, erase=erase))
        )
        return self._to(request, "removed") if is_done else await self._stale(request, member)

    async def _stale(self, request: Request, member: Member) -> Response:
        return await self._show(request, member, "member", "conflict")

    async def _show(
        self, request: Request, member: Member, template: str, why: str = ""
    ) -> Response:
        name = request.path_params["member"]
        entry = await read(lambda: self._find(name))
        if entry is None:
            return self.responses.not_found(request)
        if not entry.is_active:  # nothing can be changed any more, but erased
            template = "remove"
        status, is_own = _STATUS.get(why, 200), name == member.id
        return self.pages.render(
            request, template, member, status, entry=entry, is_own=is_own, note=why
        )

    def _find(self, name: str) -> TeamEntry | None:
        with self.store.engine.connect() as connection:
            return team.with_id(connection, name)

    def _values(self, posted: Entered) -> dict[str, str]:
        """Return the posted name, role and language; the defaults for values that do not exist."""
        role, language = first(posted, "role"), first(posted, "language")
        return {
            "name": team.clean_name(first(posted, "name")),
            "role": role if role in ROLES else ROLES[0],
            "language": language if language in self.site.tags else self.site.tags[0],
        }

    def _to(self, request: Request, why: str = "") -> Response:
        return self.responses.to(self.pages.address(request.path_params["language"], "team"), why)

"""The list of cases, and one case: looked at, moved, assigned, noted."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from brochure.schema import Desk
from brochure.text.entered import clean, number
from intake.desk import case_list, cases, opened_case
from intake.desk.case_filter import Filter
from intake.desk.cases import CaseUpdate, Conflict
from intake.desk.labels import Labels
from intake.desk.list_view import ListMaker
from intake.desk.opened_case import OpenedCase, open_case
from intake.desk.pages import DeskPages
from intake.desk.request_view import RequestMaker
from intake.mail.outbox import Outbox
from intake.sign_in.guard import entered
from intake.sign_in.member import Member
from intake.storage.case_table import SPAM, Case
from intake.storage.store import Store
from intake.web.responses import first, log_error, read, stored

LONGEST_NOTE = 4000  # characters
# Why a page is shown again, and with which status.
_STATUS = {"conflict": 409, "too-long": 400, "refused": 400, "unavailable": 503}


class CaseRoutes:
    """Handles requests for cases."""

    def __init__(self, pages: DeskPages, desk: Desk, store: Store, outbox: Outbox) -> None:
        self.pages, self.desk, self.store, self.outbox = pages, desk, store, outbox
        self.responses, self.guard = pages.responses, pages.guard
        self.versions = pages.responses.pages.versions

    def routes(self, prefix: str) -> list[Route]:
        """Return the routes."""
        desk = f"{prefix}/staff/{{language}}"
        one = f"{desk}/requests/{{reference}}"
        guarded = self.guard.guarded
        home = guarded("read", self.home)
        return [
            *(
                Route(path, home, methods=["GET"])
                for path in (f"{prefix}/staff", f"{prefix}/staff/")
            ),
            Route(desk, home, methods=["GET"]),
            Route(f"{desk}/", guarded("read", self.list), methods=["GET"]),
            Route(one, guarded("read", self.show), methods=["GET"]),
            Route(one, guarded("handle", self.handle), methods=["POST"]),
        ]

    async def home(self, request: Request, member: Member) -> Response:
        """Redirect to the list, in the language of the address, or else in the member's."""
        tags = (request.path_params.get("language"), member.language, self.pages.site.tags[0])
        tag = next(tag for tag in tags if tag in self.pages.site.tags)
        return self.responses.to(self.pages.address(tag))

    async def list(self, request: Request, member: Member) -> Response:
        """Show a page of the list."""
        tag = request.path_params["language"]
        chosen = Filter.of(request.query_params)
        listed = await read(lambda: case_list.read(self.store.engine, self.desk, chosen))
        making = ListMaker(self.pages.labels(tag), self.desk, member, self.pages.address(tag))
        return self.pages.render(request, "list", member, listed=making.view(listed))

    async def show(self, request: Request, member: Member) -> Response:
        """Show one case, and write down who has looked at it before it is shown."""
        opened = await open_case(self.store, request.path_params["reference"], member)
        if opened is None:
            return self.responses.not_found(request)
        return self._page(request, member, opened, request.query_params.get("why", ""))

    async def handle(self, request: Request, member: Member) -> Response:
        """Move, assign and note, unless somebody has done something else meanwhile."""
        tag, reference = (request.path_params[name] for name in ("language", "reference"))
        posted = entered(request)
        revision, seen = (number(first(posted, name)) for name in ("revision", "seen"))
        note = clean(first(posted, "note"), lines=True)
        wanted = CaseUpdate(first(posted, "state"), first(posted, "assigned"), note)
        opened, why = None, ""
        try:
            if opened := await self._read(reference, member):
                why = self._refusal(opened, wanted, revision)
                why = why or await self._change(opened.case, member, wanted)
                if why == "conflict":  # perhaps since this very moment
                    opened = await self._read(reference, member)
        except Exception as error:  # noqa: BLE001 - whatever failed, nothing typed may be lost
            log_error("could not change a case", error)
            why = "unavailable"
        if opened and why in _STATUS:
            return self._page(request, member, opened, why, wanted, seen)
        if why == "unavailable":
            return self.guard.page("refused", tag, 503, reason=why, typed=[note])
        if opened is None:
            return self.responses.not_found(request)
        return self.responses.to(self.pages.address(tag, f"requests/{reference}"), why)

    async def _change(self, case: Case, member: Member, wanted: CaseUpdate) -> str:
        """Change a case as it was seen; return what to say about it."""
        if not wanted.changes(case):
            return "unchanged"
        change = cases.handle(self.store, case.reference, case.revision, member.id, wanted)
        changed = await stored(change)
        self.outbox.wake()
        return "conflict" if isinstance(changed, Conflict) else "saved"

    async def _read(self, reference: str, member: Member) -> OpenedCase | None:
        return await read(lambda: opened_case.find(self.store.engine, reference, member))

    def _refusal(self, opened: OpenedCase, wanted: CaseUpdate, revision: int | None) -> str:
        """Return why a change cannot be made; empty if it can."""
        case = opened.case
        states = {case.state, *(state.id for state in self.desk.states), SPAM}
        people = {case.assigned or "", "", *opened.team}
        if wanted.state not in states or wanted.assigned not in people:
            return "refused"
        if len(wanted.note) > LONGEST_NOTE:
            return "too-long"
        return "" if revision == case.revision else "conflict"

    def _page(  # noqa: PLR0913, PLR0917 - what a page consists of
        self,
        request: Request,
        member: Member,
        opened: OpenedCase,
        why: str = "",
        typed: CaseUpdate | None = None,
        seen: int | None = None,
    ) -> Response:
        tag = request.path_params["language"]
        labels = self.pages.labels(tag)
        making = RequestMaker(labels, self.desk, self.versions, member)
        view = making.view(
            opened,
            self.pages.address(tag, f"requests/{opened.case.reference}"),
            as_sent=request.query_params.get("words") == "sent",
            typed=typed,
            error=self._too_long(labels, typed) if why == "too-long" else "",
            seen=(seen or 0) if why == "conflict" else None,
        )
        status = _STATUS.get(why, 200) if typed else 200
        letters = self.responses.pages.papers.letters
        return self.pages.render(
            request, "request", member, status, case=view, note=why, letters=letters
        )

    def _too_long(self, labels: Labels, typed: CaseUpdate | None) -> str:
        count = len(typed.note) if typed else 0
        numbers = {"maximum": labels.number(LONGEST_NOTE), "count": labels.number(count)}
        return labels.filled("note-too-long", **numbers)

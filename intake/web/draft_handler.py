"""What the pages of a draft have in common: the draft is found, or the reader is redirected."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from intake.journey import addresses
from intake.journey.draft import Draft
from intake.journey.journey import Journey
from intake.mail.outbox import Outbox
from intake.storage.database import Unavailable
from intake.storage.store import Store
from intake.storage.submission_table import Receipt
from intake.web.responses import Entered, PostRefusedError, Responses, read

Show = Callable[[Request, str, Draft], Response]
Take = Callable[[Request, str, str, Entered], Awaitable[Response]]


class DraftHandler:
    """Handles requests for one draft."""

    def __init__(
        self, responses: Responses, journey: Journey, store: Store, outbox: Outbox
    ) -> None:
        self.responses, self.journey, self.store, self.outbox = responses, journey, store, outbox
        self.pages, self.form, self.site = responses.pages, journey.form, journey.site

    def route(self, path: str, show: Show, take: Take | None = None) -> Route:
        """Return a route that knows the language and finds the draft."""

        async def handle(request: Request) -> Response:
            tag = request.path_params["language"]
            is_known = request.path_params.get("step", "") in {"", *self.journey.steps}
            if tag not in self.site.tags or not is_known:
                return self.responses.not_found(request)
            if request.method == "POST" and take:
                return await self._take(request, tag, take)
            return await self._show(request, tag, show)

        return Route(path, handle, methods=["GET", "POST"] if take else ["GET"])

    async def _show(self, request: Request, tag: str, show: Show) -> Response:
        try:
            found = await read(lambda: self.store.drafts.find(request.path_params["id"]))
        except Unavailable:
            return self.responses.error(tag, "unavailable", 503)
        if not isinstance(found, Draft):
            return self.without_draft(tag, found)
        return show(request, tag, found)

    async def _take(self, request: Request, tag: str, take: Take) -> Response:
        try:
            entered = await self.responses.entered(request)
        except PostRefusedError as error:
            return self.responses.to(request.url.path, error.reason, closes=error.closes)
        return await take(request, tag, request.path_params["id"], entered)

    def without_draft(self, tag: str, found: Receipt | None) -> Response:
        """Redirect to the receipt of a draft that was sent; else respond that there is none."""
        if found is None:
            return self.responses.error(tag, "not-found", 404)
        return self.responses.to(addresses.of_receipt(self.form.endpoint, tag, found.id))

    def address(self, tag: str, draft_id: str, page: str) -> str:
        """Return the address of a page of a draft."""
        return self.pages.draft_address(tag, draft_id, page)

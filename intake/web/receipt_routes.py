"""The record of a submission, at an address that nobody can guess, and by email."""

from __future__ import annotations

import hmac

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from intake import metrics
from intake.journey import addresses, names
from intake.mail.outbox import Outbox
from intake.storage.database import Unavailable
from intake.storage.store import Store
from intake.storage.submission_table import Receipt
from intake.web.made_documents import MadeDocuments
from intake.web.responses import PostRefusedError, Responses, log_error, read, stored


class ReceiptRoutes:
    """Handles requests for receipts and records."""

    def __init__(self, responses: Responses, store: Store, outbox: Outbox) -> None:
        self.responses, self.store, self.outbox = responses, store, outbox
        self.pages, self.form, self.site = responses.pages, responses.form, responses.site
        self.documents = MadeDocuments(responses)

    def routes(self, prefix: str) -> list[Route]:
        """Return the routes."""
        receipt = addresses.of_receipt(f"{prefix}/", "{language}", "{id}")
        return [
            Route(receipt, self.show, methods=["GET"]),
            Route(f"{receipt}/mail", self.mail, methods=["GET", "POST"]),
            Route(f"{receipt}/{{name}}", self.document, methods=["GET"]),
        ]

    async def _find(self, request: Request) -> Receipt | Response:
        tag = request.path_params["language"]
        if tag not in self.site.tags:
            return self.responses.not_found(request)
        try:
            found = await read(lambda: self.store.submissions.receipt(request.path_params["id"]))
        except Unavailable:
            return self.responses.error(tag, "unavailable", 503)
        return found or self.responses.not_found(request)

    async def show(self, request: Request) -> Response:
        """Show the record."""
        found = await self._find(request)
        if isinstance(found, Response):
            return found
        query, tag = request.query_params, request.path_params["language"]
        key, note = query.get(names.KEY, ""), query.get("why", "")
        sizes = await self.documents.sizes.of(tag, found.submission)
        return self.responses.page(self.pages.receipt(tag, found, key, note, sizes))

    async def document(self, request: Request) -> Response:
        """Send the record or the letter as a file, in the language of the address."""
        found, name = await self._find(request), request.path_params["name"]
        if isinstance(found, Response) or not self.documents.is_one(name):
            return found if isinstance(found, Response) else self.responses.not_found(request)
        return await self.documents.send(request.path_params["language"], found.submission, name)

    async def mail(self, request: Request) -> Response:
        """Email the record to the sender, if this is who received the acknowledgement.

        Nobody's words are emailed to a stranger: only the mailbox's owner can open the link.
        """
        found = await self._find(request)
        if isinstance(found, Response):
            return found
        tag = request.path_params["language"]
        address = addresses.of_receipt(self.form.endpoint, tag, found.id)
        key = request.query_params.get(names.KEY, "")
        is_sender = hmac.compare_digest(key.encode(), found.submission.key.encode())
        if request.method != "POST" or not is_sender:
            return self.responses.to(address)
        return await self._mail(request, found, address, key)

    async def _mail(self, request: Request, found: Receipt, address: str, key: str) -> Response:
        try:
            await self.responses.entered(request)
        except PostRefusedError as error:
            return self.responses.to(address, error.reason, closes=error.closes)
        claim, query = self.responses.claim(request), {names.KEY: key}
        if not claim:
            metrics.refused("too-many")
            return self.responses.to(address, "too-many", query)
        try:
            is_queued = await stored(self.store.submissions.mail_record(found.submission, claim))
        except Exception as error:  # noqa: BLE001 - whatever failed, people must learn of it
            log_error("could not queue email", error)
            return self.responses.to(address, "unavailable", query)
        self.outbox.wake()
        return self.responses.to(address, "sent" if is_queued else "too-many", query)

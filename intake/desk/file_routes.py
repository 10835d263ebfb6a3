"""The documents of a request, as its receipt has them: its record, and the letter filled in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from intake.desk.opened_case import open_case
from intake.desk.pages import DeskPages
from intake.sign_in.member import Member
from intake.storage.store import Store
from intake.web.made_documents import MadeDocuments


class FileRoutes:
    """Handles requests for documents."""

    def __init__(self, pages: DeskPages, store: Store) -> None:
        self.pages, self.store, self.responses = pages, store, pages.responses
        self.documents = MadeDocuments(pages.responses)

    def routes(self, prefix: str) -> list[Route]:
        """Return the routes."""
        one = f"{prefix}/staff/{{language}}/requests/{{reference}}/files/{{name}}"
        return [Route(one, self.pages.guard.guarded("read", self.send), methods=["GET"])]

    async def send(self, request: Request, member: Member) -> Response:
        """Send a document in the language of the address, once it is written down who looks."""
        tag, reference, name = (
            request.path_params[part] for part in ("language", "reference", "name")
        )
        opened = await open_case(self.store, reference, member)
        if opened is None or opened.submission is None or not self.documents.is_one(name):
            return self.responses.not_found(request)
        return await self.documents.send(tag, opened.submission, name)

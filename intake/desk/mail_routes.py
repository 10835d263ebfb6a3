"""The emails that wait or failed: what they are, why, and what staff do about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from brochure.text.entered import clean, is_email, mail_address
from intake.desk import mails
from intake.desk.labels import Labels
from intake.desk.pages import DeskPages
from intake.mail.outbox import Outbox
from intake.sign_in.guard import entered
from intake.sign_in.member import Member
from intake.storage.store import Store
from intake.web.responses import first, log_error, read, stored

# What is said about an email after it was changed so.
_DONE = {"retry": "retried", "correct": "corrected", "give-up": "dropped"}


@dataclass(frozen=True)
class MailView:
    """An email as its template shows it; ``next_attempt`` is empty if it is due or has failed."""

    id: str
    url: str
    kind: str
    status: str
    recipient: str
    reference: str
    queued: str
    attempts: int
    next_attempt: str
    error: str
    can_be_corrected: bool


class MailRoutes:
    """Handles requests for emails."""

    def __init__(self, pages: DeskPages, store: Store, outbox: Outbox) -> None:
        self.pages, self.store, self.outbox = pages, store, outbox
        self.responses = pages.responses

    def routes(self, prefix: str) -> list[Route]:
        """Return the routes."""
        all_ = f"{prefix}/staff/{{language}}/mails"
        guarded = self.pages.guard.guarded
        return [
            Route(all_, guarded("read", self.list), methods=["GET"]),
            Route(f"{all_}/{{mail}}", guarded("handle", self.show), methods=["GET"]),
            Route(f"{all_}/{{mail}}", guarded("handle", self.change), methods=["POST"]),
        ]

    async def list(self, request: Request, member: Member) -> Response:
        """Show all emails that are not sent."""
        found = await read(lambda: mails.open_mails(self.store.engine))
        views = [self._view(request, row) for row in found]
        groups = {
            status: some
            for status in ("failed", "waiting", "sending")
            if (some := [view for view in views if view.status == status])
        }
        why = request.query_params.get("why", "")
        return self.pages.render(request, "mails", member, groups=groups, note=why)

    async def show(self, request: Request, member: Member) -> Response:
        """Show the possible actions for an email."""
        return await self._one(request, member)

    async def change(self, request: Request, member: Member) -> Response:
        """Try an email again, send it to another address, or give it up."""
        posted, name = entered(request), request.path_params["mail"]
        do, typed = first(posted, "do"), clean(first(posted, "address"), lines=False)
        if do == "correct" and not is_email(typed):
            return await self._one(request, member, typed, wrong=True)
        address = mail_address(typed)
        changes: Mapping[str, Callable[[Connection], bool]] = {
            "retry": lambda c: mails.retry(c, name, member.id),
            "correct": lambda c: mails.correct(c, name, address, member.id),
            "give-up": lambda c: mails.give_up(c, name, member.id),
        }
        if do not in changes:
            return self.responses.not_found(request)
        try:
            done = await stored(self.store.do(name, changes[do]))
        except Exception as error:  # noqa: BLE001 - whatever failed, people must learn of it
            log_error("could not change an email", error)
            return self.responses.error(request.path_params["language"], "unavailable", 503)
        self.outbox.wake()
        return self.responses.to(self._address(request), _DONE[do] if done else "gone")

    async def _one(
        self, request: Request, member: Member, typed: str = "", *, wrong: bool = False
    ) -> Response:
        name = request.path_params["mail"]
        row = await read(lambda: mails.open_mail(self.store.engine, name))
        if row is None:
            return self.responses.to(self._address(request), "gone")
        view, status = self._view(request, row), 400 if wrong else 200
        return self.pages.render(
            request, "mail", member, status, mail=view, typed=typed, wrong=wrong
        )

    def _address(self, request: Request) -> str:
        return self.pages.address(request.path_params["language"], "mails")

    def _view(self, request: Request, row: Any) -> MailView:
        labels: Labels = self.pages.labels(request.path_params["language"])
        return MailView(
            row.id,
            f"{self._address(request)}/{row.id}",
            row.kind,
            row.status,
            row.recipient,
            row.reference or "",
            labels.moment(row.created),
            row.attempts,
            labels.moment(row.due) if row.status == "waiting" and row.due else "",
            row.error,
            row.kind in mails.TO_SENDERS,
        )

"""Signing in with a link in an email, and signing out."""

from __future__ import annotations

import asyncio
import time
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from intake import metrics
from intake.mail.outbox import Outbox
from intake.sign_in import link_mail, sessions, sign_ins, team
from intake.sign_in.cookie import new_token
from intake.sign_in.guard import Guard
from intake.sign_in.member import Member
from intake.sign_in.signing_in import SignedIn, SigningIn
from intake.storage import limits
from intake.storage.limits import Limit
from intake.storage.periods import HOUR
from intake.web.responses import PostRefusedError, first, log_error, read, stored

_MAX_PER_MAILBOX = 5  # links an hour
# Seconds until the answer: as long for an address that is on the list as for any other one.
_ANSWERED = 0.5


class LinkRoutes:
    """Handles requests to sign in with a link, and to sign out."""

    def __init__(self, signing_in: SigningIn, outbox: Outbox) -> None:
        self.signing_in, self.outbox = signing_in, outbox
        self.guard: Guard = signing_in.guard
        self.responses, self.store, self.site = (
            signing_in.responses,
            signing_in.store,
            signing_in.site,
        )
        key = self.responses.settings.limits_key
        self._mailboxes = Limit("sign-in-mailbox", _MAX_PER_MAILBOX, HOUR, key)

    def routes(self, prefix: str) -> list[Route]:
        """Return the routes."""
        desk = f"{prefix}/staff/{{language}}"
        sign_out = self.guard.guarded("read", self.sign_out)
        return [
            Route(f"{desk}/sign-in", self.sign_in, methods=["GET", "POST"]),
            Route(f"{desk}/sign-in/link/{{token}}", self.link, methods=["GET", "POST"]),
            Route(f"{desk}/sign-out", sign_out, methods=["POST"]),
        ]

    async def sign_in(self, request: Request) -> Response:
        """Show the ways to sign in, or email a link."""
        tag, query = request.path_params["language"], request.query_params
        if tag not in self.site.tags:
            return self.responses.not_found(request)
        if request.method == "POST":
            return await self._mail(request, tag)
        to = self.signing_in.safe(query.get("to", ""))
        return self.signing_in.page(request, tag, to, query.get("why", ""))

    async def _mail(self, request: Request, tag: str) -> Response:
        began = time.monotonic()
        try:
            entered = await self.responses.entered(request)
        except PostRefusedError as error:
            return self.signing_in.again(tag, "refused", closes=error.closes)
        typed, to = first(entered, "address"), self.signing_in.safe(first(entered, "to"))
        address = team.normalised(typed)
        if not address:
            return self.signing_in.page(request, tag, to, "wrong-address", typed[:254])
        claims = [self.signing_in.claim(request), self._mailboxes.claim(address)]

        def begin(connection: Connection) -> bool:
            is_allowed = limits.passes(connection, *filter(None, claims))
            if is_allowed:
                self._begin(connection, address, tag, to)
            return is_allowed

        try:
            if not all(claims) or not await stored(self.store.do(address, begin)):
                return self.signing_in.too_many(tag, to)
        except Exception as error:  # noqa: BLE001 - whatever failed, people must learn of it
            log_error("could not email a link", error)
            return self.signing_in.again(tag, "unavailable", to)
        self.outbox.wake()
        await asyncio.sleep(max(0, began + _ANSWERED - time.monotonic()))
        return self.signing_in.again(tag, "sent", to)

    def _begin(self, connection: Connection, address: str, tag: str, to: str) -> None:
        """Email a link to members; for anyone else, store as much, but send nothing."""
        member, token, data = team.with_address(connection, address), new_token(), {"to": to}
        if member:
            tag = member.language if member.language in self.site.tags else tag
            url = f"{self.guard.url}{tag}/sign-in/link/{token}"
            mail = link_mail.compose(self.responses.pages.localizer(tag), url)
            data["text"] = link_mail.queue(connection, member, mail)
        sign_ins.begin(connection, "link", token, data, member)

    async def link(self, request: Request) -> Response:
        """Ask whether to sign in, and do so: programs that open links press no buttons."""
        tag, token = request.path_params["language"], request.path_params["token"]
        if tag not in self.site.tags:
            return self.responses.not_found(request)
        take = self._finish if request.method == "POST" else self._ask
        return await self.signing_in.answered(tag, take(request, tag, token))

    async def _ask(self, _request: Request, tag: str, token: str) -> Response:
        member = await read(lambda: self._look(token))
        if member is None:
            return self._expired(tag)

        def where(other: str) -> str:
            return f"{self.signing_in.address(other)}/link/{quote(token)}"

        return self.guard.page("link", tag, where=where, name=member.name, url=where(tag))

    def _look(self, token: str) -> Member | None:
        with self.store.engine.connect() as connection:
            begun = sign_ins.look(connection, "link", token)
        return begun.member if begun else None

    async def _finish(self, request: Request, tag: str, token: str) -> Response:
        await self.responses.entered(request)
        before = self.guard.cookie.read(request)

        def finish(connection: Connection) -> tuple[SignedIn, str] | None:
            begun = sign_ins.finish(connection, "link", token)
            if begun is None or begun.member is None:
                return None
            session = sessions.begin(connection, begun.member, before)
            return (begun.member, session), begun.data["to"]

        found = await stored(self.store.do(token, finish))
        return (
            self.signing_in.signed_in(found[0], tag, found[1], "link")
            if found
            else self._expired(tag)
        )

    def _expired(self, tag: str) -> Response:
        metrics.refused("expired-link")
        return self.guard.page("link", tag, 404, name="", url=self.signing_in.address(tag))

    async def sign_out(self, request: Request, _member: Member) -> Response:
        """End the session, on this side and in the browser."""
        tag, token = request.path_params["language"], self.guard.cookie.read(request)
        await stored(self.store.do(token, lambda c: sessions.end(c, token)))
        return self.guard.cookie.take(self.signing_in.again(tag, "out"))

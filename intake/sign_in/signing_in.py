"""The common parts of all ways to sign in: the page that offers them, and the new session."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable
from urllib.parse import urlencode, urlsplit

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from intake import metrics
from intake.sign_in import sessions, team
from intake.sign_in.guard import Guard, named_by
from intake.sign_in.member import Member
from intake.storage.database import Unavailable
from intake.storage.limits import Claim, Limit
from intake.storage.periods import HOUR
from intake.web.origin import client_network
from intake.web.responses import PostRefusedError, log_error

log = logging.getLogger("intake")

# Sign-ins that one client begins in an hour: an office of fifty people, with mistakes.
_MAX_PER_CLIENT = 100
# What may follow the desk's own address.
_BELOW = re.compile(r"[A-Za-z0-9/_~.,:+%=&?-]*")
_WRONG = "wrong-address"  # which is said beside what was typed
# A member, and the token of the session that has begun for them.
SignedIn = tuple[Member, str]


class SigningIn:
    """The page where one signs in, and what follows once it is known who somebody is."""

    def __init__(self, guard: Guard) -> None:
        self.guard, self.store = guard, guard.store
        self.responses, self.site = guard.responses, guard.site
        key = self.responses.settings.limits_key
        self._clients = Limit("sign-in-client", _MAX_PER_CLIENT, HOUR, key)

    def address(self, tag: str) -> str:
        """Return the address of the page in a language."""
        return f"{self.guard.base}{tag}/sign-in"

    def page(
        self, request: Request, tag: str, to: str, note: str = "", typed: str = ""
    ) -> Response:
        """Show the ways to sign in; ``note`` is what to say, ``typed`` what is not an address."""
        proxy, own = self.guard.proxy, self.address(tag)
        has_provider = self.responses.settings.openid is not None
        return self.guard.page(
            "sign-in",
            tag,
            400 if note == _WRONG else 200,
            where=lambda other: f"{self.address(other)}?{urlencode({'to': to})}",
            note=note,
            typed=typed,
            to=to,
            sign_in_url=own,
            provider_url=f"{own}/provider?{urlencode({'to': to})}" if has_provider else "",
            named=named_by(request, proxy) if proxy else "",
        )

    def again(self, tag: str, why: str, to: str = "", *, closes: bool = False) -> Response:
        """Redirect to the page, which says why."""
        return self.responses.to(self.address(tag), why, {"to": to}, closes=closes)

    def refuse(self, tag: str, why: str, reason: str) -> Response:
        """Redirect to the page and log the reason, which says nothing about a person."""
        metrics.refused("sign-in")
        log.warning("sign-in refused", extra={"reason": reason})
        return self.again(tag, why)

    def claim(self, request: Request) -> Claim | None:
        """Return the client's rate-limit claim for a sign-in; ``None`` if over the limit."""
        return self._clients.claim(client_network(request, self.responses.settings.proxies))

    async def answered(self, tag: str, way: Awaitable[Response]) -> Response:
        """Return what a way to sign in answers, or lead to the page where that is not possible."""
        try:
            return await way
        except PostRefusedError as error:
            return self.again(tag, "refused", closes=error.closes)
        except Unavailable as error:
            log_error("could not sign in", error)
            return self.again(tag, "unavailable")

    def too_many(self, tag: str, to: str) -> Response:
        """Redirect to the page: somebody has tried too often."""
        metrics.refused("too-many-sign-ins")
        return self.again(tag, "too-many", to)

    def safe(self, to: str) -> str:
        """Return where to go afterwards, if that is a page of the desk; else nothing."""
        path = urlsplit(self.guard.url).path
        below = to.removeprefix(path) if to.startswith(path) else None
        is_safe = below is not None and _BELOW.fullmatch(below) and ".." not in below
        return to if is_safe else ""

    def begin(self, connection: Connection, address: str, before: str) -> SignedIn | None:
        """Begin a session for the owner of an address, if they are on the list."""
        member = team.with_address(connection, address)
        return (member, sessions.begin(connection, member, before)) if member else None

    def signed_in(self, signed_in: SignedIn, tag: str, to: str, how: str) -> Response:
        """Redirect to the desk, with the cookie of the new session."""
        member, token = signed_in
        log.info("signed in", extra={"how": how, "member": member.id})
        language = member.language if member.language in self.site.tags else tag
        return self.guard.cookie.give(self.onward(language, to), token)

    def onward(self, tag: str, to: str) -> Response:
        """Redirect to the page that was asked for, or to the start of the desk."""
        return self.responses.to(self.safe(to) or f"{self.guard.base}{tag}/")

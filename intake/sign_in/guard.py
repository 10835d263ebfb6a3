"""Admits only signed-in members with the required role to the desk."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode, urljoin, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from intake import metrics
from intake.journey import names
from intake.settings.settings import SignInProxy
from intake.sign_in import sessions
from intake.sign_in.cookie import Cookie
from intake.sign_in.member import Member
from intake.sign_in.sessions import Session
from intake.storage.database import Unavailable
from intake.storage.store import Store
from intake.web.responses import Entered, PostRefusedError, Responses, first, log_error, read

Handler = Callable[[Request, Member], Awaitable[Response]]
# How to say that a post was refused.
_STATUS = {"too-large": 413, "unreadable": 400, "other-site": 403}
KEY_HEADER = "x-intake-key"  # in which a proxy shows that it is the one


class Guard:
    """Admits only members with the required role to the pages of the desk."""

    def __init__(self, responses: Responses, store: Store) -> None:
        self.responses, self.store = responses, store
        self.site, self._pages = responses.site, responses.pages
        self.proxy = responses.settings.sign_in_proxy
        endpoint = self._pages.form.endpoint
        self.base = f"{endpoint}staff/"
        # As people see it: whatever name a client calls the service by, it is not in a link.
        self.url = urljoin(self._pages.origin, self.base)
        parts = urlsplit(self.url)
        self.cookie = Cookie(parts.path, secure=parts.scheme == "https")

    def guarded(self, role: str, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        """Return a handler for a route: ``handler``, for members with a role.

        Others are led to sign in, and back afterwards. What was posted is in ``entered(request)``,
        and it is known to come from a page of this session. Where the database is away, a page says
        so: what was typed is kept by a handler that catches this itself.
        """

        async def handle(request: Request) -> Response:
            tag = request.path_params.get("language", self.site.tags[0])
            if tag not in self.site.tags:
                return self.responses.not_found(request)
            try:
                return await self._handle(request, tag, role, handler)
            except Unavailable as error:
                log_error("could not answer staff", error)
                return self.responses.error(tag, "unavailable", 503)

        return handle

    async def _handle(self, request: Request, tag: str, role: str, handler: Handler) -> Response:
        try:
            session = await self.session(request)
        except Unavailable:
            if refusal := await self._post(request, tag, None, "unavailable"):
                return refusal
            raise
        if session is None and request.method != "POST":
            return self._to_sign_in(request, tag)
        if refusal := await self._post(request, tag, session):
            return refusal
        assert session is not None  # noqa: S101 - a post without one is refused
        if not session.member.may(role):
            metrics.refused("role")
            return self.page("forbidden", tag, 403, member=session.member)
        request.state.session = session
        return await handler(request, session.member)

    async def session(self, request: Request) -> Session | None:
        """Return the session of a browser, if it has one.

        Raises:
            Unavailable: the database cannot be read.
        """
        token = self.cookie.read(request)
        session = await read(lambda: sessions.find(self.store.engine, token))
        if session is None:
            return None
        # If the proxy names someone else, this session is not theirs.
        if self.proxy and named_by(request, self.proxy) not in {"", session.member.address}:
            return None
        if not session.is_noted:  # nobody has to wait for that
            self.store.do(session.id, lambda connection: sessions.note(connection, session))
        return session

    def page(
        self,
        template: str,
        tag: str,
        status: int = 200,
        where: Callable[[str], str] | None = None,
        **values: object,
    ) -> Response:
        """Return a page around the desk, which needs no sign-in.

        In other languages it is at ``where``, or the desk's first page is in its place.
        """
        where = where or (lambda other: f"{self.base}{other}/")
        html = self._pages.render(f"staff/{template}", tag, where, desk=self.base, **values)
        return self.responses.page(html, status)

    def _to_sign_in(self, request: Request, tag: str) -> Response:
        to = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        query = urlencode({"to": to})
        return RedirectResponse(f"{self.base}{tag}/sign-in?{query}", 303)

    async def _post(
        self, request: Request, tag: str, session: Session | None, reason: str = ""
    ) -> Response | None:
        """Read what was posted, if something was; return a page if it is refused."""
        if request.method != "POST":
            return None
        try:
            posted = await self.responses.entered(request)
        except PostRefusedError as error:
            response = self._refused(tag, _STATUS[error.reason], error.reason, [])
            if error.closes:
                response.headers["connection"] = "close"
            return response
        if session and session.is_proven(first(posted, names.CSRF)):
            request.state.entered = posted
            return None
        reason = reason or ("stale" if session else "signed-out")
        metrics.refused(reason)
        # What people have typed must not be lost: they can copy it. Ids have no spaces.
        values = (value for several in posted.values() for value in several)
        status = 503 if reason == "unavailable" else 403
        return self._refused(tag, status, reason, [value for value in values if " " in value])

    def _refused(self, tag: str, status: int, reason: str, typed: list[str]) -> Response:
        return self.page("refused", tag, status, reason=reason, typed=typed)


def entered(request: Request) -> Entered:
    """Return the form that was posted to a guarded handler."""
    posted: Entered = request.state.entered
    return posted


def csrf(request: Request) -> str:
    """Return the value of the field ``names.CSRF`` for the forms of a page of the desk."""
    session: Session = request.state.session
    return session.proven()


def named_by(request: Request, proxy: SignInProxy) -> str:
    """Return the address of whom the proxy has signed in; empty if it names nobody.

    Only the proxy knows its key. Without it, a header is what anybody can send.
    """
    keys, named = (request.headers.getlist(name) for name in (KEY_HEADER, proxy.header))
    is_proxy = len(keys) == 1 and hmac.compare_digest(keys[0].encode(), proxy.key.encode())
    return named[0].strip().lower() if is_proxy and len(named) == 1 else ""

"""Signing in with an account elsewhere: at an OpenID provider, or as a proxy names it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from intake.settings.settings import SignInProxy
from intake.sign_in import sessions, sign_ins
from intake.sign_in.cookie import new_token
from intake.sign_in.guard import named_by
from intake.sign_in.openid import OpenId, OpenIdError
from intake.sign_in.sign_ins import SignIn
from intake.sign_in.signing_in import SigningIn
from intake.storage import limits
from intake.storage.database import Unavailable
from intake.web.responses import TIMEOUT, first, log_error, stored

log = logging.getLogger("intake")

_ASKING = 4  # sign-ins at the same time for which the provider is asked
P = ParamSpec("P")
T = TypeVar("T")


class ProviderRoutes:
    """Handles requests on the way to the provider, and back."""

    def __init__(self, signing_in: SigningIn, openid: OpenId) -> None:
        self.signing_in, self.guard, self._openid = signing_in, signing_in.guard, openid
        self.responses, self.store, self.site = (
            signing_in.responses,
            signing_in.store,
            signing_in.site,
        )
        # Threads of its own: a provider that hangs holds up nobody else.
        self._asking = ThreadPoolExecutor(_ASKING, "openid")

    def routes(self, prefix: str) -> list[Route]:
        """Return the routes, most specific first."""
        return [
            Route(f"{prefix}/staff/openid", self.back, methods=["GET"]),
            Route(f"{prefix}/staff/{{language}}/sign-in/provider", self.there, methods=["GET"]),
        ]

    async def there(self, request: Request) -> Response:
        """Redirect to the provider; this browser alone can come back from there."""
        tag = request.path_params["language"]
        to = self.signing_in.safe(request.query_params.get("to", ""))
        if tag not in self.site.tags:
            return self.responses.not_found(request)
        claim = self.signing_in.claim(request)
        if claim is None:
            return self.signing_in.too_many(tag, to)
        browser = self.guard.cookie.read(request) or new_token()
        try:
            begun = await self._ask(self._openid.begin, tag)
            data = {"nonce": begun.nonce, "verifier": begun.verifier, "to": to, "language": tag}
            data["browser"] = sessions.digest(browser)

            def begin(connection: Connection) -> bool:
                is_allowed = limits.passes(connection, claim)
                if is_allowed:
                    sign_ins.begin(connection, "openid", begun.state, data, None)
                return is_allowed

            if not await stored(self.store.do(begun.state, begin)):
                return self.signing_in.too_many(tag, to)
        except OpenIdError as error:
            log.warning("provider away", extra={"error": str(error)})
            return self.signing_in.again(tag, "away", to)
        except Unavailable as error:
            log_error("could not begin to sign in", error)
            return self.signing_in.again(tag, "unavailable", to)
        return self.guard.cookie.give(RedirectResponse(begun.url, 303), browser)

    async def back(self, request: Request) -> Response:
        """Sign in who comes back from the provider."""
        state = request.query_params.get("state", "")
        tag = self.site.tags[0]
        try:
            begun = await stored(
                self.store.do(state, lambda c: sign_ins.finish(c, "openid", state))
            )
            if begun is None:
                return self.signing_in.refuse(tag, "refused", "no such sign-in")
            if begun.data["language"] in self.site.tags:
                tag = begun.data["language"]
            return await self._finish(request, tag, begun)
        except OpenIdError as error:
            return self.signing_in.refuse(tag, "refused", str(error))
        except Unavailable as error:
            log_error("could not sign in", error)
            return self.signing_in.again(tag, "unavailable")

    async def _finish(self, request: Request, tag: str, begun: SignIn) -> Response:
        code, browser = request.query_params.get("code", ""), self.guard.cookie.read(request)
        if begun.data["browser"] != sessions.digest(browser):
            if await self.guard.session(request):  # another tab was quicker
                return self.signing_in.onward(tag, begun.data["to"])
            raise OpenIdError("begun in another browser")
        if not code:
            raise OpenIdError("the provider returned no user")
        nonce, verifier = begun.data["nonce"], begun.data["verifier"]
        address = await self._ask(self._openid.finish, code, nonce, verifier)
        found = await stored(
            self.store.do(address, lambda c: self.signing_in.begin(c, address, browser))
        )
        if found is None:
            return self.signing_in.refuse(tag, "unknown", "not on the list")
        return self.signing_in.signed_in(found, tag, begun.data["to"], "openid")

    async def _ask(self, ask: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        try:
            return await asyncio.wait_for(
                loop.run_in_executor(self._asking, lambda: ask(*given, **named)), TIMEOUT
            )
        except TimeoutError as error:
            raise OpenIdError("the provider did not answer in time") from error


class ProxyRoute:
    """Handles requests of people who are already signed in at a proxy."""

    def __init__(self, signing_in: SigningIn, proxy: SignInProxy) -> None:
        self.signing_in, self.guard, self._proxy = signing_in, signing_in.guard, proxy

    def routes(self, prefix: str) -> list[Route]:
        """Return the route."""
        path = f"{prefix}/staff/{{language}}/sign-in/proxy"
        return [Route(path, self.sign_in, methods=["POST"])]

    async def sign_in(self, request: Request) -> Response:
        """Sign in whom the proxy names."""
        tag = request.path_params["language"]
        if tag not in self.guard.site.tags:
            return self.guard.responses.not_found(request)
        return await self.signing_in.answered(tag, self._sign_in(request, tag))

    async def _sign_in(self, request: Request, tag: str) -> Response:
        address, before = named_by(request, self._proxy), self.guard.cookie.read(request)
        entered = await self.guard.responses.entered(request)
        found = await stored(
            self.guard.store.do(address, lambda c: self.signing_in.begin(c, address, before))
        )
        if found is None:
            why = "unknown" if address else "refused"
            return self.signing_in.refuse(tag, why, "not on the list" if address else "no proxy")
        return self.signing_in.signed_in(found, tag, first(entered, "to"), "proxy")


def account_routes(signing_in: SigningIn) -> list[Any]:
    """Return the handler of the accounts that the settings allow."""
    settings = signing_in.responses.settings
    routes: list[Any] = []
    if settings.openid:
        back = f"{signing_in.guard.url}openid"
        routes.append(ProviderRoutes(signing_in, OpenId(settings.openid, back)))
    if settings.sign_in_proxy:
        routes.append(ProxyRoute(signing_in, settings.sign_in_proxy))
    return routes

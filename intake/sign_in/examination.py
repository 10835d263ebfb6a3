"""Tries what staff need to sign in, for ``intake doctor``."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import requests
import sqlalchemy as sa
from sqlalchemy import Engine

from intake.settings.settings import Settings, SignInProxy
from intake.sign_in.guard import KEY_HEADER
from intake.sign_in.openid import OpenId, OpenIdError
from intake.storage.check_result import CheckResult
from intake.storage.tables import staff

_TIMEOUT = 10  # seconds for the site to answer
_NOBODY = "doctor@intake.invalid"  # an address that nobody has


def team(engine: Engine) -> Iterator[CheckResult]:
    """Check that someone can sign in, and say who else may."""
    query = sa.select(sa.func.count()).where(staff.c.active, staff.c.role == "administer")
    with engine.connect() as connection:
        number = connection.execute(query).scalar_one()
    seen = f"administrators on the list: {number}"
    yield CheckResult("team", bool(number), seen + ("" if number else "; run: intake staff add"))


def sign_in(settings: Settings, desk: str, tag: str) -> Iterator[CheckResult]:
    """Try the ways to sign in that the settings name; ``desk`` is its full address.

    Pages are asked for in the language ``tag``.
    """
    parts = urlsplit(desk)
    is_private = parts.scheme == "https" or parts.hostname in {"localhost", "127.0.0.1", "::1"}
    seen = "over TLS" if parts.scheme == "https" else "without TLS"
    seen += "" if is_private else ": anyone on the way can act as staff"
    yield CheckResult("sign in", is_private, f"{desk} is reached {seen}")
    if settings.openid:
        try:
            OpenId(settings.openid, f"{desk}openid").discover()
        except OpenIdError as error:
            yield CheckResult("openid", is_well=False, seen=str(error))
        else:
            seen = f"{settings.openid.issuer} answers; it must send browsers to {desk}openid"
            yield CheckResult("openid", is_well=True, seen=seen)
    if settings.sign_in_proxy and is_private:
        yield from _proxy(settings.sign_in_proxy, f"{desk}{tag}/sign-in")


def _proxy(proxy: SignInProxy, page: str) -> Iterator[CheckResult]:
    """Send what the proxy sends, from outside and to the desk alone: it must not arrive."""
    headers = {proxy.header: _NOBODY, KEY_HEADER: proxy.key}
    answer = requests.get(page, headers=headers, timeout=_TIMEOUT, allow_redirects=False)
    arrives = _NOBODY in answer.text
    seen = f"{proxy.header} and {KEY_HEADER} "
    seen += (
        "arrive from outside: anyone who learns the key can sign in as anybody"
        if arrives
        else "do not arrive"
    )
    yield CheckResult("proxy", not arrives, seen)

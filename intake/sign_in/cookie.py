"""The one cookie of the whole system: it says which browser is that of a member of staff.

It is sent only below the desk's address. Readers of the site and of the form get none.
"""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import Response

from intake.storage.periods import DAY

LONGEST = DAY  # of a session, and so of its cookie
_TOKEN = 43  # characters, of 256 bits


class Cookie:
    """The cookie of a desk at ``path``; where ``secure``, browsers send it over TLS alone."""

    def __init__(self, path: str, *, secure: bool) -> None:
        self._path, self._secure = path, secure
        # Browsers take a cookie with this prefix over TLS alone. Source: RFC 6265bis, 4.1.3.1.
        self._name = "__Secure-desk" if secure else "desk"

    def read(self, request: Request) -> str:
        """Return the token of a browser; empty if it has none, or more than one.

        A neighbouring host of the same domain could have added the other one.
        """
        pairs = ";".join(request.headers.getlist("cookie")).split(";")
        named = (pair.strip().partition("=") for pair in pairs)
        tokens = [value for name, _, value in named if name == self._name]
        return tokens[0] if len(tokens) == 1 and len(tokens[0]) == _TOKEN else ""

    def give(self, response: Response, token: str) -> Response:
        """Set a token in the browser's cookie."""
        self._set(response, token, LONGEST)
        return response

    def take(self, response: Response) -> Response:
        """Delete the browser's cookie."""
        self._set(response, "", 0)
        return response

    def _set(self, response: Response, token: str, seconds: int) -> None:
        # Lax, not strict: those who come from a link in an email or the provider stay signed in.
        response.set_cookie(
            self._name,
            token,
            max_age=seconds,
            path=self._path,
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(32)

"""Security headers: what a page may load, and what others may do with it.

The intake sets all of its own, since it alone knows which style its pages carry. Whether browsers
must come by HTTPS is said by the server that has the certificate.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS = {
    "cache-control": "no-store",
    "x-robots-tag": "noindex",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


POLICY = "content-security-policy"


def policy(origins: frozenset[str], style: str = "'none'") -> str:
    """Return a page's Content-Security-Policy: the intake's host, the site's, and its own style."""
    sources = " ".join(("'self'", *sorted(origins)))
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {style}",
            f"script-src {sources}",
            f"img-src {sources}",
            f"form-action {sources}",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


class SecurityHeaders:
    """Middleware that adds the headers to every response that does not have them."""

    def __init__(self, app: ASGIApp, origins: frozenset[str]) -> None:
        self.app = app
        headers = _ALWAYS | {POLICY: policy(origins)}
        self.headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the headers to the response."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                more = (header for header in self.headers if header[0] not in present)
                message["headers"] = [*message["headers"], *more]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)

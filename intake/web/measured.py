"""Measures how long requests take."""

from __future__ import annotations

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from intake.metrics import request_seconds

_KNOWN = {"GET", "HEAD", "POST"}


class ResponseTimes:
    """Middleware that notes the time of each response, by method and status."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and note when its response begins."""
        began = time.perf_counter()

        async def measured(message: Message) -> None:
            if message["type"] == "http.response.start":
                method = scope["method"] if scope["method"] in _KNOWN else "other"
                seconds = time.perf_counter() - began
                request_seconds.labels(method, str(message["status"])).observe(seconds)
            await send(message)

        await self.app(scope, receive, measured if scope["type"] == "http" else send)

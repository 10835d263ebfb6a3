"""The web server: it ends if a thread that it needs has ended, and is started again by systemd."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from intake.process import systemd
from intake.web.connections import TimeoutProtocol

log = logging.getLogger("intake")

_EVERY = 5  # seconds


class _Uvicorn(uvicorn.Server):
    """Does something at intervals while it serves, even if the clock is changed."""

    def __init__(self, config: uvicorn.Config, now_and_then: Callable[[], None]) -> None:
        super().__init__(config)
        self._now_and_then = now_and_then

    async def main_loop(self) -> None:
        """Serve until the end."""
        beside = asyncio.create_task(self._repeat())
        try:
            await super().main_loop()
        finally:
            beside.cancel()

    async def _repeat(self) -> None:
        while True:
            self._now_and_then()
            await asyncio.sleep(_EVERY)


class Server:
    """Answers requests until SIGTERM; then it finishes those that have begun."""

    def __init__(self, app: ASGIApp, is_alive: Callable[[], bool], host: str, port: int) -> None:
        self._is_alive = is_alive
        self.has_failed = False
        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,  # it would contain clients' addresses
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=30,
            http=TimeoutProtocol,
        )
        self.uvicorn = _Uvicorn(config, self._report)

    def run(self) -> bool:
        """Listen where systemd does, or at the host and port; return whether all went well."""
        self.uvicorn.run(systemd.sockets())
        return not self.has_failed

    def _report(self) -> None:
        """Notify systemd periodically that the service is ready and alive; or end."""
        if self._is_alive():
            systemd.notify("READY=1\nWATCHDOG=1")
        elif not self.has_failed:
            log.critical("a required thread ended: stopping the service")
            self.has_failed = self.uvicorn.should_exit = True

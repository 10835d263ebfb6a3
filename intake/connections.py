"""Hangs up on clients that take too long to send a request: uvicorn would wait for ever.

Behind nginx, which sends whole requests, nobody is that slow; but the service's own port may be
reached without it.
"""

from __future__ import annotations

import asyncio
from asyncio import TimerHandle

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# Seconds for a request with its body, from its first byte on, and for a connection's first byte.
PATIENCE = 60


class ImpatientProtocol(HttpToolsProtocol):
    """Uvicorn's protocol, with a limit for the time in which a request arrives."""

    _receiving: TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request."""
        super().connection_made(transport)
        self._wait()

    def on_message_begin(self) -> None:
        """Wait for the rest of a request."""
        super().on_message_begin()
        self._stop_waiting()
        self._wait()

    def on_message_complete(self) -> None:
        """Answer as long as it takes."""
        self._stop_waiting()
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._receiving = self.loop.call_later(PATIENCE, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._receiving:
            self._receiving.cancel()
            self._receiving = None

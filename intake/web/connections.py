"""Hangs up on clients that send a request too slowly; a shutdown waits for requests on their way.

Behind nginx, which sends whole requests, nobody is that slow; but the service's own port may be
reached without it.
"""

from __future__ import annotations

import asyncio
from asyncio import TimerHandle

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# Seconds for a request with its body, from its first byte on, and for a connection's first byte.
TIMEOUT = 60
# Seconds for the first byte of a request on a connection that was accepted right before a shutdown.
_SHUTDOWN_TIMEOUT = 2


class TimeoutProtocol(HttpToolsProtocol):
    """Uvicorn's protocol, with a limit for the time in which a request arrives."""

    _receiving: TimerHandle | None = None

    _is_ending = False

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

    def on_headers_complete(self) -> None:
        """Answer; but after the last request of a shutdown, hang up."""
        super().on_headers_complete()
        if self._is_ending:
            self.cycle.keep_alive = False

    def shutdown(self) -> None:
        """Hang up, unless a request is on its way: nobody else would answer it."""
        self._is_ending = True
        if self.cycle is not None:
            super().shutdown()
        else:
            self._stop_waiting()
            self._wait(_SHUTDOWN_TIMEOUT)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self, timeout: float | None = None) -> None:
        self._receiving = self.loop.call_later(timeout or TIMEOUT, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._receiving:
            self._receiving.cancel()
            self._receiving = None

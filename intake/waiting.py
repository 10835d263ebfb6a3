"""Lets requests wait for the thread that writes: one wake-up serves all that it has finished."""

from __future__ import annotations

import asyncio
from collections import deque
from concurrent.futures import Future
from contextlib import suppress

from intake.submission import Receipt


class Waiting:
    """The requests of one event loop that wait; what ``asyncio.wrap_future`` does, in batches."""

    def __init__(self) -> None:
        self._finished: deque[tuple[asyncio.Future[Receipt], Future[Receipt]]] = deque()
        self._woken = False

    async def result(self, future: Future[Receipt], patience: float) -> Receipt:
        """Return the future's result; whoever no longer waits takes their submission back.

        Raises:
            TimeoutError: there is none after ``patience`` seconds.
        """
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[Receipt] = loop.create_future()
        future.add_done_callback(lambda done: self._finish(loop, waiter, done))
        timer = loop.call_later(patience, _give_up, waiter)
        try:
            return await waiter
        finally:
            timer.cancel()
            future.cancel()

    def _finish(
        self,
        loop: asyncio.AbstractEventLoop,
        waiter: asyncio.Future[Receipt],
        done: Future[Receipt],
    ) -> None:
        """Note what the writer has finished; the first one of a batch wakes the loop."""
        self._finished.append((waiter, done))
        if not self._woken:
            self._woken = True
            with suppress(RuntimeError):  # the loop has ended, and with it all who waited
                loop.call_soon_threadsafe(self._answer)

    def _answer(self) -> None:
        self._woken = False
        while self._finished:
            waiter, done = self._finished.popleft()
            if waiter.done() or done.cancelled():
                continue
            if error := done.exception():
                waiter.set_exception(error)
            else:
                waiter.set_result(done.result())


def _give_up(waiter: asyncio.Future[Receipt]) -> None:
    if not waiter.done():
        waiter.set_exception(TimeoutError())

"""The one thread that writes: what it has answered is on the disk.

It runs all operations that wait in one transaction; then each of those who wait gets an answer.
So one synchronisation of the disk, which takes longer than all the rest, serves everyone who waited
for the one before.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from intake import metrics
from intake.storage.database import Unavailable

log = logging.getLogger("intake")

_MAX_BATCH = 200
_DEADLOCK = "40P01"  # PostgreSQL, "Appendix A. PostgreSQL Error Codes"
T = TypeVar("T")
Operation = Callable[[Connection], Any]
# What is written, by the key of what it concerns, and what someone waits for.
Pending = tuple[str, Operation, Future[Any]]


class Writer:
    """Runs operations on the database, each wholly or not at all."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._queue: queue.SimpleQueue[Pending | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def do(self, key: str, operation: Callable[[Connection], T]) -> Future[T]:
        """Run an operation; the future has its result once it is on the disk.

        The ``key`` names what it concerns. The future raises one of ``Unavailable`` if the database
        could not store it.
        """
        future: Future[T] = Future()
        if self.is_alive:
            self._queue.put((key, operation, future))
        else:
            future.set_exception(OSError("the writer thread has ended"))
        return future

    @property
    def is_alive(self) -> bool:
        """Whether anything can be written."""
        return self._thread.is_alive()

    def close(self) -> None:
        """Do what is waiting, then stop."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        closing = False
        while not closing:
            batch = [self._queue.get()]
            while len(batch) < _MAX_BATCH and not self._queue.empty():
                batch.append(self._queue.get())
            closing = None in batch
            # A sender whose request timed out has cancelled.
            entries = [e for e in batch if e and e[2].set_running_or_notify_cancel()]
            try:
                if entries:
                    self.commit(entries)
            except Exception as error:  # noqa: BLE001 - nothing may end this thread
                metrics.interruptions_total.inc()
                log.error("writing interrupted", extra={"error": type(error).__name__})  # noqa: TRY400 - a trace may quote what was typed

    def commit(self, entries: Sequence[Pending]) -> None:
        """Commit a batch, then answer those who wait."""
        # What concerns the same is done in the order in which it came; and in the same order in
        # every process, which prevents deadlocks.
        entries = sorted(entries, key=lambda entry: entry[0])
        try:
            with self.engine.begin() as connection:
                results = [operation(connection) for _, operation, _ in entries]
        except Exception as error:  # noqa: BLE001 - those who wait must learn that it was not stored
            if len(entries) > 1 and _concerns_one(error):
                for entry in entries:
                    self.commit([entry])
            else:
                for _, _, future in entries:
                    future.set_exception(error)
            return
        for (_, _, future), result in zip(entries, results, strict=True):
            future.set_result(result)


def _concerns_one(error: Exception) -> bool:
    """Return whether one operation is at fault, and the others can be done.

    This happens when two processes wait for each other: one by one,
    they never do.
    """
    bad_data = isinstance(error, (sa.exc.IntegrityError, sa.exc.DataError))
    is_deadlock = getattr(getattr(error, "orig", None), "sqlstate", "") == _DEADLOCK
    return bad_data or is_deadlock or not isinstance(error, Unavailable)

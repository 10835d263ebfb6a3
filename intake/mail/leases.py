"""Leases: which emails this process is sending, so that no other process sends them too.

An email that is being sent has the status ``sending`` and is ``due`` when its lease ends. As long
as the process lives, it renews its leases; those of a process that was killed end by themselves.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from intake.journey.draft import Draft
from intake.journey.submission import Submission
from intake.mail.builder import ComposedMail, OutboxEntry
from intake.storage.database import Unavailable
from intake.storage.draft_table import load
from intake.storage.submission_table import find
from intake.storage.tables import outbox, texts

log = logging.getLogger("intake.outbox")

# Seconds: how long a lease is, how often it is renewed, and how much of it must be left to send.
LEASE, _RENEWAL, _MARGIN = 300, 60, 60
# Seconds: the most that an email waits until it is tried again.
LONGEST_WAIT = 6 * 3600


class Leases:
    """The emails that this process is sending, and outcomes that it could not record yet."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        # By the email's id: when its lease ends, as the database has it.
        self._ends: dict[str, int] = {}
        self._unrecorded: dict[str, dict[str, Any]] = {}
        self._current = ""
        self._lock = threading.Lock()

    def any_due(self) -> bool:
        """Whether there is an email to send."""
        with self.engine.connect() as connection:
            return connection.execute(sa.select(sa.exists().where(_due()))).scalar_one()

    def take(self, most: int) -> list[OutboxEntry]:
        """Lease some emails that are due, the oldest first."""
        end = int(time.time()) + LEASE
        oldest = sa.select(outbox).where(_due()).order_by(outbox.c.created).limit(most)
        # Several processes need not wait for each other: each takes others.
        oldest = oldest.with_for_update(skip_locked=True)
        with self.engine.begin() as connection:
            rows = [
                row
                for row in connection.execute(oldest).all()
                if connection.execute(
                    _of(row.id).where(_due()).values(status="sending", due=end)
                ).rowcount
            ]
            ours = [entry for row in rows if (entry := _entry(connection, row))]
        with self._lock:
            self._ends |= {entry.id: end for entry in ours}
        return ours

    def begin(self, entry: OutboxEntry) -> bool:
        """Begin to send an email; return whether its lease is long enough for that."""
        with self._lock:
            self._current = entry.id
            return self._is_long_enough()

    def record(self, entry: OutboxEntry, **values: Any) -> None:
        """Record what has become of an email, and end its lease.

        If the database cannot do so now, ``record_again`` does it later: an email that was sent
        must not be sent again by a process that knows it.
        """
        with self._lock:
            self._unrecorded[entry.id] = values
        self.record_again()

    def record_again(self) -> None:
        """Record what could not be recorded before.

        Raises:
            Unavailable: the database still cannot do so.
        """
        with self._lock:
            waiting, ends = dict(self._unrecorded), dict(self._ends)
        if not waiting:
            return
        with self.engine.begin() as connection:
            for mail, values in waiting.items():
                change = _of(mail).values(**values)
                if values["status"] != "sent":  # which holds, no matter who has the lease
                    change = change.where(*_leased_until(ends.get(mail, 0)))
                connection.execute(change)
        with self._lock:
            for mail in waiting:
                del self._unrecorded[mail]
                self._ends.pop(mail, None)

    def release(self, entries: list[OutboxEntry]) -> None:
        """Give back emails that were not attempted, as they were, now or once that is possible."""
        now = int(time.time())
        with self._lock:
            for entry in entries:
                self._unrecorded.setdefault(entry.id, {"status": "waiting", "due": now})
        with contextlib.suppress(*Unavailable):
            self.record_again()

    @contextmanager
    def renewed(self, abort: Callable[[], None]) -> Iterator[None]:
        """Renew all leases until the block ends; ``abort`` sending if one of them is lost."""
        ended = threading.Event()

        def keep() -> None:
            while not ended.wait(_RENEWAL):
                try:
                    self.renew()
                except Exception as error:  # noqa: BLE001 - nothing may end this thread
                    log.warning("could not renew leases", extra={"error": type(error).__name__})
                with self._lock:
                    is_sending = self._current in self._ends
                    is_safe = not is_sending or self._is_long_enough()
                if not is_safe:
                    log.error("lost the lease of the email that is being sent")
                    abort()

        thread = threading.Thread(target=keep, name="leases", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def renew(self) -> None:
        """Renew all leases that still are this process's; forget the others."""
        with self._lock:
            ends = dict(self._ends)
        until = int(time.time()) + LEASE
        with self.engine.begin() as connection:
            ours = {
                key
                for key, end in ends.items()
                if connection.execute(
                    _of(key).where(*_leased_until(end)).values(due=until)
                ).rowcount
            }
        with self._lock:
            for key in ends.keys() & self._ends.keys():  # not what was recorded meanwhile
                self._ends[key] = until if key in ours else 0

    def _is_long_enough(self) -> bool:
        return self._ends.get(self._current, 0) - time.time() > _MARGIN


def _due() -> sa.ColumnElement[bool]:
    """Whether an email may be taken: it waits, or the process that was sending it has died.

    One that would have to wait longer than any does was postponed before the clock was set back.
    """
    now, due = int(time.time()), outbox.c.due
    free = outbox.c.status.in_(["waiting", "sending"])
    before = sa.and_(outbox.c.status == "waiting", due > now + LONGEST_WAIT + _MARGIN)
    return sa.or_(sa.and_(free, due <= now), before)


def _leased_until(end: int) -> tuple[sa.ColumnElement[bool], ...]:
    return outbox.c.status == "sending", outbox.c.due == end


def _entry(connection: Connection, row: Any) -> OutboxEntry | None:
    """Return an email with what it is about, or ``None`` if that was deleted this moment."""
    about: ComposedMail | Submission | Draft | None
    if row.text:
        about = _composed(connection, row.text)
    else:
        about = find(connection, row.submission) if row.submission else load(connection, row.draft)
    if about is None:
        return None
    return OutboxEntry(about, row.id, row.kind, row.recipient, row.created, attempts=row.attempts)


def _composed(connection: Connection, text: str) -> ComposedMail | None:
    query = sa.select(texts.c.subject, texts.c.body, texts.c.language).where(texts.c.id == text)
    row = connection.execute(query).one_or_none()
    return ComposedMail(*row) if row else None


def _of(mail: str) -> sa.Update:
    return sa.update(outbox).where(outbox.c.id == mail)

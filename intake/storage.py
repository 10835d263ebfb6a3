"""Stores submissions durably: a sender who gets a receipt can rely on it.

One thread writes. It commits all waiting submissions, with their mails, in one transaction; then
each sender gets a response. So one synchronisation of the disk, which takes longer than all the
rest, serves everyone who waited for the one before.
"""

from __future__ import annotations

import logging
import queue
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.dialects import postgresql, sqlite

from brochure.schema import Form
from brochure.site.form_answers import answer_to
from intake.database import Unavailable, wait_to_count
from intake.submission import Receipt, Submission
from intake.tables import acknowledgements, mailbox, outbox, submissions

log = logging.getLogger("intake")

_INSERTS: dict[str, Callable[[sa.Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
_MAX_BATCH = 200
_DAY = 86_400
_ID = re.compile(r"[A-Za-z0-9_-]{38}")

# A submission that waits to be stored, and what its sender waits for.
Pending = tuple[Submission, Future[Receipt]]


class Store:
    """Submissions and the outbox in one database.

    ``team`` gets a mail about each submission; a sender gets at most ``mails_per_day``
    acknowledgements. The ``form`` declares which answer is the sender's address.
    """

    def __init__(self, engine: Engine, form: Form, team: str, mails_per_day: int = 5) -> None:
        self.engine = engine
        self._form, self._team, self._mails_per_day = form, team, mails_per_day
        self._queue: queue.SimpleQueue[Pending | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write, name="writer", daemon=True)
        self._writer.start()

    def submit(self, submission: Submission) -> Future[Receipt]:
        """Store a submission; the future has a result once it is on the disk.

        The future raises one of ``Unavailable`` if the database could not store it.
        """
        future: Future[Receipt] = Future()
        self._queue.put((submission, future))
        return future

    def close(self) -> None:
        """Store what is waiting, then stop."""
        self._queue.put(None)
        self._writer.join()
        self.engine.dispose()

    def receipt(self, submission_id: str) -> Receipt | None:
        """Return the receipt of a submission, or ``None`` if it does not exist."""
        if not _ID.fullmatch(submission_id):
            return None
        query = sa.select(submissions.c.reference).where(submissions.c.id == submission_id)
        with self.engine.connect() as connection:
            reference = connection.execute(query).scalar_one_or_none()
        return Receipt(reference, submission_id, new=False) if reference else None

    def counts(self) -> dict[str, int]:
        """Count what is waiting for staff and what is waiting to be mailed."""
        held = sa.select(sa.func.count()).where(submissions.c.status == "held")
        mails = sa.select(outbox.c.status, sa.func.count()).group_by(outbox.c.status)
        with self.engine.connect() as connection:
            by_status: dict[str, int] = dict(connection.execute(mails).all())
            return {
                "held": connection.execute(held).scalar_one(),
                "mails_waiting": by_status.get("waiting", 0) + by_status.get("sending", 0),
                "mails_failed": by_status.get("failed", 0),
            }

    def release(self, submission: Submission) -> None:
        """Accept a held submission and queue its mails."""
        with self.engine.begin() as connection:
            released = connection.execute(
                sa.update(submissions)
                .where(submissions.c.id == submission.id, submissions.c.status == "held")
                .values(status="accepted", reason="")
            )
            if released.rowcount:  # otherwise someone else was quicker
                self._queue_mails(connection, [submission])

    def _write(self) -> None:
        closing = False
        while not closing:
            batch = [self._queue.get()]
            while len(batch) < _MAX_BATCH and not self._queue.empty():
                batch.append(self._queue.get())
            closing = None in batch
            # A sender whose request timed out has cancelled.
            entries = [e for e in batch if e and e[1].set_running_or_notify_cancel()]
            if entries:
                self._store(entries)

    def _store(self, entries: Sequence[Pending]) -> None:
        """Commit a batch, then respond to its senders."""
        try:
            with self.engine.begin() as connection:
                receipts = self._insert(connection, [submission for submission, _ in entries])
        except Exception as error:  # noqa: BLE001 - every sender must learn that theirs was not stored
            if len(entries) > 1 and _concerns_one(error):
                for entry in entries:
                    self._store([entry])
            else:
                for _, future in entries:
                    future.set_exception(error)
            return
        for submission, future in entries:
            future.set_result(receipts[submission.id])
        new = Counter(s.status for s, _ in entries if receipts[s.id].new)
        if new:
            log.info("stored submissions", extra=dict(new))

    def _insert(self, connection: Connection, batch: Sequence[Submission]) -> dict[str, Receipt]:
        """Insert what is new; return receipts by id, of which equal submissions share one."""
        # In the same order in every process, which prevents deadlocks.
        rows = [_row(s) for s in sorted(batch, key=lambda submission: submission.digest)]
        insert = _INSERTS[connection.dialect.name](submissions)
        connection.execute(insert.on_conflict_do_nothing(), rows)
        receipts = self._receipts(connection, batch)
        accepted = [s for s in batch if receipts[s.id].new and s.status == "accepted"]
        self._queue_mails(connection, accepted)
        return receipts

    def _receipts(self, connection: Connection, batch: Iterable[Submission]) -> dict[str, Receipt]:
        columns = (submissions.c.digest, submissions.c.reference, submissions.c.id)
        query = sa.select(*columns).where(submissions.c.digest.in_({s.digest for s in batch}))
        stored = {row.digest: row for row in connection.execute(query)}
        receipts = {}
        for submission in batch:
            row = stored.get(submission.digest)
            if row is None:  # another submission has this reference: one in 29⁸
                raise sa.exc.IntegrityError("reference", None, KeyError(submission.reference))
            receipts[submission.id] = Receipt(row.reference, row.id, new=row.id == submission.id)
        return receipts

    def _queue_mails(self, connection: Connection, accepted: Sequence[Submission]) -> None:
        """Queue a mail to the team for each, and acknowledgements within the daily limit."""
        wait_to_count(connection)  # what several processes send together is within the limit
        rows = [_mail_row(submission, "team", self._team) for submission in accepted]
        senders = {s.id: answer_to(self._form, "sender-address", s.answers) for s in accepted}
        sent = self._sent_today(connection, {sender.lower() for sender in senders.values()})
        for submission in accepted:
            if sender := senders[submission.id]:
                sent[sender.lower()] += 1
                if sent[sender.lower()] <= self._mails_per_day:
                    rows.append(_mail_row(submission, "acknowledgement", sender))
        if rows:
            connection.execute(sa.insert(outbox), rows)

    def _sent_today(self, connection: Connection, mailboxes: set[str]) -> Counter[str]:
        """Count acknowledgements of the last day: nobody must be flooded with them."""
        query = (
            sa.select(mailbox, sa.func.count())
            .where(
                mailbox.in_(mailboxes), outbox.c.created > int(time.time()) - _DAY, acknowledgements
            )
            .group_by(mailbox)
        )
        return Counter(dict(connection.execute(query).all()))


def _concerns_one(error: Exception) -> bool:
    """Return whether one submission is at fault, and the others can be stored."""
    bad_data = isinstance(error, (sa.exc.IntegrityError, sa.exc.DataError))
    return bad_data or not isinstance(error, Unavailable)


def _row(submission: Submission) -> Mapping[str, Any]:
    names = ("id", "digest", "reference", "received", "language", "status", "reason")
    row = {name: getattr(submission, name) for name in names}
    return row | {"answers": submission.answers_json}


def _mail_row(submission: Submission, kind: str, recipient: str) -> Mapping[str, Any]:
    return {"submission": submission.id, "kind": kind, "recipient": recipient}

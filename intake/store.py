"""Keeps submissions: whoever was told that theirs arrived can rely on it.

One thread writes. It takes all submissions that wait and commits them, with their mails, in one
transaction; then each sender gets an answer. So the disk's one synchronisation serves many.
"""

from __future__ import annotations

import logging
import queue
import re
import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from intake.database import Unavailable, insert_new
from intake.submission import Receipt, Submission
from intake.tables import acknowledgements, mailbox, outbox, submissions

log = logging.getLogger("intake")

# As many as one transaction takes; more only make the last one wait longer.
_BATCH = 500
# Seconds in which others may join the first one: nobody notices them, and a full batch costs each
# of its submissions much less than a small one.
_GATHERING = 0.005
_ID = re.compile(r"[A-Za-z0-9_-]{38}")


class Store:
    """Submissions and outbox in one database; ``team`` is told of each submission."""

    def __init__(self, engine: Engine, team: str, mails_per_day: int = 5) -> None:
        self.engine = engine
        self._team = team
        self._mails_per_day = mails_per_day
        self._waiting: queue.SimpleQueue[tuple[Submission, Future[Receipt]] | None] = (
            queue.SimpleQueue()
        )
        self._writer = threading.Thread(target=self._write, name="writer", daemon=True)
        self._writer.start()

    def submit(self, submission: Submission) -> Future[Receipt]:
        """Keep a submission; the result comes once it is safe.

        The future raises one of ``Unavailable`` where the database could not keep it.
        """
        future: Future[Receipt] = Future()
        self._waiting.put((submission, future))
        return future

    def close(self) -> None:
        """Finish what waits, then stop."""
        self._waiting.put(None)
        self._writer.join()
        self.engine.dispose()

    def receipt(self, name: str) -> Receipt | None:
        """Return the receipt of the submission with this ``id``, if there is one."""
        if not _ID.fullmatch(name):
            return None
        query = sa.select(submissions.c.reference).where(submissions.c.id == name)
        with self.engine.connect() as connection:
            reference = connection.execute(query).scalar_one_or_none()
        return Receipt(reference, name, new=False) if reference else None

    def counts(self) -> dict[str, int]:
        """Count what waits for staff and what waits to be mailed."""
        held = sa.select(sa.func.count()).where(submissions.c.status == "held")
        mails = sa.select(outbox.c.status, sa.func.count()).group_by(outbox.c.status)
        with self.engine.connect() as connection:
            by_status: dict[str, int] = dict(connection.execute(mails).all())
            return {
                "held": connection.execute(held).scalar_one(),
                "mails_waiting": by_status.get("waiting", 0),
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
            if released.rowcount:  # else someone else was quicker
                self._queue_mails(connection, [submission])

    def _write(self) -> None:
        open_ = True
        while open_:
            batch = [self._waiting.get()]
            time.sleep(_GATHERING)
            while len(batch) < _BATCH:
                try:
                    batch.append(self._waiting.get_nowait())
                except queue.Empty:
                    break
            open_ = None not in batch
            # A sender who has gone, or was told to try again, takes theirs back.
            entries = [e for e in batch if e and e[1].set_running_or_notify_cancel()]
            if entries:
                self._keep(entries)

    def _keep(self, entries: Sequence[tuple[Submission, Future[Receipt]]]) -> None:
        try:
            with self.engine.begin() as connection:
                receipts = self._insert(connection, [submission for submission, _ in entries])
        except Exception as error:  # noqa: BLE001 - every sender must learn that theirs is not kept
            if len(entries) > 1 and _is_about_one(error):
                for entry in entries:
                    self._keep([entry])
            else:
                for _, future in entries:
                    future.set_exception(error)
            return
        for submission, future in entries:
            future.set_result(receipts[submission.id])
        new = Counter(one.status for one, _ in entries if receipts[one.id].new)
        if new:
            log.info("submissions kept", extra=dict(new))

    def _insert(self, connection: Connection, batch: Sequence[Submission]) -> dict[str, Receipt]:
        """Insert what is new; return a receipt for each, that of its equal where there is one."""
        # In one order everywhere: two processes never wait for each other in a circle.
        in_order = sorted(batch, key=lambda submission: submission.digest)
        rows = [_row(submission) for submission in in_order]
        if insert_new(connection, submissions, rows) == len(batch):
            receipts = {s.id: Receipt(s.reference, s.id) for s in batch}
        else:
            receipts = self._receipts(connection, batch)
        accepted = [s for s in batch if receipts[s.id].new and s.status == "accepted"]
        self._queue_mails(connection, accepted)
        return receipts

    def _receipts(self, connection: Connection, batch: Iterable[Submission]) -> dict[str, Receipt]:
        """Return the receipts of submissions of which some were there before."""
        columns = (submissions.c.digest, submissions.c.reference, submissions.c.id)
        query = sa.select(*columns).where(submissions.c.digest.in_({s.digest for s in batch}))
        kept = {row.digest: row for row in connection.execute(query)}
        receipts = {}
        for submission in batch:
            row = kept.get(submission.digest)
            if row is None:  # another submission has this reference: one in 29⁸
                raise sa.exc.IntegrityError("reference", None, KeyError(submission.reference))
            receipts[submission.id] = Receipt(row.reference, row.id, new=row.id == submission.id)
        return receipts

    def _queue_mails(self, connection: Connection, accepted: Sequence[Submission]) -> None:
        """Note who is to be told, but acknowledge to nobody more often than the limit says."""
        rows = [_mail_row(submission, "team", self._team) for submission in accepted]
        sent = self._sent_today(connection, {one.sender.lower() for one in accepted})
        for submission in accepted:
            if recipient := submission.sender.lower():
                sent[recipient] += 1
                if sent[recipient] <= self._mails_per_day:
                    rows.append(_mail_row(submission, "acknowledgement", submission.sender))
        if rows:
            insert_new(connection, outbox, rows)

    def _sent_today(self, connection: Connection, mailboxes: set[str]) -> Counter[str]:
        """Count acknowledgements of the last day, so that nobody is flooded in our name."""
        query = (
            sa.select(mailbox, sa.func.count())
            .where(
                mailbox.in_(mailboxes),
                outbox.c.created > int(time.time()) - 86_400,
                acknowledgements,
            )
            .group_by(mailbox)
        )
        return Counter(dict(connection.execute(query).all()))


def _is_about_one(error: Exception) -> bool:
    """Say whether one submission is at fault, and the others of its batch can be kept."""
    about_data = isinstance(error, (sa.exc.IntegrityError, sa.exc.DataError))
    return about_data or not isinstance(error, Unavailable)


def _row(submission: Submission) -> tuple[Any, ...]:
    return (
        submission.id,
        submission.digest,
        submission.reference,
        submission.received,
        submission.language,
        submission.status,
        submission.reason,
        submission.written,
    )


def _mail_row(submission: Submission, kind: str, recipient: str) -> tuple[Any, ...]:
    return (submission.id, kind, recipient, int(time.time()), "waiting", 0, 0, "")

"""Helpers that store submissions and read what is stored."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import replace
from functools import partial

import sqlalchemy as sa

from intake.journey import references
from intake.journey.submission import Submission
from intake.storage import listing
from intake.storage.store import Store
from intake.storage.submission_table import Receipt
from intake.storage.tables import outbox
from intake.storage.writer import Operation

TIMEOUT = 30


def resend(submission: Submission) -> Submission:
    """Return the same draft, sent again."""
    return replace(submission, id=Submission({}, "").id, reference=references.new())


def submit(store: Store, submission: Submission) -> Future[Receipt]:
    """Have a submission stored as if it were sent from a draft; the future has its receipt."""
    return store.do(submission.draft or submission.id, partial(_insert, store, submission))


def store_submission(store: Store, submission: Submission) -> Receipt:
    """Store a submission and return its receipt."""
    return submit(store, submission).result(TIMEOUT)


def in_one_batch(store: Store, batch: Iterable[Submission]) -> list[Future[Receipt]]:
    """Store submissions in one batch."""
    entries: list[tuple[str, Operation, Future[Receipt]]] = [
        (submission.draft or "", partial(_insert, store, submission), Future())
        for submission in batch
    ]
    store._writer.commit(entries)
    return [future for _, _, future in entries]


def _insert(store: Store, submission: Submission, connection: sa.Connection) -> Receipt:
    return store.submissions.insert(connection, submission)


def count(store: Store, table: sa.Table) -> int:
    """Count a table's rows."""
    with store.engine.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def make_due(engine: sa.Engine) -> None:
    """Make the waiting emails due."""
    with engine.begin() as connection:
        connection.execute(sa.update(outbox).values(due=0))


def recipients(store: Store) -> list[str]:
    """Return who is to get an email, in alphabetical order."""
    return sorted(mail["recipient"] for mail in listing.list_mails(store.engine))

"""Helpers that store submissions and read what is stored."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future

import sqlalchemy as sa

from intake import staff
from intake.storage import Store
from intake.submission import Receipt, Submission

TIMEOUT = 30


def resend(submission: Submission) -> Submission:
    """Return the same answers, sent again."""
    return Submission(submission.answers, submission.language, submission.reason)


def store_submission(store: Store, submission: Submission) -> Receipt:
    """Store a submission and return its receipt."""
    return store.submit(submission).result(TIMEOUT)


def in_one_batch(store: Store, batch: Iterable[Submission]) -> list[Future[Receipt]]:
    """Store submissions in one batch."""
    entries: list[tuple[Submission, Future[Receipt]]] = [
        (submission, Future()) for submission in batch
    ]
    store._store(entries)
    return [future for _, future in entries]


def count(store: Store, table: sa.Table) -> int:
    """Count a table's rows."""
    with store.engine.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def recipients(store: Store) -> list[str]:
    """Return who is to get a mail, in alphabetical order."""
    return sorted(mail["recipient"] for mail in staff.list_mails(store.engine))

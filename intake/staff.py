"""What staff do with submissions and drafts: list, show, delete, and purge old ones."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from intake import draft_table, submission_table
from intake.draft import Draft
from intake.submission import Submission
from intake.tables import drafts, outbox, submissions

_DAY = 86_400


def format_utc(seconds: int) -> str:
    """Return a time in UTC, such as ``2026-11-22 14:05``; ``seconds`` are counted from 1970."""
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%d %H:%M")


def list_submissions(engine: Engine, status: str | None = None) -> Iterator[Submission]:
    """Yield submissions, oldest first, of one status or of all."""
    query = sa.select(submissions).order_by(submissions.c.received, submissions.c.reference)
    if status:
        query = query.where(submissions.c.status == status)
    with engine.connect() as connection:
        for row in connection.execution_options(yield_per=500).execute(query):
            yield submission_table.submission_of(row)


def list_drafts(engine: Engine) -> Iterator[Draft]:
    """Yield drafts, oldest first."""
    with engine.connect() as connection:
        yield from draft_table.oldest_first(connection)


def get_submission(engine: Engine, reference: str) -> Submission | None:
    """Return the submission with a reference, or ``None`` if it does not exist."""
    query = sa.select(submissions).where(submissions.c.reference == reference)
    with engine.connect() as connection:
        row = connection.execute(query).one_or_none()
    return submission_table.submission_of(row) if row else None


def get_draft(engine: Engine, draft_id: str) -> Draft | None:
    """Return a draft, or ``None`` if it does not exist."""
    with engine.connect() as connection:
        return draft_table.load(connection, draft_id)


def delete_submission(engine: Engine, reference: str) -> bool:
    """Delete a submission with its mails; return whether it existed."""
    query = sa.delete(submissions).where(submissions.c.reference == reference)
    with engine.begin() as connection:
        return bool(connection.execute(query).rowcount)


def delete_draft(engine: Engine, draft_id: str) -> bool:
    """Delete a draft with its mails; return whether it existed."""
    with engine.begin() as connection:
        return draft_table.delete(connection, draft_id)


def purge(engine: Engine, days: int) -> int:
    """Delete what is older than ``days`` days; return the number of submissions deleted."""
    before = int(time.time()) - days * _DAY
    query = sa.delete(submissions).where(submissions.c.received < before)
    with engine.begin() as connection:
        return connection.execute(query).rowcount


def purge_drafts(engine: Engine, days: int) -> int:
    """Delete the drafts that nobody has changed for some days; return how many."""
    with engine.begin() as connection:
        return draft_table.delete_expired(connection, days)


def list_mails(engine: Engine, *, sent: bool = False) -> list[dict[str, Any]]:
    """Return the mails that wait or failed, or all with ``sent``, as dictionaries of columns.

    The ``reference`` is that of the submission; a draft has none.
    """
    query = sa.select(outbox, submissions.c.reference).outerjoin(submissions).outerjoin(drafts)
    if not sent:
        query = query.where(outbox.c.status != "sent")
    query = query.order_by(outbox.c.created, outbox.c.submission, outbox.c.kind)
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]

"""Operations of staff on submissions and drafts: list, show, delete, and purge old ones."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from intake.journey.draft import Draft
from intake.journey.submission import Submission
from intake.storage import case_table, draft_table, submission_table
from intake.storage.tables import cases, drafts, outbox, submissions

_PAGE = 200  # rows
STATUSES = ("waiting", "sending", "sent", "failed", "dropped")


def format_utc(seconds: int) -> str:
    """Return a time in UTC, such as ``2026-11-22 14:05``; ``seconds`` are counted from 1970."""
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%d %H:%M")


def list_submissions(engine: Engine, status: str | None = None) -> Iterator[Submission]:
    """Yield submissions, oldest first: all of them, or those in a state, or ``accepted``."""
    query = sa.select(submissions, cases.c.state).join(cases)
    if status == "accepted":
        query = query.where(cases.c.state.not_in([case_table.HELD, case_table.SPAM]))
    elif status:
        query = query.where(cases.c.state == status)
    rows = in_pages(engine, query, submissions.c.received, submissions.c.reference)
    return map(submission_table.submission_of, rows)


def list_drafts(engine: Engine) -> Iterator[Draft]:
    """Yield drafts, oldest first."""
    rows = in_pages(engine, sa.select(drafts), drafts.c.created, drafts.c.id)
    return map(draft_table.draft_of, rows)


def in_pages(engine: Engine, query: sa.Select[Any], *order: sa.Column[Any]) -> Iterator[Any]:
    """Yield rows in an order that names each, fetched page by page.

    Readers may take as long as they like, such as a person who looks at a list: nothing is
    open meanwhile. On SQLite, an open query would block all writers.
    """
    place = sa.tuple_(*order)
    page: Sequence[Any] = []
    while True:
        after = (
            query.where(place > tuple(getattr(page[-1], c.name) for c in order)) if page else query
        )
        with engine.connect() as connection:
            page = connection.execute(after.order_by(*order).limit(_PAGE)).all()
        yield from page
        if len(page) < _PAGE:
            return


@dataclass(frozen=True)
class Backlog:
    """What waits: emails by status, the age of the oldest unsent one in seconds, and the rest."""

    mails: dict[str, int]
    oldest_mail: int
    held: int
    drafts: int


def figures(engine: Engine) -> Backlog:
    """Count what waits for staff or to be emailed."""
    number = sa.func.count()
    mails = sa.select(outbox.c.status, number, sa.func.min(outbox.c.created)).group_by(
        outbox.c.status
    )
    with engine.connect() as connection:
        by_status = {status: (n, oldest) for status, n, oldest in connection.execute(mails)}
        created = [by_status[s][1] for s in ("waiting", "sending") if s in by_status]
        held = sa.select(number).where(cases.c.state == case_table.HELD)
        return Backlog(
            mails={status: by_status.get(status, (0, 0))[0] for status in STATUSES},
            oldest_mail=int(time.time()) - min(created) if created else 0,
            held=connection.execute(held).scalar_one(),
            drafts=connection.execute(sa.select(number).select_from(drafts)).scalar_one(),
        )


def get_submission(engine: Engine, reference: str) -> Submission | None:
    """Return the submission with a reference, or ``None`` if it does not exist."""
    query = sa.select(submissions, cases.c.state).join(cases)
    query = query.where(submissions.c.reference == reference)
    with engine.connect() as connection:
        row = connection.execute(query).one_or_none()
    return submission_table.submission_of(row) if row else None


def get_draft(engine: Engine, draft_id: str) -> Draft | None:
    """Return a draft, or ``None`` if it does not exist."""
    with engine.connect() as connection:
        return draft_table.load(connection, draft_id)


def purge_drafts(engine: Engine, days: int) -> int:
    """Delete the drafts that have not changed for some days; return how many."""
    with engine.begin() as connection:
        return draft_table.delete_expired(connection, days)


def list_mails(engine: Engine, *, sent: bool = False) -> list[dict[str, Any]]:
    """Return the emails that wait or failed, or all with ``sent``, as dictionaries of columns.

    The ``reference`` is that of the submission; a draft has none.
    """
    query = sa.select(outbox, submissions.c.reference).outerjoin(submissions).outerjoin(drafts)
    if not sent:
        query = query.where(outbox.c.status.not_in(["sent", "dropped"]))
    query = query.order_by(outbox.c.created, outbox.c.submission, outbox.c.kind)
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def retry_mails(engine: Engine, reference: str = "") -> int:
    """Let waiting emails be sent as soon as possible; of one submission, also those that failed.

    Return how many they are. Emails that are being sent at this moment are left alone.
    """
    query = sa.update(outbox).where(outbox.c.status == "waiting")
    if reference:
        of_it = sa.select(submissions.c.id).where(submissions.c.reference == reference)
        query = sa.update(outbox).where(
            outbox.c.status.in_(["waiting", "failed"]), outbox.c.submission.in_(of_it)
        )
    with engine.begin() as connection:
        return connection.execute(query.values(status="waiting", due=0)).rowcount

"""Changes of a case by staff: one that is based on an outdated view is refused.

Each change names the revision of the case that its author has seen, and is written down in the
history. Where a case goes on that was held, or was taken for spam, its emails are queued.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.storage import history, submission_table
from intake.storage.case_table import HELD, SPAM, Case, find
from intake.storage.database import wait_to_count
from intake.storage.store import Store
from intake.storage.tables import cases, events, outbox, submissions, texts

_VIEW_INTERVAL = 12 * 3600  # seconds in which one member's views of a case count as one


@dataclass(frozen=True)
class Conflict:
    """A change that was not made, since somebody has changed the ``case`` meanwhile."""

    case: Case


@dataclass(frozen=True)
class CaseUpdate:
    """The state and assignment that a case is to have; ``assigned`` is a member's id, or empty."""

    state: str
    assigned: str
    note: str = ""

    def changes(self, case: Case) -> bool:
        """Whether it differs from the case."""
        return bool(self.note) or (self.state, self.assigned) != (case.state, case.assigned or "")


def change(
    store: Store,
    reference: str,
    revision: int | None,
    what: Callable[[Connection, Case], Mapping[str, Any]],
) -> Future[Case | Conflict | None]:
    """Change a case that is still as it was at ``revision``; ``None`` skips the comparison.

    ``what`` writes the history, and returns the columns to change. The future has the case as it
    is then, or ``None`` if there is none.
    """

    def operation(connection: Connection) -> Case | Conflict | None:
        wait_to_count(connection)
        # First of all, this takes the case: nobody else changes it before this is on the disk.
        taking = sa.update(cases).where(cases.c.reference == reference)
        if revision is not None:
            taking = taking.where(cases.c.revision == revision)
        next_one = {"revision": cases.c.revision + 1, "touched": int(time.time())}
        is_taken = connection.execute(taking.values(next_one)).rowcount
        case = find(connection, reference)
        if case is None or not is_taken:
            return Conflict(case) if case else None
        if values := what(connection, case):
            its_row = sa.update(cases).where(cases.c.reference == reference)
            connection.execute(its_row.values(dict(values)))
        return find(connection, reference)

    return store.do(reference, operation)


def handle(
    store: Store, reference: str, revision: int | None, actor: str | None, wanted: CaseUpdate
) -> Future[Case | Conflict | None]:
    """Move, assign and note, as one change; ``actor`` is one of the staff, or ``None``."""

    def what(connection: Connection, case: Case) -> Mapping[str, Any]:
        if wanted.state != case.state:
            history.append(connection, reference, "moved", actor, f"{case.state}>{wanted.state}")
            if {case.state} & {HELD, SPAM} and wanted.state != SPAM:
                _accept(store, connection, case)
        if wanted.assigned != (case.assigned or ""):
            history.append(connection, reference, "assigned", actor, wanted.assigned)
        if wanted.note:
            text = _keep(connection, reference, wanted.note)
            history.append(connection, reference, "noted", actor, text=text)
        return {"state": wanted.state, "assigned": wanted.assigned or None}

    return change(store, reference, revision, what)


def accept(store: Store, reference: str) -> Future[Case | Conflict | None]:
    """Accept a held case, as a command does, which knows nobody's name."""

    def what(connection: Connection, case: Case) -> Mapping[str, Any]:
        if case.state != HELD:  # someone else was quicker
            return {}
        history.append(connection, reference, "moved", None, f"{HELD}>{store.first}")
        _accept(store, connection, case)
        return {"state": store.first}

    return change(store, reference, None, what)


def look(store: Store, reference: str, actor: str) -> Future[None]:
    """Record that one of the staff looked at a case, once for half a day."""

    def operation(connection: Connection) -> None:
        if find(connection, reference) and not has_looked(connection, reference, actor):
            history.append(connection, reference, "looked", actor)

    return store.do(reference, operation)


def has_looked(connection: Connection, reference: str, actor: str) -> bool:
    """Whether it is written down already that someone has looked at a case."""
    query = sa.select(events.c.id).where(
        events.c.case == reference,
        events.c.kind == "looked",
        events.c.actor == actor,
        events.c.at > int(time.time()) - _VIEW_INTERVAL,
    )
    return connection.execute(query.limit(1)).first() is not None


def _accept(store: Store, connection: Connection, case: Case) -> None:
    """Queue the emails about a submission, unless they have been."""
    submission = submission_table.find(connection, case.submission)
    if submission is None:
        return
    its_row = sa.update(submissions).where(submissions.c.id == submission.id)
    connection.execute(its_row.values(reason=""))
    mails = sa.select(outbox.c.id).where(
        outbox.c.submission == submission.id, outbox.c.kind == "team"
    )
    if connection.execute(mails.limit(1)).first() is None:
        store.queue.accepted(connection, submission)


def _keep(connection: Connection, case: str, note: str) -> str:
    name = secrets.token_urlsafe(16)
    row = {"id": name, "case": case, "subject": "", "body": note, "language": ""}
    connection.execute(sa.insert(texts).values(row))
    return name

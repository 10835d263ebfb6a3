"""Erases what names a person: when someone asks for it, and when its time is over.

What remains of a case is what figures need, and a history in which nobody is named.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy import Connection

from brochure.schema import Desk, Form
from intake.desk.persons import Kind
from intake.storage import case_table, draft_table, history
from intake.storage.periods import DAY
from intake.storage.tables import cases, outbox, submissions, texts

_MANY = 500  # cases whose texts, emails and answers are deleted at once
_MAIL_DAYS = 30  # how long emails to staff are stored


def erase(connection: Connection, kind: Kind, name: str, actor: str | None = None) -> bool:
    """Erase one thing that ``persons.find`` has found; return whether it was there.

    One of the staff is erased on the team's page, where it is said who may be.
    """
    if kind == "case":
        case: str | None = name
        done = bool(case_table.erase_submissions(connection, submissions.c.reference == name))
    elif kind == "draft":
        case, done = None, draft_table.delete(connection, name)
    elif kind in {"text", "mail"}:
        table = texts if kind == "text" else outbox
        case = _case_of(connection, name) if kind == "text" else None
        done = bool(connection.execute(sa.delete(table).where(table.c.id == name)).rowcount)
    else:
        return False
    if done:
        history.append(connection, case, "erased", actor, kind)
    return done


def _case_of(connection: Connection, text: str) -> str | None:
    query = sa.select(texts.c.case).where(texts.c.id == text)
    return connection.execute(query).scalar_one_or_none()


def note_export(
    connection: Connection, named: Iterable[tuple[Kind, str]], actor: str | None = None
) -> None:
    """Write down that everything under some names was handed out."""
    for kind, name in named:
        case = _case_of(connection, name) if kind == "text" else None
        if kind == "case":
            found = case_table.find(connection, name)
            case = found.reference if found else None
        history.append(connection, case, "exported", actor, kind)


def purge(connection: Connection, form: Form, desk: Desk | None, days: int | None = None) -> int:
    """Erase the expired cases; return how many.

    That is after ``days``, or as many as the form says, or sooner if the state of a case says so.
    """
    now = int(time.time())
    over = cases.c.received < now - (days or form.retention_days) * DAY
    for state in desk.states if desk else ():
        if state.retention_days:
            before = now - state.retention_days * DAY
            over |= sa.and_(cases.c.state == state.id, cases.c.received < before)
    query = sa.select(cases.c.reference).where(cases.c.submission.is_not(None), over)
    references = connection.execute(query).scalars().all()
    for first in range(0, len(references), _MANY):
        some = references[first : first + _MANY]
        case_table.erase_submissions(connection, submissions.c.reference.in_(some))
    for reference in references:
        history.append(connection, reference, "purged", None)
    return len(references)


def purge_mails(connection: Connection) -> None:
    """Delete emails to staff that went out, or could not, some weeks ago."""
    over = outbox.c.created < int(time.time()) - _MAIL_DAYS * DAY
    query = sa.select(outbox.c.text).where(
        over, outbox.c.submission.is_(None), outbox.c.status.not_in(["waiting", "sending"])
    )
    connection.execute(sa.delete(texts).where(texts.c.id.in_(query)))

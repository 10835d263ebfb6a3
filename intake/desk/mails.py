"""The emails that wait or failed: tried again, sent to another address, or given up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from brochure.text.folded import folded
from intake.storage import history
from intake.storage.tables import cases, outbox, submissions

# To the sender of a request. All others go where the settings, the team's list or the owner of a
# draft have them sent: a link to sign in with must never go anywhere else.
TO_SENDERS = ("acknowledgement", "record", "answer")
_OPEN = ("waiting", "failed")
_AGAIN = {"status": "waiting", "due": 0, "attempts": 0}
_MAX_LISTED = 200


def open_mails(engine: Engine) -> Sequence[Any]:
    """Return rows of emails that are not sent, those that failed first; not all if they are many.

    Each has the ``reference`` of the case that it is about, if it is about one.
    """
    failed_first = sa.case((outbox.c.status == "failed", 0), else_=1)
    query = (
        sa.select(outbox, cases.c.reference)
        .outerjoin(cases, cases.c.submission == outbox.c.submission)
        .where(outbox.c.status.in_([*_OPEN, "sending"]))
        .order_by(failed_first, outbox.c.created)
        .limit(_MAX_LISTED)
    )
    with engine.connect() as connection:
        return connection.execute(query).all()


def open_mail(engine: Engine, name: str) -> Any | None:
    """Return the row of one such email, or ``None`` if it is sent, given up or deleted."""
    query = (
        sa.select(outbox, cases.c.reference)
        .outerjoin(cases, cases.c.submission == outbox.c.submission)
        .where(outbox.c.id == name, outbox.c.status.in_(_OPEN))
    )
    with engine.connect() as connection:
        return connection.execute(query).one_or_none()


def retry(connection: Connection, name: str, actor: str | None = None) -> bool:
    """Let an email be sent as soon as possible; return whether it waited or had failed."""
    return bool(_change(connection, outbox.c.id == name, "mail-retried", actor, _AGAIN))


def give_up(connection: Connection, name: str, actor: str | None = None) -> bool:
    """Never send an email; return whether it waited or had failed."""
    dropped = {"status": "dropped"}
    return bool(_change(connection, outbox.c.id == name, "mail-dropped", actor, dropped))


def give_up_all(connection: Connection, reference: str) -> int:
    """Never send the emails about a case that wait or failed; return how many they are."""
    its_mails = outbox.c.submission == _submission(reference)
    return _change(connection, its_mails, "mail-dropped", None, {"status": "dropped"})


def correct(connection: Connection, name: str, address: str, actor: str | None = None) -> bool:
    """Send an email to its sender, and all that follow, elsewhere; return whether it is so.

    So do the others to the sender that wait or failed. What was typed stays in the answers.
    """
    query = sa.select(cases.c.reference).join(outbox, cases.c.submission == outbox.c.submission)
    open_ = (outbox.c.kind.in_(TO_SENDERS), outbox.c.status.in_(_OPEN))
    one = query.where(outbox.c.id == name, *open_)
    reference = connection.execute(one).scalar_one_or_none()
    return reference is not None and bool(correct_all(connection, reference, address, actor))


def correct_all(
    connection: Connection, reference: str, address: str, actor: str | None = None
) -> int:
    """Send the emails to the sender of a case to another address; return how many are on their way.

    Those that were sent stay sent.
    """
    submission = _submission(reference)
    its_row = sa.update(submissions).where(submissions.c.reference == reference)
    if not connection.execute(its_row.values(address=address)).rowcount:
        return 0
    found_by = cases.c.sought + "\n" + folded(address)
    its_case = sa.update(cases).where(cases.c.reference == reference)
    connection.execute(its_case.values(sought=found_by))
    theirs = sa.and_(outbox.c.submission == submission, outbox.c.kind.in_(TO_SENDERS))
    again = _AGAIN | {"recipient": address, "error": ""}
    number = _change(connection, theirs, "mail-corrected", actor, again)
    if not number:  # for what will follow
        history.append(connection, reference, "mail-corrected", actor)
    return number


def _submission(reference: str) -> sa.ScalarSelect[Any]:
    query = sa.select(submissions.c.id).where(submissions.c.reference == reference)
    return query.scalar_subquery()


def _change(
    connection: Connection,
    which: sa.ColumnElement[bool],
    kind: str,
    actor: str | None,
    values: dict[str, Any],
) -> int:
    """Change emails that wait or failed, and write that down; return how many they are."""
    change = sa.update(outbox).where(which, outbox.c.status.in_(_OPEN)).values(values)
    changed = connection.execute(change.returning(outbox.c.submission, outbox.c.kind)).all()
    for submission, of_mail in changed:
        case = sa.select(cases.c.reference).where(cases.c.submission == submission)
        reference = connection.execute(case).scalar_one_or_none()
        history.append(connection, reference, kind, actor, of_mail)
    return len(changed)

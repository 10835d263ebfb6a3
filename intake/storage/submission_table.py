"""Submissions in the database, each of which is stored once: a draft is sent once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.journey.submission import Submission, parse_answers
from intake.storage.database import insert_into
from intake.storage.tables import submissions

_COLUMNS = (
    *("id", "draft", "form", "reference", "received", "language", "key", "reason", "address"),
)


@dataclass(frozen=True)
class Receipt:
    """A submission that is stored; ``new`` if this was what stored it."""

    submission: Submission
    new: bool = False

    @property
    def id(self) -> str:
        """What its address ends with."""
        return self.submission.id

    @property
    def reference(self) -> str:
        """Its reference."""
        return self.submission.reference


def insert(connection: Connection, submission: Submission) -> Receipt:
    """Insert a submission, unless its draft has been sent already."""
    inserting = insert_into(connection, submissions).values(row_of(submission))
    once = inserting.on_conflict_do_nothing(index_elements=["draft"]).returning(submissions.c.id)
    if connection.execute(once).scalar_one_or_none() is not None:
        return Receipt(submission, new=True)
    first = sent_from(connection, submission.draft)
    if first is None:
        raise sa.exc.IntegrityError("draft", None, KeyError(submission.reference))
    return first


def sent_from(connection: Connection, draft_id: str | None) -> Receipt | None:
    """Return the receipt of what was sent from a draft, or ``None`` if nothing was."""
    query = sa.select(submissions).where(submissions.c.draft == draft_id)
    row = connection.execute(query).one_or_none()
    return Receipt(submission_of(row)) if row else None


def find(connection: Connection, submission_id: str | None) -> Submission | None:
    """Return a submission by its id, which a case may have lost; ``None`` if there is none."""
    query = sa.select(submissions).where(submissions.c.id == submission_id)
    row = connection.execute(query).one_or_none()
    return submission_of(row) if row else None


def submission_of(row: Any) -> Submission:
    """Return the submission of a row, which may have the state of its case."""
    known = {name: getattr(row, name) for name in _COLUMNS}
    state = getattr(row, "state", "")
    return Submission(answers=parse_answers(row.answers), state=state, **known)


def row_of(submission: Submission) -> dict[str, Any]:
    """Return the row of a submission."""
    row = {name: getattr(submission, name) for name in _COLUMNS}
    return row | {"answers": submission.answers_json}

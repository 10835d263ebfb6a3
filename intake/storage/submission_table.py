"""Submissions in the database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.journey.submission import Submission, parse_answers
from intake.storage.tables import submissions

_COLUMNS = (
    *("id", "draft", "form", "reference", "received", "language", "key", "reason", "address"),
)


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

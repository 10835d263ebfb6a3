"""Cases in the database: what staff do with submissions, which stays when those are erased."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.submission import Submission
from intake.tables import cases, submissions, texts

HELD = "held"  # until someone has looked at it; no mail is sent before
SPAM = "spam"  # what nobody has meant to ask


def insert(connection: Connection, submission: Submission) -> None:
    """Insert the case of a new submission."""
    row = {
        "reference": submission.reference,
        "submission": submission.id,
        "received": submission.received,
        "language": submission.language,
        "state": HELD if submission.reason else "",
        "touched": submission.received,
        "revision": 0,
        **dict.fromkeys(("institution", "country", "areas", "sought"), ""),
    }
    connection.execute(sa.insert(cases).values(row))


def release(connection: Connection, submission: Submission) -> bool:
    """Let a case that is held go on; return whether it was."""
    held = (cases.c.submission == submission.id, cases.c.state == HELD)
    return bool(connection.execute(sa.update(cases).where(*held).values(state="")).rowcount)


def erase_submissions(connection: Connection, which: sa.ColumnElement[bool]) -> int:
    """Delete submissions with their mails, and all that was written; return how many they are.

    In their cases, nobody is named any more.
    """
    theirs = cases.c.submission.in_(sa.select(submissions.c.id).where(which))
    written = texts.c.case.in_(sa.select(cases.c.reference).where(theirs))
    connection.execute(sa.delete(texts).where(written))
    nobody = {"institution": "", "sought": "", "assigned": None}
    connection.execute(sa.update(cases).where(theirs).values(nobody))
    return connection.execute(sa.delete(submissions).where(which)).rowcount

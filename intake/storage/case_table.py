"""Cases in the database: what staff do with submissions, which stays when those are erased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from brochure.schema import Desk, Form
from brochure.schema.desk import ALWAYS
from brochure.site.form_answers import answer_to, answers_to
from brochure.text.folded import folded
from intake.journey.submission import Submission
from intake.storage.submission_table import submission_of
from intake.storage.tables import cases, submissions, texts

HELD, SPAM = ALWAYS  # while it is held, no email is sent
_FILLED_AT_ONCE = 500


@dataclass(frozen=True)
class Case:
    """A submission as staff deal with it; ``submission`` is its id, or ``None`` once it is erased.

    ``state`` is one of the content's, or held or spam. ``assigned`` is one of the staff, by id.
    ``touched`` is when somebody last did something, or when it came.
    """

    reference: str
    submission: str | None
    received: int
    language: str
    state: str
    assigned: str | None
    touched: int
    revision: int
    institution: str
    country: str
    areas: tuple[str, ...]


def finals(desk: Desk) -> frozenset[str]:
    """Return the states in which a case waits for nobody."""
    return frozenset({SPAM} | {state.id for state in desk.states if state.final})


def find(connection: Connection, reference: str) -> Case | None:
    """Return a case, or ``None`` if there is none."""
    row = connection.execute(sa.select(cases).where(cases.c.reference == reference)).one_or_none()
    return case_of(row) if row else None


def case_of(row: Any) -> Case:
    """Return the case of a row."""
    columns = row._mapping  # noqa: SLF001 - a public name that begins so
    known = {name: columns[name] for name in Case.__annotations__}
    return Case(**known | {"areas": tuple(filter(None, known["areas"].split(",")))})


def insert(connection: Connection, submission: Submission, form: Form, first: str) -> None:
    """Insert the case of a new submission, in the ``first`` state unless it is held."""
    row = {
        "reference": submission.reference,
        "submission": submission.id,
        "received": submission.received,
        "language": submission.language,
        "state": HELD if submission.reason else first,
        "touched": submission.received,
        "revision": 0,
    }
    connection.execute(sa.insert(cases).values(row | summary(form, submission)))


def summary(form: Form, submission: Submission) -> dict[str, str]:
    """Return the columns of a submission that lists show and search."""
    answers = submission.answers
    institution, country = (answer_to(form, role, answers) for role in ("institution", "country"))
    names = (answer_to(form, role, answers) for role in ("person", "sender-address"))
    sought = (submission.reference, institution, *names, submission.address)
    return {
        "institution": institution,
        "country": country,
        "areas": f",{','.join(found)}," if (found := answers_to(form, "areas", answers)) else "",
        "sought": folded("\n".join(filter(None, sought))),
    }


def fill(engine: Engine, form: Form, first: str) -> None:
    """Backfill cases created before there were any: the columns of lists, and their state."""
    lacking = (
        sa.select(submissions)
        .join(cases)
        .where(cases.c.sought == "")
        .order_by(submissions.c.reference)
        .limit(_FILLED_AT_ONCE)
    )
    which: dict[str, Any] = {
        name: sa.bindparam(name) for name in ("institution", "country", "areas", "sought")
    }
    update = sa.update(cases).where(cases.c.reference == sa.bindparam("which")).values(which)
    while True:
        with engine.begin() as connection:
            found = [submission_of(row) for row in connection.execute(lacking).all()]
            if found:
                rows = [summary(form, one) | {"which": one.reference} for one in found]
                connection.execute(update, rows)
        if len(found) < _FILLED_AT_ONCE:
            break
    with engine.begin() as connection:
        connection.execute(sa.update(cases).where(cases.c.state == "").values(state=first))


def erase_submissions(connection: Connection, which: sa.ColumnElement[bool]) -> int:
    """Delete submissions with their emails, and all that was written; return how many they are.

    In their cases, nobody is named any more.
    """
    theirs = cases.c.submission.in_(sa.select(submissions.c.id).where(which))
    written = texts.c.case.in_(sa.select(cases.c.reference).where(theirs))
    connection.execute(sa.delete(texts).where(written))
    nobody = {"institution": "", "sought": "", "assigned": None}
    connection.execute(sa.update(cases).where(theirs).values(nobody))
    return connection.execute(sa.delete(submissions).where(which)).rowcount

"""What staff do with submissions: list, show, export, delete, and purge old ones."""

from __future__ import annotations

import csv
import datetime
import io
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from brochure.schema import Form
from brochure.site import form_answers
from brochure.site.form_answers import Answers
from intake.submission import parse_answers
from intake.tables import outbox, submissions

# A cell that begins with one of these is a formula to a spreadsheet; with some regional
# settings the wide signs are too. Source: OWASP, "CSV Injection".
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_DAY = 86_400


@dataclass(frozen=True)
class StoredSubmission:
    """A submission as it is in the database; ``received`` is in seconds since 1970."""

    id: str
    reference: str
    received: int
    language: str
    status: str
    reason: str
    answers: Answers

    @property
    def received_utc(self) -> str:
        """When it was received, such as ``2026-11-22 14:05``."""
        return format_utc(self.received)


def format_utc(seconds: int) -> str:
    """Return a time in UTC, such as ``2026-11-22 14:05``; ``seconds`` are counted from 1970."""
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%d %H:%M")


def list_submissions(engine: Engine, status: str | None = None) -> Iterator[StoredSubmission]:
    """Yield submissions, oldest first, of one status or of all."""
    query = sa.select(submissions).order_by(submissions.c.received, submissions.c.reference)
    if status:
        query = query.where(submissions.c.status == status)
    with engine.connect() as connection:
        for row in connection.execution_options(yield_per=500).execute(query).mappings():
            yield _stored(row)


def get_submission(engine: Engine, reference: str) -> StoredSubmission | None:
    """Return the submission with a reference, or ``None`` if it does not exist."""
    query = sa.select(submissions).where(submissions.c.reference == reference)
    with engine.connect() as connection:
        row = connection.execute(query).mappings().one_or_none()
    return _stored(row) if row else None


def delete_submission(engine: Engine, reference: str) -> bool:
    """Delete a submission with its mails; return whether it existed."""
    query = sa.delete(submissions).where(submissions.c.reference == reference)
    with engine.begin() as connection:
        return bool(connection.execute(query).rowcount)


def purge(engine: Engine, days: int) -> int:
    """Delete what is older than ``days`` days; return the number of submissions deleted."""
    before = int(time.time()) - days * _DAY
    query = sa.delete(submissions).where(submissions.c.received < before)
    with engine.begin() as connection:
        return connection.execute(query).rowcount


def list_mails(engine: Engine, *, sent: bool = False) -> list[dict[str, Any]]:
    """Return the mails that wait or failed, or all with ``sent``, as dictionaries of columns."""
    query = sa.select(outbox, submissions.c.reference).join(submissions)
    if not sent:
        query = query.where(outbox.c.status != "sent")
    query = query.order_by(outbox.c.created, outbox.c.submission, outbox.c.kind)
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def as_json(stored: Iterable[StoredSubmission]) -> str:
    """Return submissions as a JSON list."""
    records = [
        {
            "reference": submission.reference,
            "received": submission.received_utc,
            "language": submission.language,
            "status": submission.status,
            "reason": submission.reason,
            "answers": {name: list(values) for name, values in submission.answers.items()},
        }
        for submission in stored
    ]
    return json.dumps(records, ensure_ascii=False, indent=2)


def as_csv(stored: Iterable[StoredSubmission], form: Form) -> str:
    """Return submissions as CSV that is safe to open in a spreadsheet, one column per question.

    It begins with a byte order mark, so that Excel recognises UTF-8. Questions that the form no
    longer has come last.
    """
    stored = list(stored)
    answered = {
        name: None
        for submission in stored
        for name in submission.answers
        if submission.answers[name]
    }
    names = list(dict.fromkeys(field.id for field in form_answers.fields(form)) | answered)
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(["reference", "received", "language", "status", "reason", *names])
    for submission in stored:
        answers = ("\n".join(submission.answers.get(name, ())) for name in names)
        head = (
            submission.reference,
            submission.received_utc,
            submission.language,
            submission.status,
            submission.reason,
        )
        writer.writerow([_safe_cell(value) for value in (*head, *answers)])
    return "\ufeff" + text.getvalue()


def _safe_cell(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value


def _stored(row: Any) -> StoredSubmission:
    fields = ("id", "reference", "received", "language", "status", "reason")
    answers = parse_answers(row["answers"])
    return StoredSubmission(**{name: row[name] for name in fields}, answers=answers)

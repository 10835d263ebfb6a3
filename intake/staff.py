"""What staff do with submissions: look, export, release, delete, and purge old ones."""

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
from intake.submission import read_answers
from intake.tables import outbox, submissions

# A cell that begins with one of these is a formula to a spreadsheet; in some countries' settings
# the wide signs are too. Source: OWASP, "CSV Injection".
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_IN_ORDER = (outbox.c.created, outbox.c.submission, outbox.c.kind)


@dataclass(frozen=True)
class Kept:
    """A submission as the database has it."""

    id: str
    reference: str
    received: int
    language: str
    status: str
    reason: str
    answers: Answers

    @property
    def when(self) -> str:
        """The time at which it came, in UTC."""
        return moment(self.received)


def moment(seconds: int) -> str:
    """Show a time in UTC, such as ``2026-11-22 14:05``."""
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%d %H:%M")


def every(engine: Engine, status: str | None = None) -> Iterator[Kept]:
    """Yield submissions, oldest first, of one status or of all."""
    query = sa.select(submissions).order_by(submissions.c.received, submissions.c.reference)
    if status:
        query = query.where(submissions.c.status == status)
    with engine.connect() as connection:
        for row in connection.execution_options(yield_per=500).execute(query).mappings():
            yield _kept(row)


def one(engine: Engine, reference: str) -> Kept | None:
    """Return the submission with a reference, if there is one."""
    query = sa.select(submissions).where(submissions.c.reference == reference)
    with engine.connect() as connection:
        row = connection.execute(query).mappings().one_or_none()
    return _kept(row) if row else None


def delete(engine: Engine, reference: str) -> bool:
    """Delete a submission with its mails; return whether it was there."""
    with engine.begin() as connection:
        gone = connection.execute(
            sa.delete(submissions).where(submissions.c.reference == reference)
        )
        return bool(gone.rowcount)


def purge(engine: Engine, days: int) -> int:
    """Delete what is older than ``days`` days; return how many submissions went."""
    before = int(time.time()) - days * 86_400
    with engine.begin() as connection:
        return connection.execute(
            sa.delete(submissions).where(submissions.c.received < before)
        ).rowcount


def mails(engine: Engine, *, sent: bool = False) -> list[dict[str, Any]]:
    """Return the outbox: what waits or failed, or with ``sent`` all of it."""
    query = sa.select(outbox, submissions.c.reference).join(submissions)
    if not sent:
        query = query.where(outbox.c.status != "sent")
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(*_IN_ORDER)).mappings()
        return [dict(row) for row in rows]


def as_json(kept: Iterator[Kept]) -> str:
    """Return submissions as a JSON list."""
    records = [
        {
            "reference": each.reference,
            "received": each.when,
            "language": each.language,
            "status": each.status,
            "reason": each.reason,
            "answers": {name: list(values) for name, values in each.answers.items()},
        }
        for each in kept
    ]
    return json.dumps(records, ensure_ascii=False, indent=2)


def as_csv(kept: Iterable[Kept], form: Form) -> str:
    """Return submissions as CSV that is safe to open in a spreadsheet, one column a question.

    It begins with a byte order mark, by which Excel recognises UTF-8. Questions that the form no
    longer has come last.
    """
    kept = list(kept)
    answered = {name: None for each in kept for name in each.answers if each.answers[name]}
    names = list(dict.fromkeys(field.id for field in form_answers.fields(form)) | answered)
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(["reference", "received", "language", "status", "reason", *names])
    for each in kept:
        answers = ("\n".join(each.answers.get(name, ())) for name in names)
        row = (each.reference, each.when, each.language, each.status, each.reason, *answers)
        writer.writerow([_cell(value) for value in row])
    return "\ufeff" + text.getvalue()


def _cell(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value


def _kept(row: Any) -> Kept:
    fields = ("id", "reference", "received", "language", "status", "reason")
    return Kept(**{name: row[name] for name in fields}, answers=read_answers(row["answers"]))

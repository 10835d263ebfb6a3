"""Submissions and drafts for other programs: as JSON, and as CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from brochure.schema import Form
from brochure.site import form_answers
from intake.journey import record
from intake.journey.draft import Draft
from intake.journey.submission import Submission
from intake.storage.listing import format_utc
from intake.storage.versions import Versions

# A cell that begins with one of these is a formula to a spreadsheet; with some regional
# settings the wide characters are too. Source: OWASP, "CSV Injection".
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Stored = Submission | Draft


def as_json(stored: Iterable[Stored], versions: Versions) -> str:
    """Return submissions or drafts as a JSON list.

    Each question has its words as it was put, in the language in which it was answered.
    """
    records = [{**_head(each), "answers": answers_of(each, versions)} for each in stored]
    return json.dumps(records, ensure_ascii=False, indent=2)


def answers_of(each: Stored, versions: Versions) -> dict[str, Any]:
    """Return each question as it was put, with its answer."""
    fields = (
        field
        for step in record.of(versions.get(each.form), each.answers, each.language)
        for field in step.fields
    )
    return {
        field.id: {
            "question": field.label,
            "values": list(each.answers.get(field.id, ())),
            "answer": field.shown,
        }
        for field in fields
    }


def as_csv(stored: Iterable[Stored], form: Form, versions: Versions) -> str:
    """Return submissions or drafts as CSV that is safe to open in a spreadsheet.

    It begins with a byte order mark, so that Excel recognises UTF-8. Each question has a column
    with the values of its answers, those that the form no longer has last; then each has one with
    the question as it was put and its answer in words.
    """
    stored = list(stored)
    answered = {name: None for each in stored for name in each.answers if each.answers[name]}
    names = list(dict.fromkeys(field.id for field in form_answers.fields(form)) | answered)
    heads = [_head(each) for each in stored]
    columns = list(heads[0]) if heads else list(_HEAD)
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow([*columns, *names, *(f"{name} (as put)" for name in names)])
    for each, head in zip(stored, heads, strict=True):
        values = ("\n".join(each.answers.get(name, ())) for name in names)
        cells = [*head.values(), *values, *_as_put(each, names, versions)]
        writer.writerow([safe_cell(value) for value in cells])
    return "\ufeff" + text.getvalue()


def _as_put(each: Stored, names: Sequence[str], versions: Versions) -> list[str]:
    put = answers_of(each, versions)
    return [
        "\n".join([f"{put[name]['question']}:", *put[name]["answer"]]) if name in put else ""
        for name in names
    ]


_HEAD = ("reference", "received", "language", "status", "reason")


def _head(each: Stored) -> Mapping[str, str]:
    if isinstance(each, Submission):
        received = format_utc(each.received)
        values = (each.reference, received, each.language, each.status, each.reason)
        return dict(zip(_HEAD, values, strict=True))
    return {
        "draft": each.id,
        "begun": format_utc(each.created),
        "changed": format_utc(each.changed),
        "language": each.language,
    }


def write(text: str, file: Path) -> None:
    """Write an export to a file that its owner alone can read, also if there was one before.

    Raises:
        OSError: it cannot be written.
    """

    def private(path: str, flags: int) -> int:
        handle = os.open(path, flags, 0o600)
        if stat.S_ISREG(os.fstat(handle).st_mode):
            os.fchmod(handle, 0o600)
        return handle

    with open(file, "w", encoding="utf-8", newline="", opener=private) as opened:
        opened.write(text)


def safe_cell(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value

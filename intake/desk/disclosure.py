"""All data stored about a person, as one document to give them.

It names none of the staff: what they did is there, and what they wrote, but not who it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from intake.desk.persons import Kind
from intake.storage import draft_table, submission_table
from intake.storage.export import answers_of
from intake.storage.listing import format_utc
from intake.storage.tables import cases, events, outbox, submissions, texts
from intake.storage.tables import staff as members
from intake.storage.versions import Versions

JsonObject = dict[str, Any]


def as_json(engine: Engine, versions: Versions, named: Iterable[tuple[Kind, str]]) -> str:
    """Return all that is stored under some names, by kind; what no longer exists is left out."""
    collected: dict[str, list[JsonObject]] = {}
    with engine.connect() as connection:
        for kind, name in named:
            for record in _records(connection, versions, kind, name):
                collected.setdefault(f"{kind}s", []).append(record)
    return json.dumps(collected, ensure_ascii=False, indent=2)


def _records(
    connection: Connection, versions: Versions, kind: Kind, name: str
) -> Iterator[JsonObject]:
    if kind == "case":
        yield from _case(connection, versions, name)
    elif kind == "draft":
        if draft := draft_table.load(connection, name):
            times = {"begun": format_utc(draft.created), "changed": format_utc(draft.changed)}
            answers = {"language": draft.language, "answers": answers_of(draft, versions)}
            attempts = {step: dict(one.values) for step, one in draft.attempts.items()}
            mails = _mails(connection, outbox.c.draft == name)
            yield {"draft": draft.id, **times, **answers, "not_accepted": attempts, "mails": mails}
    elif kind == "text":
        yield from _texts(connection, texts.c.id == name)
    elif kind == "mail":
        yield from _mails(connection, outbox.c.id == name)
    else:
        columns = members.c["address", "name", "role", "language", "created"]
        query = sa.select(*columns).where(members.c.id == name)
        for row in connection.execute(query).mappings().all():
            yield dict(row) | {"created": format_utc(row["created"])}


def _case(connection: Connection, versions: Versions, reference: str) -> Iterator[JsonObject]:
    """Yield a case with what was sent, the emails about it, its history, and what was written."""
    query = sa.select(submissions).where(submissions.c.reference == reference)
    row = connection.execute(query).one_or_none()
    if row is None:
        return
    submission = submission_table.submission_of(row)
    case = connection.execute(sa.select(cases).where(cases.c.reference == reference)).one()
    history = sa.select(events).where(events.c.case == reference).order_by(events.c.id)
    yield {
        "reference": reference,
        "received": format_utc(submission.received),
        "language": submission.language,
        "state": case.state,
        "corrected_address": submission.address,
        "answers": answers_of(submission, versions),
        "mails": _mails(connection, outbox.c.submission == submission.id),
        "history": [
            {"at": format_utc(event.at), "what": event.kind, "detail": event.detail}
            for event in connection.execute(history).all()
        ],
        "written": _texts(connection, texts.c.case == reference),
    }


def _texts(connection: Connection, which: sa.ColumnElement[bool]) -> list[JsonObject]:
    query = sa.select(*texts.c["case", "subject", "body", "language"]).where(which)
    return [dict(row) for row in connection.execute(query).mappings().all()]


def _mails(connection: Connection, which: sa.ColumnElement[bool]) -> list[JsonObject]:
    columns = outbox.c["kind", "recipient", "status", "error", "created"]
    query = sa.select(*columns).where(which).order_by(outbox.c.created)
    return [
        dict(row) | {"created": format_utc(row["created"])}
        for row in connection.execute(query).mappings().all()
    ]

"""The history of cases: append-only, without personal data."""

from __future__ import annotations

import time
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.storage.tables import events, texts


@dataclass(frozen=True)
class Event:
    """Something that happened to a case; ``actor`` is one of the staff, or ``None``.

    ``detail`` has ids alone. ``subject`` and ``body`` are what was written, a note or an answer;
    ``is_erased`` if that is erased.
    """

    id: int
    at: int
    kind: str
    actor: str | None
    detail: str
    subject: str
    body: str
    is_erased: bool


# What is written with a text, which can be erased later.
_WITH_TEXT = {"noted", "answered"}


def append(  # noqa: PLR0913, PLR0917 - what an event consists of
    connection: Connection,
    case: str | None,
    kind: str,
    actor: str | None,
    detail: str = "",
    text: str | None = None,
) -> None:
    """Write down what someone did; ``actor`` is one of the staff, or ``None``.

    ``detail`` has ids alone; ``text`` is the id of what was written, which can be erased.
    """
    row = {"case": case, "at": int(time.time()), "kind": kind, "actor": actor}
    connection.execute(sa.insert(events).values(row | {"detail": detail, "text": text}))


def of_case(connection: Connection, case: str) -> list[Event]:
    """Return the events of a case, the last first."""
    query = (
        sa.select(events, texts.c.subject, texts.c.body)
        .outerjoin(texts, texts.c.id == events.c.text)
        .where(events.c.case == case)
        .order_by(events.c.id.desc())
    )
    return [
        Event(
            row.id,
            row.at,
            row.kind,
            row.actor,
            row.detail,
            row.subject or "",
            row.body or "",
            row.kind in _WITH_TEXT and row.body is None,
        )
        for row in connection.execute(query)
    ]

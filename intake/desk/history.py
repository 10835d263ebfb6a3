"""What happened to cases: written once, changed by nobody, without personal data."""

from __future__ import annotations

import time

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.tables import events


def append(
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

"""Sign-ins that have begun: with a provider, whose answer is awaited, or with a link in an email.

As with sessions, the database knows their tokens by SHA-256 alone; a link's is in its email, too,
which is deleted with it.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.sign_in import team
from intake.sign_in.member import Member
from intake.sign_in.sessions import SKEW, digest
from intake.storage.tables import sign_ins, staff, texts

# Seconds for which each kind can be finished.
LASTING = {"link": 15 * 60, "openid": 10 * 60}


@dataclass(frozen=True)
class SignIn:
    """A sign-in that has begun; of a link, it is known who may finish it."""

    data: dict[str, str]
    member: Member | None


def begin(
    connection: Connection, kind: str, token: str, data: dict[str, str], member: Member | None
) -> None:
    """Remember that a sign-in has begun."""
    row = {"id": digest(token), "created": int(time.time()), "kind": kind}
    about = {"staff": member.id if member else None, "data": json.dumps(data)}
    connection.execute(sa.insert(sign_ins).values(row | about))


def look(connection: Connection, kind: str, token: str) -> SignIn | None:
    """Return a sign-in that can still be finished, without finishing it."""
    query = (
        sa.select(sign_ins.c.data, staff)
        .outerjoin_from(sign_ins, staff)
        .where(*_still_holds(kind, token))
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return SignIn(json.loads(row.data), team.member_of(row) if row.id and row.active else None)


def finish(connection: Connection, kind: str, token: str) -> SignIn | None:
    """Finish a sign-in, which nobody can do again; a link ends all others of its member, too."""
    found = look(connection, kind, token)
    is_first = connection.execute(sa.delete(sign_ins).where(*_still_holds(kind, token))).rowcount
    if not found or not is_first:
        return None
    if found.member:
        _delete(connection, sign_ins.c.staff == found.member.id)
    _delete_text(connection, found.data)
    return found


def delete_expired(connection: Connection) -> None:
    """Delete the sign-ins that nobody has finished in time, with their emails."""
    now = int(time.time())
    for kind, seconds in LASTING.items():
        is_over = sa.or_(sign_ins.c.created <= now - seconds, sign_ins.c.created >= now + SKEW)
        _delete(connection, sign_ins.c.kind == kind, is_over)


def _delete(connection: Connection, *conditions: sa.ColumnElement[bool]) -> None:
    query = sa.delete(sign_ins).where(*conditions).returning(sign_ins.c.data)
    for (data,) in connection.execute(query).all():
        _delete_text(connection, json.loads(data))


def _delete_text(connection: Connection, data: dict[str, Any]) -> None:
    """Delete the words of an email, and the email with them: the link in it leads nowhere."""
    if text := data.get("text"):
        connection.execute(sa.delete(texts).where(texts.c.id == text))


def _still_holds(kind: str, token: str) -> tuple[sa.ColumnElement[bool], ...]:
    now = int(time.time())
    return (
        sign_ins.c.id == digest(token),
        sign_ins.c.kind == kind,
        sign_ins.c.created > now - LASTING[kind],
        sign_ins.c.created < now + SKEW,
    )

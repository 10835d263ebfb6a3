"""The team: who may sign in to the desk, and with which role."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from brochure.text import entered
from intake.desk.member import Member
from intake.tables import outbox, sessions, sign_ins, staff, texts

_LONGEST_ADDRESS, _LONGEST_NAME = 254, 200  # characters, as the table has room for


class TeamError(Exception):
    """A change of the team that cannot be made; ``reason`` is the name of a string of the desk."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Entry:
    """A member as the list of the team has them; ``digest`` is the mail of each morning."""

    member: Member
    digest: bool
    created: int


def normal(address: str) -> str:
    """Return an address as the list has it, in lower case; empty if it cannot be one."""
    address = entered.clean(address, lines=False)
    written = entered.mail_address(address).lower()
    return written if entered.is_email(address) and len(written) <= _LONGEST_ADDRESS else ""


def clean_name(name: str) -> str:
    """Return a name as the list has it, without anything that a terminal would obey."""
    return entered.clean(name, lines=False)[:_LONGEST_NAME]


def member_of(row: Any) -> Member:
    """Return the member that a row of the table is."""
    return Member(row.id, row.address or "", row.name, row.role, row.language)


def with_address(connection: Connection, address: str) -> Member | None:
    """Return the member who has an address, if there is one who may sign in."""
    row = connection.execute(
        sa.select(staff).where(staff.c.address == normal(address), staff.c.active)
    ).one_or_none()
    return member_of(row) if row and normal(address) else None


def everyone(connection: Connection) -> Iterator[Entry]:
    """Yield those who may sign in, by name."""
    query = sa.select(staff).where(staff.c.active).order_by(staff.c.name, staff.c.address)
    for row in connection.execute(query).all():
        yield Entry(member_of(row), row.digest, row.created)


def add(connection: Connection, address: str, name: str, role: str, language: str) -> Member:
    """Add somebody, or let somebody back in who was removed; what they did before is theirs.

    Raises:
        TeamError: the address is none, or on the list already.
    """
    address, name = normal(address), clean_name(name) or normal(address)
    if not address:
        raise TeamError("wrong-address")
    values = {"name": name, "role": role, "language": language, "active": True}
    row = connection.execute(sa.select(staff).where(staff.c.address == address)).one_or_none()
    if row and row.active:
        raise TeamError("on-the-list")
    if row:
        connection.execute(sa.update(staff).where(staff.c.id == row.id).values(values))
        return Member(row.id, address, name, role, language)
    member = Member(secrets.token_urlsafe(16), address, name, role, language)
    connection.execute(
        sa.insert(staff).values(
            values | {"id": member.id, "address": address, "digest": True, "created": _now()}
        )
    )
    return member


def change(connection: Connection, member_id: str, **values: Any) -> bool:
    """Change a member's ``role``, ``name``, ``language`` or ``digest``; return whether they exist.

    It holds from their next page on: each looks at the list again.
    """
    query = sa.update(staff).where(staff.c.id == member_id, staff.c.active).values(values)
    return bool(connection.execute(query).rowcount)


def remove(connection: Connection, member_id: str, *, erase: bool = False) -> bool:
    """Remove a member, who is signed out at once; return whether they existed.

    What they did stays in the history under their name; ``erase`` deletes name and address, too.
    """
    values = {"active": False} | ({"address": None, "name": ""} if erase else {})
    query = sa.update(staff).where(staff.c.id == member_id).values(values)
    existed = bool(connection.execute(query).rowcount)
    for table in (sessions, sign_ins):
        connection.execute(sa.delete(table).where(table.c.staff == member_id))
    # A mail goes with its words: whoever is gone gets none.
    theirs = sa.select(outbox.c.text).where(outbox.c.staff == member_id)
    connection.execute(sa.delete(texts).where(texts.c.id.in_(theirs)))
    return existed


def _now() -> int:
    return int(time.time())

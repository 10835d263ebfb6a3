"""The team: who may sign in to the desk, and who might before; by address, by id, by name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from brochure.text import entered
from intake.sign_in.member import ROLES, Member
from intake.storage.tables import staff

_LONGEST_ADDRESS, _LONGEST_NAME = 254, 200  # characters, as the table has room for


@dataclass(frozen=True)
class TeamEntry:
    """A member in the team list; ``digest`` is whether they get the morning mail."""

    member: Member
    digest: bool
    is_active: bool

    @property
    def seen(self) -> str:
        """A digest that changes with the entry: whether a page is out of date."""
        member, more = self.member, f"{self.digest} {self.is_active}"
        said = (member.name, member.role, member.language, more)
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def normalised(address: str) -> str:
    """Return an address as the list has it, in lower case; empty if it cannot be one."""
    address = entered.clean(address, lines=False)
    written = entered.mail_address(address).lower()
    return written if entered.is_email(address) and len(written) <= _LONGEST_ADDRESS else ""


def clean_name(name: str) -> str:
    """Return a name as it is listed, without control characters."""
    return entered.clean(name, lines=False)[:_LONGEST_NAME]


def member_of(row: Any) -> Member:
    """Return the member that a row of the table is."""
    return Member(row.id, row.address or "", row.name, row.role, row.language)


def with_address(connection: Connection, address: str) -> Member | None:
    """Return the member who has an address, if there is one who may sign in."""
    row = connection.execute(
        sa.select(staff).where(staff.c.address == normalised(address), staff.c.active)
    ).one_or_none()
    return member_of(row) if row and normalised(address) else None


def everyone(connection: Connection) -> Iterator[TeamEntry]:
    """Yield those who may sign in, by name."""
    query = sa.select(staff).where(staff.c.active).order_by(staff.c.name, staff.c.address)
    yield from map(_entry, connection.execute(query).all())


def former(connection: Connection) -> Iterator[TeamEntry]:
    """Yield those who were removed, as long as they are known by name."""
    is_known = sa.and_(~staff.c.active, staff.c.address.is_not(None))
    query = sa.select(staff).where(is_known).order_by(staff.c.name, staff.c.address)
    yield from map(_entry, connection.execute(query).all())


def _entry(row: Any) -> TeamEntry:
    return TeamEntry(member_of(row), row.digest, row.active)


def with_id(connection: Connection, member_id: str, *, lock: bool = False) -> TeamEntry | None:
    """Return somebody who is known by name; they stay so until the end of what ``lock``s."""
    query = sa.select(staff).where(staff.c.id == member_id, staff.c.address.is_not(None))
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return _entry(row) if row else None


def known_as(connection: Connection, address: str) -> TeamEntry | None:
    """Return whose address it is, or was before they were removed."""
    query = sa.select(staff).where(staff.c.address == normalised(address))
    row = connection.execute(query).one_or_none()
    return _entry(row) if row else None


def names(connection: Connection) -> dict[str, str]:
    """Return the names of all staff, also of those who are gone, by id."""
    return {row.id: row.name for row in connection.execute(sa.select(staff.c.id, staff.c.name))}


def handling(connection: Connection) -> dict[str, str]:
    """Return the names of those to whom a case can be assigned, in their order, by id."""
    may_handle = ROLES[ROLES.index("handle") :]
    query = sa.select(staff.c.id, staff.c.name).where(staff.c.active, staff.c.role.in_(may_handle))
    rows = connection.execute(query.order_by(staff.c.name, staff.c.id))
    return {row.id: row.name for row in rows}

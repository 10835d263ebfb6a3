"""The team: who may sign in to the desk, and with which role."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from brochure.text import entered
from intake.sign_in.member import Member
from intake.storage import history
from intake.storage.tables import events, outbox, sessions, sign_ins, staff, texts

_LONGEST_ADDRESS, _LONGEST_NAME = 254, 200  # characters, as the table has room for


_CHANGES = {f"member-{what}": what for what in ("added", "role", "removed")}


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
    is_active: bool

    @property
    def seen(self) -> str:
        """What changes when something of it does, for pages that have shown it."""
        member, more = self.member, f"{self.digest} {self.is_active}"
        said = (member.name, member.role, member.language, more)
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Change:
    """What was done with the list: ``added``, ``role`` or ``removed``.

    ``who`` has done it, ``None`` with a command; a name that was erased is empty.
    """

    what: str
    at: int
    who: str | None
    name: str
    role: str


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
    yield from map(_entry, connection.execute(query).all())


def former(connection: Connection) -> Iterator[Entry]:
    """Yield those who were removed, as long as they are known by name."""
    is_known = sa.and_(~staff.c.active, staff.c.address.is_not(None))
    query = sa.select(staff).where(is_known).order_by(staff.c.name, staff.c.address)
    yield from map(_entry, connection.execute(query).all())


def _entry(row: Any) -> Entry:
    return Entry(member_of(row), row.digest, row.created, row.active)


def changes(connection: Connection, most: int = 30) -> Iterator[Change]:
    """Yield what was last done with the list, the last first, by commands and members."""
    query = (
        sa.select(events)
        .where(events.c.kind.in_(_CHANGES))
        .order_by(events.c.id.desc())
        .limit(most)
    )
    names = {row.id: row.name for row in connection.execute(sa.select(staff.c.id, staff.c.name))}
    for event in connection.execute(query).all():
        member, _, role = event.detail.partition(" ")
        who = None if event.actor is None else names.get(event.actor, "")
        yield Change(_CHANGES[event.kind], event.at, who, names.get(member, ""), role)


def with_id(connection: Connection, member_id: str, *, lock: bool = False) -> Entry | None:
    """Return somebody who is known by name; they stay so until the end of what ``lock``s."""
    query = sa.select(staff).where(staff.c.id == member_id, staff.c.address.is_not(None))
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return _entry(row) if row else None


def known_as(connection: Connection, address: str) -> Entry | None:
    """Return whose address it is, or was before they were removed."""
    query = sa.select(staff).where(staff.c.address == normal(address))
    row = connection.execute(query).one_or_none()
    return _entry(row) if row else None


def add(  # noqa: PLR0913, PLR0917 - what is said about somebody
    connection: Connection,
    address: str,
    name: str,
    role: str,
    language: str,
    actor: str | None = None,
) -> Member:
    """Add somebody, or let somebody back in who was removed; what they did before is theirs.

    The ``actor`` is the member who does so, or ``None``, as in all that changes the list.

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
    member = Member(row.id if row else secrets.token_urlsafe(16), address, name, role, language)
    if row:
        connection.execute(sa.update(staff).where(staff.c.id == row.id).values(values))
    else:
        new = {"id": member.id, "address": address, "digest": True, "created": int(time.time())}
        connection.execute(sa.insert(staff).values(values | new))
    history.append(connection, None, "member-added", actor, f"{member.id} {role}")
    return member


def change(
    connection: Connection,
    member_id: str,
    seen: str | None,
    values: dict[str, Any],
    actor: str | None = None,
) -> bool:
    """Change ``role``, ``name``, ``language`` or ``digest`` of a member; return whether it is done.

    It is not if the member is not on the list, or not any more as they were ``seen``. It holds
    from their next page on: each looks at the list again.
    """
    entry = with_id(connection, member_id, lock=True)
    if entry is None or not entry.is_active or seen not in {None, entry.seen}:
        return False
    if "name" in values and not values["name"]:
        values = values | {"name": entry.member.address}
    connection.execute(sa.update(staff).where(staff.c.id == member_id).values(values))
    role = values.get("role", entry.member.role)
    if role != entry.member.role:
        history.append(connection, None, "member-role", actor, f"{member_id} {role}")
    return True


def remove(
    connection: Connection,
    member_id: str,
    seen: str | None = None,
    actor: str | None = None,
    *,
    erase: bool = False,
) -> bool:
    """Remove a member, who is signed out at once; return whether it is done, as ``change`` does.

    What they did stays in the history under their name; ``erase`` deletes name and address, too,
    also of who was removed before.
    """
    entry = with_id(connection, member_id, lock=True)
    if entry is None or seen not in {None, entry.seen}:
        return False
    values = {"active": False} | ({"address": None, "name": ""} if erase else {})
    connection.execute(sa.update(staff).where(staff.c.id == member_id).values(values))
    for table in (sessions, sign_ins):
        connection.execute(sa.delete(table).where(table.c.staff == member_id))
    # A mail goes with its words: whoever is gone gets none.
    theirs = sa.select(outbox.c.text).where(outbox.c.staff == member_id)
    connection.execute(sa.delete(texts).where(texts.c.id.in_(theirs)))
    if entry.is_active:
        history.append(connection, None, "member-removed", actor, member_id)
    if erase:
        history.append(connection, None, "member-erased", actor, member_id)
    return True

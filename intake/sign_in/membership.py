"""Who joins the team and leaves it, and with which role; each change is written down.

The ``actor`` is the member who makes a change, or ``None`` with a command.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.sign_in import team
from intake.sign_in.member import Member
from intake.storage import history
from intake.storage.tables import events, outbox, sessions, sign_ins, staff, texts

_MAX_CHANGES = 30  # that a page lists
_CHANGES = {f"member-{what}": what for what in ("added", "role", "removed")}


class MembershipError(Exception):
    """A change of the team that cannot be made; ``reason`` is the name of a string of the desk."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Change:
    """A change of the list: ``added``, ``role`` or ``removed``.

    ``who`` has done it, ``None`` with a command; a name that was erased is empty.
    """

    what: str
    at: int
    who: str | None
    name: str
    role: str


def add(  # noqa: PLR0913, PLR0917 - what is said about somebody
    connection: Connection,
    address: str,
    name: str,
    role: str,
    language: str,
    actor: str | None = None,
) -> Member:
    """Add somebody, or let somebody back in who was removed; what they did before is theirs.

    Raises:
        MembershipError: the address is not valid, or on the list already.
    """
    address = team.normalised(address)
    name = team.clean_name(name) or address
    if not address:
        raise MembershipError("wrong-address")
    values = {"name": name, "role": role, "language": language, "active": True}
    row = connection.execute(sa.select(staff).where(staff.c.address == address)).one_or_none()
    if row and row.active:
        raise MembershipError("on-the-list")
    if row:
        member_id = row.id
        connection.execute(sa.update(staff).where(staff.c.id == member_id).values(values))
    else:
        member_id = secrets.token_urlsafe(16)
        new = {"id": member_id, "address": address, "digest": True, "created": int(time.time())}
        connection.execute(sa.insert(staff).values(values | new))
    history.append(connection, None, "member-added", actor, f"{member_id} {role}")
    return Member(member_id, address, name, role, language)


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
    entry = team.with_id(connection, member_id, lock=True)
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
    also of former members.
    """
    entry = team.with_id(connection, member_id, lock=True)
    if entry is None or seen not in {None, entry.seen}:
        return False
    values = {"active": False} | ({"address": None, "name": ""} if erase else {})
    connection.execute(sa.update(staff).where(staff.c.id == member_id).values(values))
    for table in (sessions, sign_ins):
        connection.execute(sa.delete(table).where(table.c.staff == member_id))
    # An email is deleted with its words: former members get none.
    theirs = sa.select(outbox.c.text).where(outbox.c.staff == member_id)
    connection.execute(sa.delete(texts).where(texts.c.id.in_(theirs)))
    if entry.is_active:
        history.append(connection, None, "member-removed", actor, member_id)
    if erase:
        history.append(connection, None, "member-erased", actor, member_id)
    return True


def changes(connection: Connection) -> Iterator[Change]:
    """Yield the last changes of the list, the newest first, by commands and members."""
    query = (
        sa.select(events)
        .where(events.c.kind.in_(_CHANGES))
        .order_by(events.c.id.desc())
        .limit(_MAX_CHANGES)
    )
    names = team.names(connection)
    for event in connection.execute(query).all():
        member, _, role = event.detail.partition(" ")
        who = None if event.actor is None else names.get(event.actor, "")
        yield Change(_CHANGES[event.kind], event.at, who, names.get(member, ""), role)

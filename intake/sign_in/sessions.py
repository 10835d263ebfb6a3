"""Who is signed in: a session begins with a token of its own, and expires.

The database knows a token only by its SHA-256: nobody can sign in with a copy or a backup of it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from intake.sign_in import team
from intake.sign_in.cookie import LONGEST, new_token
from intake.sign_in.member import Member
from intake.storage.periods import HOUR
from intake.storage.tables import sessions, staff

# Seconds: a session ends if it is not used for so long, and at the latest after LONGEST.
IDLE = 4 * HOUR
# Seconds by which the clocks of two processes may differ.
SKEW = 300
# Seconds after which it is noted that it is used.
_NOTED = 300


@dataclass(frozen=True)
class Session:
    """A browser in which a member is signed in; ``is_noted`` if its use need not be noted now."""

    id: str
    member: Member
    is_noted: bool
    proof: bytes

    def proven(self) -> str:
        """Return a token that proves that a form is of this session; it differs each time.

        A page is compressed together with what somebody else may have put into it, such as words to
        search for. By its size nobody finds out what is never twice the same (BREACH).
        """
        pad = secrets.token_bytes(len(self.proof))
        return pad.hex() + _xor(pad, self.proof).hex()

    def is_proven(self, given: str) -> bool:
        """Whether this is what a page of this session has had."""
        try:
            both = bytes.fromhex(given)
        except ValueError:
            return False
        half = len(self.proof)
        return len(both) == 2 * half and hmac.compare_digest(
            _xor(both[:half], both[half:]), self.proof
        )


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def digest(token: str) -> str:
    """Return the digest of a token, which the database stores in its place."""
    return hashlib.sha256(token.encode()).hexdigest()


def find(engine: Engine, token: str) -> Session | None:
    """Return the session with a token, unless it has ended; the member is as they are now."""
    if not token:
        return None
    now = int(time.time())
    query = (
        sa.select(staff, sessions.c.id.label("session"), sessions.c.used)
        .join(sessions)
        .where(sessions.c.id == digest(token), staff.c.active, *_still_holds(now))
    )
    with engine.connect() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        return None
    # Of the token, so that it needs no place of its own; and it does not tell it.
    proof = hmac.digest(token.encode(), b"a page of the desk", "sha256")
    return Session(row.session, team.member_of(row), now - row.used < _NOTED, proof)


def begin(connection: Connection, member: Member, before: str) -> str:
    """Begin a session and return its token; the one ``before`` in the same browser ends.

    A token is new each time, so that nobody can have planted it.
    """
    end(connection, before)
    now, token = int(time.time()), new_token()
    row = {"id": digest(token), "staff": member.id, "created": now, "used": now}
    connection.execute(sa.insert(sessions).values(row))
    return token


def note(connection: Connection, session: Session) -> None:
    """Note that a session is used."""
    used = {"used": int(time.time())}
    connection.execute(sa.update(sessions).where(sessions.c.id == session.id).values(used))


def end(connection: Connection, token: str) -> None:
    """End the session with a token, if there is one."""
    connection.execute(sa.delete(sessions).where(sessions.c.id == digest(token)))


def delete_expired(connection: Connection) -> None:
    """Delete the expired sessions."""
    holds = sa.and_(*_still_holds(int(time.time())))
    connection.execute(sa.delete(sessions).where(sa.not_(holds)))


def _still_holds(now: int) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        sessions.c.created > now - LONGEST,
        sessions.c.used > now - IDLE,
        # Of later than now: the clock was set back, and nobody knows how long it would last.
        sessions.c.used < now + SKEW,
    )

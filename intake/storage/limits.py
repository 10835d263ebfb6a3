"""Limits how often one client may do something, for all processes on one database together.

Memory refuses what it can by itself, so that a flood costs no writing; the database counts what is
left, in the transaction that does what is asked.
"""

from __future__ import annotations

import hmac
import secrets
import time
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.storage.database import insert_into
from intake.storage.rate_limit import RateLimiter
from intake.storage.tables import limits

# Milliseconds by which the clocks of two processes may differ; more is a clock that was set back.
_SKEW = 60_000


@dataclass(frozen=True)
class Claim:
    """What a client asks for: once more within a limit. ``who`` is unreadable without the key."""

    who: str
    most: int
    period: int


class Limit:
    """At most so many in a period of seconds, refilled evenly; zero means no limit.

    Processes with the same ``key`` count together. Without one, each counts by itself: it is never
    in the database, so that nobody can find out there whose address was counted.
    """

    def __init__(self, name: str, most: int, period: int, key: str) -> None:
        self._name, self._most, self._period = name, most, period
        self._key = key.encode() or secrets.token_bytes(32)
        self._here = RateLimiter(most, period)

    def claim(self, value: str) -> Claim | None:
        """Return a claim to count, or ``None`` if the limit is reached."""
        if not self._here.allow(value):
            return None
        who = hmac.new(self._key, f"{self._name}\n{value}".encode(), "sha256").hexdigest()
        return Claim(who, self._most, self._period)


def passes(connection: Connection, *claims: Claim) -> bool:
    """Count claims up to the first beyond its limit, and return whether all are within theirs.

    What is stored is when a client's limit is full again: each claim moves it on by its share of
    the period, and it can never be further away than the period.
    """
    return all(_passes(connection, claim) for claim in claims if claim.most)


def _passes(connection: Connection, claim: Claim) -> bool:
    now, period = int(time.time() * 1000), claim.period * 1000
    share = period // claim.most
    until = limits.c.until
    is_known = until.between(now, now + period + _SKEW)
    claimed = insert_into(connection, limits).values(who=claim.who, until=now + share)
    claimed = claimed.on_conflict_do_update(
        index_elements=[limits.c.who],
        set_={"until": share + sa.case((is_known, until), else_=now)},
        where=(until <= now + period - share) | (until > now + period + _SKEW),
    )
    return connection.execute(claimed.returning(until)).first() is not None


def forget(connection: Connection) -> None:
    """Delete the clients whose limits are full again."""
    now = int(time.time() * 1000)
    connection.execute(sa.delete(limits).where(limits.c.until < now))

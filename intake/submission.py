"""A submission on its way in: its answers, and how equal ones are recognised."""

from __future__ import annotations

import base64
import functools
import hashlib
import secrets
import time
from dataclasses import dataclass, field

from brochure.forms import Answers
from intake import references


def _in_order(random: int) -> bytes:
    """Return eight bytes of time, then random ones, as UUIDs of version 7 have it.

    Later ones sort after earlier ones, so that the database's indexes grow at their ends.
    """
    return time.time_ns().to_bytes(8) + secrets.token_bytes(random)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass(frozen=True)
class Mailing:
    """A mail to be sent once the submission is kept."""

    kind: str
    recipient: str
    subject: str
    body: str
    language: str
    reply_to: str


@dataclass(frozen=True)
class Submission:
    """What a person sent, in ``language``; ``reason`` says why staff should look at it first."""

    answers: Answers
    language: str
    reason: str = ""
    id: str = field(default_factory=lambda: _in_order(8).hex())
    reference: str = field(default_factory=references.new)
    token: str = field(default_factory=lambda: _text(_in_order(24)))
    received: int = field(default_factory=lambda: int(time.time()))

    @functools.cached_property
    def digest(self) -> str:
        """Equal for equal answers in one language: a double click or a retry changes nothing."""
        # Answers hold no such controls: there are no two ways to read it.
        parts = ("\1".join((name, *values)) for name, values in sorted(self.answers.items()))
        return hashlib.sha256("\0".join((self.language, *parts)).encode()).hexdigest()

    @property
    def status(self) -> str:
        """``held`` if staff should look at it before any mail is sent, else ``accepted``."""
        return "held" if self.reason else "accepted"


@dataclass(frozen=True)
class Receipt:
    """What is said to the sender; ``new`` is false where the same had been sent before."""

    reference: str
    token: str
    new: bool = True

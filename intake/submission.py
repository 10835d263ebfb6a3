"""A submission as received: its answers, and a digest that identifies equal ones."""

from __future__ import annotations

import functools
import hashlib
import secrets
import time
from dataclasses import dataclass, field

from pydantic_core import from_json, to_json

from brochure.site.form_answers import Answers
from intake import references


def _new_id() -> str:
    """Return an unguessable id: the time in sixteen digits, then 128 random bits.

    Ids sort by time, like UUIDs of version 7, so that the database's indexes grow at their ends.
    """
    return f"{time.time_ns():016x}{secrets.token_urlsafe(16)}"


@dataclass(frozen=True)
class Submission:
    """Answers that a person sent from the form in ``language``.

    ``reason`` is why staff should look at it before any mail is sent. ``received`` is in
    seconds since 1970.
    """

    answers: Answers
    language: str
    reason: str = ""
    id: str = field(default_factory=_new_id)
    reference: str = field(default_factory=references.new)
    received: int = field(default_factory=lambda: int(time.time()))

    @functools.cached_property
    def answers_json(self) -> str:
        """The answers as JSON, in an order that does not depend on the form's."""
        return to_json(dict(sorted(self.answers.items()))).decode()

    @functools.cached_property
    def digest(self) -> str:
        """Equal for equal answers in one language: a double click or a retry changes nothing."""
        text = f"{self.language}\n{self.answers_json}"
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    @property
    def status(self) -> str:
        """``held`` if staff should look at it before any mail is sent, else ``accepted``."""
        return "held" if self.reason else "accepted"


def parse_answers(text: str) -> Answers:
    """Return the answers from ``Submission.answers_json``."""
    return {name: tuple(values) for name, values in from_json(text).items()}


@dataclass(frozen=True)
class Receipt:
    """The sender's receipt; ``new`` is false if the same answers were stored before."""

    reference: str
    id: str
    new: bool = True

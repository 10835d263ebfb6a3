"""A submission as received: the answers of one draft."""

from __future__ import annotations

import functools
import secrets
import time
from dataclasses import dataclass, field

from pydantic_core import from_json, to_json

from brochure.site.form_answers import Answers
from intake.journey import references


def _new_id() -> str:
    """Return an unguessable id: the time in sixteen digits, then 128 random bits.

    Ids sort by time, like UUIDs of version 7, so that the database's indexes grow at their ends.
    """
    return f"{time.time_ns():016x}{secrets.token_urlsafe(16)}"


@dataclass(frozen=True)
class Submission:
    """Answers that a person sent in ``language``: the answers of one ``draft``.

    ``form`` is the digest of the version of the form that they answer. ``reason`` is why staff
    should look at it before any email is sent. With ``key``, which only its emails have, the sender
    can have the record emailed. ``received`` is in seconds since 1970. ``address``
    is where emails to the sender go if staff have corrected what was typed, which stays an answer.
    ``state`` is that of its case, if it was read with it.
    """

    answers: Answers
    language: str
    reason: str = ""
    draft: str | None = None
    form: str | None = None
    id: str = field(default_factory=_new_id)
    reference: str = field(default_factory=references.new)
    received: int = field(default_factory=lambda: int(time.time()))
    key: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    address: str | None = None
    state: str = ""

    @functools.cached_property
    def answers_json(self) -> str:
        """The answers as JSON."""
        return answers_json(self.answers)

    @property
    def status(self) -> str:
        """The state of its case; else ``held`` if there is a reason for that, or ``accepted``."""
        return self.state or ("held" if self.reason else "accepted")


def answers_json(answers: Answers) -> str:
    """Return answers as JSON, in an order that does not depend on the form's."""
    return to_json(dict(sorted(answers.items()))).decode()


def parse_answers(text: str) -> Answers:
    """Return the answers from ``answers_json``."""
    return {name: tuple(values) for name, values in from_json(text).items()}

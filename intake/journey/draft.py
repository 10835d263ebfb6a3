"""A draft: what someone has answered so far, under an address that nobody can guess."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter

from brochure.site.form_answers import Answers


@dataclass(frozen=True)
class Attempt:
    """Answers to a step that were not accepted, so that they are shown again whenever it is opened.

    ``shown`` are the questions that the page had. ``other`` is what another window had answered
    meanwhile, if that is why. ``doubted`` are addresses that are asked back, ``confirmed`` those
    that have been: each is asked back once.
    """

    values: Answers
    shown: tuple[str, ...]
    other: Answers | None = None
    doubted: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnsweredStep:
    """How a step was put when it was answered: the digest of its definition, and its questions."""

    digest: str
    language: str
    shown: tuple[str, ...]


def _new_id() -> str:
    """Return an unguessable id of 128 random bits; commands would take one in - for an option."""
    while (name := secrets.token_urlsafe(16)).startswith("-"):
        pass
    return name


@dataclass(frozen=True)
class Draft:
    """The answers of one person, until they are sent or the draft expires.

    ``answers`` holds all that was accepted, also what is not asked any more: the page to check
    says what will be dropped. ``form`` is the digest of the form's version when it was last
    answered, ``honeypot`` whether the field that people cannot see was filled in. Times are in
    seconds since 1970; each change adds one to the ``revision``.
    """

    language: str
    answers: Answers = field(default_factory=dict)
    attempts: Mapping[str, Attempt] = field(default_factory=dict)
    steps: Mapping[str, AnsweredStep] = field(default_factory=dict)
    form: str | None = None
    honeypot: bool = False
    id: str = field(default_factory=_new_id)
    created: int = field(default_factory=lambda: int(time.time()))
    changed: int = field(default_factory=lambda: int(time.time()))
    revision: int = 0

    def with_attempt(self, step: str, attempt: Attempt | None) -> Draft:
        """Return the draft with an attempt at a step, or without any."""
        others = {name: known for name, known in self.attempts.items() if name != step}
        return replace(self, attempts=others | ({step: attempt} if attempt else {}))


ATTEMPTS: TypeAdapter[dict[str, Attempt]] = TypeAdapter(dict[str, Attempt])
STEPS: TypeAdapter[dict[str, AnsweredStep]] = TypeAdapter(dict[str, AnsweredStep])

"""What the templates of an answer see."""

from __future__ import annotations

from dataclasses import dataclass

from intake.desk import answers
from intake.desk.history_view import Line
from intake.desk.labels import Labels
from intake.mail.builder import Composed


@dataclass(frozen=True)
class AnswerView:
    """An answer as its templates show it; ``errors`` says what keeps it from being sent."""

    reference: str
    institution: str
    to: str
    replies_to: str
    language: str
    tag: str
    words: Composed
    errors: dict[str, str]
    begun: str = ""
    revision: int = 0
    seen: int = 0
    meanwhile: tuple[Line, ...] = ()


def errors(labels: Labels, words: Composed) -> dict[str, str]:
    """Return what keeps an answer from being sent, by its part, as a name of a string."""
    longest = {"subject": answers.LONGEST_SUBJECT, "body": answers.LONGEST_BODY}
    strings = labels.site.content.strings["answer"]
    found = {}
    for part, what in answers.problems(words):
        name = f"missing-{part}" if what == "missing" else what
        numbers = {"maximum": longest[part], "count": len(getattr(words, part))}
        values = {one: labels.number(number) for one, number in numbers.items()}
        found[part] = labels.localizer.plain(strings[name], **values)
    return found

"""An answer as its templates see it."""

from __future__ import annotations

from dataclasses import dataclass

from intake.desk import answers
from intake.desk.history_view import History, Line
from intake.desk.labels import Labels
from intake.desk.opened_case import OpenedCase
from intake.mail.builder import ComposedMail
from intake.storage.mail_queue import sender_address


@dataclass(frozen=True)
class AnswerView:
    """An answer as its templates show it; ``errors`` says what keeps it from being sent."""

    reference: str
    institution: str
    to: str
    replies_to: str
    language: str
    tag: str
    words: ComposedMail
    errors: dict[str, str]
    begun: str
    revision: int
    seen: int
    meanwhile: tuple[Line, ...]


def view(  # noqa: PLR0913, PLR0917 - what a page consists of
    labels: Labels,
    opened: OpenedCase,
    replies_to: str,
    words: ComposedMail,
    begun: str = "",
    seen: int | None = None,
) -> AnswerView:
    """Return the view of an answer: an empty one, a text, or the one ``begun``.

    What happened to the case after the event ``seen`` is shown beside it.
    """
    told, submission = History(labels, opened.members), opened.submission
    return AnswerView(
        reference=opened.case.reference,
        institution=opened.case.institution,
        to=sender_address(labels.form, submission) if submission else "",
        replies_to=replies_to,
        language=labels.language_name(words.language),
        tag=words.language,
        words=words,
        errors=_errors(labels, words) if begun else {},
        begun=begun,
        revision=opened.case.revision,
        seen=opened.last_event,
        meanwhile=() if seen is None else told.since(opened.events, seen),
    )


def _errors(labels: Labels, words: ComposedMail) -> dict[str, str]:
    """Return the errors that prevent sending an answer: by its part, the name of a string."""
    longest = {"subject": answers.LONGEST_SUBJECT, "body": answers.LONGEST_BODY}
    strings = labels.site.content.strings["answer"]
    found = {}
    for part, what in answers.problems(words):
        name = f"missing-{part}" if what == "missing" else what
        numbers = {"maximum": longest[part], "count": len(getattr(words, part))}
        values = {one: labels.number(number) for one, number in numbers.items()}
        found[part] = labels.localizer.plain(strings[name], **values)
    return found

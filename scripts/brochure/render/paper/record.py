"""The record of a submission as PDF: date, reference, every answer as it was put, what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from brochure.files import fonts, typesetting
from brochure.render.paper.leaflet import programme
from brochure.render.paper.typed import printable_lines
from brochure.render.paper.words import SiteText, Words
from brochure.site.form_answers import Answers, holds

_TEMPLATE = "paper/record.typ"


@dataclass(frozen=True)
class RecordQuestion:
    """A question with its answers, as the sender saw them; none if it was left unanswered."""

    label: str
    answers: Sequence[str]


@dataclass(frozen=True)
class Group:
    """Questions under one heading."""

    legend: str
    questions: Sequence[RecordQuestion]


@dataclass(frozen=True)
class RecordData:
    """What was sent: its reference, when it was received, in words, and all questions.

    ``language`` is the one in which these were put. The ``answers`` by their ids decide which next
    steps fit.
    """

    reference: str
    received: str
    groups: Sequence[Group]
    language: str
    answers: Answers = field(default_factory=dict)


def data(words: Words, record: RecordData) -> dict[str, Any]:
    """Return all that the template of the record shows."""
    root = words.site.root
    # A language that the site no longer has falls back to the page's.
    put_in = record.language if record.language in words.site.tags else words.tag
    of_answers = Words(words.site, put_in).language
    rtl = bool(of_answers["rtl"])
    every = [a for group in record.groups for one in group.questions for a in one.answers]
    return {
        **words.language,
        **programme(words),
        "title": words.string("receipt", "title"),
        "reference_label": words.string("receipt", "reference"),
        "reference": record.reference,
        "received": words.filled("receipt", "received", date=record.received),
        "keep": words.string("receipt", "keep"),
        "next_title": words.string("request", "next"),
        "next": _next(words, record.answers),
        "of_answers": of_answers,
        "groups": [
            {
                "legend": group.legend,
                "questions": [
                    {
                        "label": one.label,
                        "answers": [
                            line
                            for answer in one.answers
                            for line in printable_lines(root, answer, rtl=rtl)
                        ],
                    }
                    for one in group.questions
                ],
            }
            for group in record.groups
        ],
        "empty": words.string("check", "empty"),
        "codes": words.string("receipt", "codes") if fonts.lacking(root, "".join(every)) else None,
        "email": words.site.content.site.contact.email,
    }


def _next(words: Words, answers: Answers) -> list[SiteText | None]:
    """Return the steps that follow, as on the receipt: first those that fit what was said."""
    request = words.site.content.request
    steps = words.shown(request.next if request else ())
    fitting = [step for step in steps if step.said and holds(step.said, answers)]
    others = [step for step in steps if not step.said and not step.done_when_sent]
    return [words.say(step.text) for step in (*fitting, *others)]


def pdf(words: Words, record: RecordData) -> bytes:
    """Return the record as PDF."""
    return typesetting.typeset(words.site.root, _TEMPLATE, data(words, record))

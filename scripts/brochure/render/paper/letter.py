"""The letter: what its templates need in one language, empty or filled in from answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from brochure.render.choices import labels
from brochure.render.paper.typed import paragraphs
from brochure.render.paper.words import Words
from brochure.schema.letter import LetterFrame, Place
from brochure.schema.offers import Statement
from brochure.site.form_answers import Answers, fields

# Answers as readers see them, in paragraphs, by their fields.
ShownAnswers = Mapping[str, list[str]]

# Signatures in a letter to fill in: more than one, so that a joint request is seen to be possible.
_SIGNATURES = 2


def data(
    words: Words, frame: LetterFrame, answers: Answers | None = None, reference: str = ""
) -> dict[str, Any]:
    """Return all that a letter says; ``answers`` are filled in.

    Each place is ``{id, label, value}``, whose value is a list of paragraphs, or ``None`` where it
    has to be filled in.
    """
    letter = words.site.content.letter
    given = None if answers is None else _shown(words, answers)
    parts = words.shown(letter.parts if letter else ())
    filled = [_part(words, frame, one, given) for one in parts if one.id != frame.signature]
    return {
        **words.language,
        "name": words.text(words.site.content.site.name),
        "colours": words.site.content.identity.colours.effective("light"),
        "title": words.say(frame.subject),
        "is_filled": given is not None,
        "reference_label": words.string("receipt", "reference"),
        "reference": reference,
        "addressee_hint": words.string("letter", "addressee"),
        "addressees": _addressees(words, frame, answers or {}),
        "salutation": words.say(frame.salutation),
        "request": words.say(frame.request),
        "closing": words.say(frame.closing),
        "parts": [part for part in filled if part["places"]],
        "signature": words.string("letter", "signature"),
        "joint": words.string("letter", "joint"),
        "ends": [_part(words, frame, one, None) for one in parts if one.id == frame.signature],
        "signatures": [""] * _SIGNATURES if given is None else _signatures(frame, given),
        "codes": words.string("receipt", "codes"),
        "proposal": words.string("letter", "text"),
    }


def _addressees(words: Words, frame: LetterFrame, answers: Answers) -> list[dict[str, str]]:
    """Return to whom the letter may go: the one that was chosen, or else all of them."""
    chosen = answers.get(frame.addressee_field or "", ())
    all_of_them = words.shown(frame.addressees)
    one = [addressee for addressee in all_of_them if addressee.id in chosen]
    return [{"id": each.id, "text": words.text(each.title)} for each in one or all_of_them]


def _part(
    words: Words, frame: LetterFrame, part: Statement, given: ShownAnswers | None
) -> dict[str, Any]:
    """Return a part; in a letter that is filled in, without the places of unanswered questions."""
    places = [place for place in frame.places if place.part == part.id]
    values = {place.id: _answer(place, given or {}) for place in places}
    return {
        **words.title(part, text="text"),
        "id": part.id,
        "places": [
            {
                "id": place.id,
                "label": words.text(place.label or part.title),
                "is_labelled": place.label is not None,
                "value": values[place.id],
            }
            for place in places
            if given is None or not place.fields or values[place.id]
        ],
    }


def _answer(place: Place, given: ShownAnswers) -> list[str] | None:
    """Return the answer to the first question of a place that has one."""
    return next((given[name] for name in place.fields if given.get(name)), None)


def _shown(words: Words, answers: Answers) -> ShownAnswers:
    """Return the answers as readers see them, in paragraphs, by their fields."""
    form = words.site.content.form
    shown = {}
    for field in fields(form) if form else ():
        named = labels(words.localizer, field, words.text, only_offered=False)
        values = answers.get(field.id, ())
        shown[field.id] = [line for each in values for line in paragraphs(named.get(each, each))]
    return shown


def _signatures(frame: LetterFrame, given: ShownAnswers) -> list[str]:
    """Return the institutions that sign: one on each line of the answers that name them."""
    names = [name for place in frame.places if place.signs for name in place.fields]
    return [line for name in names for line in given.get(name, [])] or [""]

"""Facts to confirm are listed, and no question lacks both an answer and ``to_confirm``.

Pass: a question with an answer. Listed, and stops nothing: a record with ``to_confirm``.
Fail: a question that has neither an answer nor ``to_confirm``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brochure.problems import Location, Problem
from brochure.schema.describe import subject
from brochure.site.site import Site

ID = "to-confirm"
UNANSWERED = "no-answer"


def check(site: Site) -> Iterator[Problem]:
    """Yield a note for each record to confirm, a warning for each question without an answer."""
    for source in site.sources.values():
        for location, wanted in _wanted(source.data, ()):
            name, _ = subject(source.data, location)
            position = source.position(location)
            yield Problem(source.path, *position, "info", ID, f"{name}: {wanted}")
    for index, question in enumerate(site.content.faq):
        if question.answer is None and question.to_confirm is None:
            yield Problem(
                site.sources["faq"].path,
                *site.sources["faq"].position(("faq", index)),
                "warning",
                UNANSWERED,
                f'question "{question.id}" has no answer, so no page shows it',
                'Write the answer, or write under "to_confirm" who has to give it.',
            )


def _wanted(data: Any, location: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(data, dict):
        if isinstance(wanted := data.get("to_confirm"), str):
            yield (*location, "to_confirm"), wanted
        for key, value in data.items():
            yield from _wanted(value, (*location, key))
    elif isinstance(data, tuple):
        for index, value in enumerate(data):
            yield from _wanted(value, (*location, index))

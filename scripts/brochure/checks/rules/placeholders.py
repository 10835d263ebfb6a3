"""Placeholders name facts and shared texts, and are the same in every language.

Pass: ``{en: "since {start-year}", fr: "depuis {start-year}"}`` with a fact ``start-year``.
Fail: ``{start-yaer}``; ``{ start-year }``; ``{reference}`` for ``{$reference}`` in the
form, and either of them elsewhere; a shared text that names another; a French text without the
placeholder of the English; a fact and a shared text of one name, or a fact ``opening-day``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from brochure.checks.rules.comparison import Comparison
from brochure.problems import FilePosition, Problem
from brochure.schema import Fact, SharedText
from brochure.site.requests import DAYS
from brochure.site.site import Site
from brochure.text.placeholders import (
    PLACEHOLDER,
    VALUE,
    VALUES,
    has_braces,
    placeholder_names,
    placeholders,
)
from brochure.text.suggestions import closest, suggestion

UNKNOWN = "unknown-placeholder"
MISMATCH = "placeholder-mismatch"
NESTED = "nested-text"

_COMPARISON = Comparison(
    MISMATCH,
    "placeholder",
    lambda segment: placeholder_names(segment.text, is_prose=segment.is_prose),
    "Use the same placeholders in every language.",
    among=lambda site, tag: site.segments_where(tag, has_braces),
)

# The files whose texts are filled in when a page or email is made.
_WITH_VALUES = {"content/form.yaml", "content/desk.yaml", "content/strings.yaml"}

_FACTS, _SHARED = "content/facts.yaml", "content/shared.yaml"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each placeholder without a fact, and for each that a translation lost."""
    reported: set[FilePosition] = set()
    yield from _names_twice(site)
    shared = {text.id for text in site.content.shared}
    names = {*site.values, *site.rejected_ids, *DAYS}
    readable = not site.unreadable_paths & {_FACTS, _SHARED}
    for tag in site.tags if readable else ():
        for segment in site.segments_where(tag, has_braces):
            values = VALUES if segment.unit.file in _WITH_VALUES else ()
            for match in placeholders(segment.text, is_prose=segment.is_prose):
                if (named := PLACEHOLDER.fullmatch(match[0])) and named[1] in names:
                    if segment.unit.file == _SHARED and named[1] in shared:
                        yield segment.problem(match.start(), NESTED, *_nested(match[0]))
                    continue
                if (value := VALUE.fullmatch(match[0])) and value[1] in values:
                    continue
                known = {name: f"{{${name}}}" for name in values}
                known |= {name: f"{{{name}}}" for name in sorted(names)}
                found = _message(match[0]), _hint(match[0], known, site)
                yield segment.problem(match.start(), UNKNOWN, *found)
                reported.add(segment.position)
    yield from _COMPARISON.check(site, reported)


def _message(written: str) -> str:
    if not written.strip("{}$ "):
        return f"has {written} without the name of a fact"
    if VALUE.fullmatch(written):
        return f"has {written}, which is filled in only in the texts of the form"
    return f"has the placeholder {written}, which no fact defines"


def _nested(written: str) -> tuple[str, str]:
    return (
        f"uses {written}, which is itself a shared text",
        "Write its words here, or use both where they are needed.",
    )


def _names_twice(site: Site) -> Iterator[Problem]:
    """Yield a problem for each name in braces that would stand for two things."""
    derived = {*site.derived, *DAYS}
    kinds: tuple[tuple[str, str, Sequence[Fact | SharedText]], ...] = (
        ("facts", "fact", site.content.facts),
        ("shared", "shared text", site.content.shared),
    )
    for file, noun, records in kinds:
        for index, record in enumerate(records):
            if record.id in derived:
                message = f"{{{record.id}}} already stands for a value that the site derives"
                hint = "Choose another id."
            elif file == "shared" and record.id in site.facts:
                message = f"a fact in {_FACTS} has the same id"
                hint = "Give one of them another id: texts use it for both."
            else:
                continue
            found = f'{noun} "{record.id}": {message}'
            yield site.sources[file].problem((file, index, "id"), "duplicate-id", found, hint)


def _hint(written: str, known: Mapping[str, str], site: Site) -> str:
    """Return what was probably meant, and the names; ``known`` are placeholders by theirs."""
    name = re.sub(r"[\s_]+", "-", written.strip("{}$ ").lower())
    near = [name] if name in known else closest(name, known)
    meant = f"{suggestion(known[near[0]])} " if near else ""
    kinds = {_FACTS: list(site.facts), _SHARED: [text.id for text in site.content.shared]}
    defined = " and ".join(f"{file} ({', '.join(ids)})" for file, ids in kinds.items() if ids)
    return meant + (f"Choose from {defined}." if defined else f"{_FACTS} defines none.")

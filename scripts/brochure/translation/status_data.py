"""The status of translations as plain data, for programs and for `status_page`."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Sequence
from typing import Any

from brochure.checks.translation_settings import key_matcher
from brochure.site.site import Site
from brochure.translation import memory, next_steps
from brochure.translation.difference import difference
from brochure.translation.formats.catalogue import Match
from brochure.translation.matching import Matcher
from brochure.translation.places import Places
from brochure.translation.status import (
    STATES,
    LanguageStatus,
    PendingUnit,
)


def data(site: Site, languages: Sequence[LanguageStatus], base: str) -> list[dict[str, Any]]:
    """Return everything as plain data, with links to pages at ``base``, if that is given."""
    places = Places(site, base)
    return [
        {
            "language": status.language.tag,
            "name": status.name,
            "status": status.language.status,
            "units": {state: status.units(state) for state in STATES},
            "words": {state: status.words(state) for state in STATES},
            "memory": {"units": status.remembered, "words": status.remembered_words},
            "parts": [
                {"part": file.name, "units": file.units, "words": file.words}
                for file in status.files
            ],
            "entries": list(_entries(site, status, places)),
        }
        for status in languages
    ]


def _entries(site: Site, status: LanguageStatus, places: Places) -> Iterator[dict[str, Any]]:
    tag = status.language.tag
    matcher = Matcher(memory.load(site, tag))
    for file in status.files:
        for entry in file.entries:
            unit, suggestion = entry.unit, _suggestion(matcher, entry, tag)
            path, line, column = unit.position(tag)
            page = places.page(unit, tag)
            yield {
                "key": unit.key,
                "part": file.name,
                "state": entry.state,
                "blocks": _blocks(site, entry),
                "path": path,
                "line": line,
                "column": column,
                "file": places.file(unit, tag)._asdict(),
                "page": page._asdict() if page else None,
                "words": entry.words,
                "source": entry.source,
                "previous": entry.previous,
                "translation": unit.texts.get(tag, ""),
                "difference": list(_difference(entry.previous, entry.source)),
                "suggestion": suggestion._asdict() if suggestion else None,
                "next": [step._asdict() for step in next_steps.steps(site, tag, entry)],
            }


def _blocks(site: Site, entry: PendingUnit) -> bool:
    """Whether nothing is published until a text is done; if it is a draft's, that draft."""
    binds = key_matcher(site.content.translation.binding)
    return entry.state == "missing" or binds(entry.unit.key)


def _suggestion(matcher: Matcher, entry: PendingUnit, tag: str) -> Match | None:
    """Return the best that the memory has, other than the present translation.

    That is itself one of a similar source, so only an identical one can be better.
    """
    present = entry.unit.texts.get(tag)
    find = matcher.identical if present else matcher.matches
    found = find(entry.source, entry.unit.key)
    return next((match for match in found if match.translation != present), None)


@functools.lru_cache(maxsize=10_000)  # every language has the same source edit
def _difference(previous: str, source: str) -> tuple[tuple[str, str], ...]:
    return tuple(difference(previous, source)) if previous else ()


def as_json(site: Site, languages: Sequence[LanguageStatus], base: str = "") -> str:
    """Return everything as JSON."""
    return json.dumps(data(site, languages, base), ensure_ascii=False, indent=2)

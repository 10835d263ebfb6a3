"""Units: every translatable text of the content, with a stable key and its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from brochure.models import Content, LanguageMap, Record
from brochure.models.describe import identity, noun
from brochure.problems import Level, Problem
from brochure.source import Location, Source


@dataclass(frozen=True)
class Unit:
    """One text in all languages.

    ``key`` is made of ids, never of list positions: ``areas.protection.title``.
    """

    key: str
    subject: str
    field: str
    map: LanguageMap
    source: Source
    location: Location

    def problem(
        self, tag: str, rule: str, message: str, hint: str = "", level: Level = "error"
    ) -> Problem:
        """Return a problem at the text in language ``tag``, or at the unit if it has none."""
        place = self.source.mark((*self.location, tag))
        return Problem(self.source.path, *place, level, rule, message, hint)


def units(content: Content, sources: dict[str, Source]) -> Iterator[Unit]:
    """Yield all units in the order of the files."""
    for stem in Content.model_fields:
        if stem in sources:
            value = getattr(content, stem)
            yield from _walk(value, (stem,), stem, stem, sources[stem])


def _walk(value: Any, location: Location, key: str, subject: str, source: Source) -> Iterator[Unit]:
    if isinstance(value, LanguageMap):
        field = str(location[-1]).replace("_", " ")
        if location[0] == "strings":
            subject, field = f'string "{key.removeprefix("strings.")}"', "text"
        yield Unit(key, subject, field, value, source, location)
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            named = name.replace("_", " ") if isinstance(inner, Record) else subject
            yield from _walk(inner, (*location, name), f"{key}.{name}", named, source)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _walk(inner, (*location, name), f"{key}.{name}", subject, source)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            if isinstance(item, Record):
                own = identity(item) or str(index)
                name = f'{noun(type(item))} "{own}"'
                yield from _walk(item, (*location, index), f"{key}.{own}", name, source)

"""Merges the texts of ``docs/TAG/content.yaml`` into the content, and gives each text its key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from brochure.files.source import Source
from brochure.problems import Problem
from brochure.schema import Content, LanguageMap, Record
from brochure.schema.describe import identity
from brochure.site.units import ContentUnit

# Texts by the key of their unit and by language.
_Texts = Mapping[str, Mapping[str, str]]


def merge(content: Content, stems: Iterable[str], external: Mapping[str, Source]) -> Content:
    """Return the content with the texts of all languages, and with each text's key.

    ``stems`` are the files that were read, and ``external`` the texts outside of ``content/``, by
    language.
    """
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    for tag, source in external.items():
        for key, text in (source.data or {}).items():
            if text.strip():
                texts[key][tag] = text
    merged = {stem: _merge(getattr(content, stem), stem, texts) for stem in stems}
    return content.model_copy(update=merged)


def _merge(value: Any, key: str, texts: _Texts) -> Any:
    """Return a copy of a value at ``key``, which is made of ids, never of positions in lists."""
    if isinstance(value, LanguageMap):
        return value.as_unit(key, texts)
    if isinstance(value, Record):
        fields = type(value).model_fields
        merged = {name: _merge(getattr(value, name), f"{key}.{name}", texts) for name in fields}
        return value.model_copy(update=merged)
    if isinstance(value, dict):
        return {name: _merge(inner, f"{key}.{name}", texts) for name, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(
            _merge(item, f"{key}.{identity(item) or index}", texts)
            for index, item in enumerate(value)
        )
    return value


def duplicates(units: Iterable[ContentUnit], external: Mapping[str, Source]) -> Iterator[Problem]:
    """Yield a problem for each text in ``content/`` whose language has a file of its own."""
    for unit in units:
        for tag in unit.translations.authored.keys() & external.keys():
            location = (*unit.location, tag)
            if not unit.source.has(location):  # one of the generator's own strings
                continue
            message = f'{unit.subject}: texts in "{tag}" belong in {external[tag].path}, not here'
            hint = f'Move this one there, after "{unit.key}:".'
            yield unit.source.problem(location, "duplicate-unit", message, hint)

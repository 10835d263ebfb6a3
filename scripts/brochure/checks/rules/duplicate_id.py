"""The records of a list have different ids.

Pass: ids ``training`` and ``tools``. Fail: the id ``training`` twice among the activities.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brochure.files.source import Source
from brochure.problems import Location, Problem
from brochure.schema import Record
from brochure.schema.describe import identity, noun
from brochure.site.site import Site

ID = "duplicate-id"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each id that an earlier record of the list has."""
    for stem, source in site.sources.items():
        yield from _walk(getattr(site.content, stem), (stem,), source)


def _walk(value: Any, location: Location, source: Source) -> Iterator[Problem]:
    if isinstance(value, Record):
        for name in type(value).model_fields:
            yield from _walk(getattr(value, name), (*location, name), source)
    if not isinstance(value, tuple):
        return
    first: dict[str, int] = {}
    for index, item in enumerate(value):
        yield from _walk(item, (*location, index), source)
        record_id = identity(item)
        if isinstance(item, Record) and record_id is not None:
            line = source.position((*location, index))[0]
            if record_id in first:
                message = (
                    f'duplicate {noun(type(item))} "{record_id}" (first on line {first[record_id]})'
                )
                hint = "Give it another id, or delete one of the two."
                yield source.problem((*location, index), ID, message, hint)
            first.setdefault(record_id, line)

"""What readers do not see on a day, because its first day is to come or its last one is over."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from brochure.problems import Location
from brochure.schema import Content, Item, Record
from brochure.schema.describe import identity


class Dated(NamedTuple):
    """A record of a list, where it is, and whether it and all around it are shown on the day."""

    location: Location
    item: Item
    is_shown: bool


def items(content: Content, day: datetime.date) -> Iterator[Dated]:
    """Yield each record that may have a first or a last day, in the order of the files."""
    for stem in Content.model_fields:
        yield from _items(getattr(content, stem), (stem,), day, is_shown=True)


def _items(
    value: object, location: Location, day: datetime.date, *, is_shown: bool
) -> Iterator[Dated]:
    if isinstance(value, Item):
        is_shown = is_shown and value.is_shown(day)
        yield Dated(location, value, is_shown)
    if isinstance(value, Record):
        for name in type(value).model_fields:
            inner = getattr(value, name, None)  # a stand-in for a broken file has no values
            yield from _items(inner, (*location, name), day, is_shown=is_shown)
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            yield from _items(entry, (*location, index), day, is_shown=is_shown)


def hidden_locations(content: Content, day: datetime.date) -> frozenset[Location]:
    """Return where the records are that are not shown."""
    return frozenset(dated.location for dated in items(content, day) if not dated.is_shown)


def hidden_ids(content: Content, day: datetime.date) -> frozenset[str]:
    """Return the ids of records that are not shown, unless others have them that are."""
    known = [(identity(dated.item) or "", dated.is_shown) for dated in items(content, day)]
    shown = {name for name, is_shown in known if is_shown}
    return frozenset(name for name, is_shown in known if not is_shown) - shown

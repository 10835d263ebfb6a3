"""What readers do not see on a day: it has other days, or belongs to another phase of requests."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from brochure.problems import Location
from brochure.schema import Content, Item, Record
from brochure.schema.describe import identity
from brochure.site import requests
from brochure.text.phases import Phase


class DatedRecord(NamedTuple):
    """A record of a list, where it is, and whether it and all around it are shown on the day."""

    location: Location
    item: Item
    is_shown: bool


def items(content: Content, day: datetime.date) -> Iterator[DatedRecord]:
    """Yield each record that may be shown at times, in the order of the files."""
    moment = _Moment(day, requests.on(day, content.site).phase)
    for stem in Content.model_fields:
        yield from _items(getattr(content, stem), (stem,), moment, is_shown=True)


class _Moment(NamedTuple):
    day: datetime.date
    phase: Phase


def _items(
    value: object, location: Location, moment: _Moment, *, is_shown: bool
) -> Iterator[DatedRecord]:
    if isinstance(value, Item):
        is_shown = is_shown and value.is_shown(*moment)
        yield DatedRecord(location, value, is_shown)
    if isinstance(value, Record):
        for name in type(value).model_fields:
            inner = getattr(value, name, None)  # a stand-in for a broken file has no values
            yield from _items(inner, (*location, name), moment, is_shown=is_shown)
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            yield from _items(entry, (*location, index), moment, is_shown=is_shown)


def hidden_locations(content: Content, day: datetime.date) -> frozenset[Location]:
    """Return where the records are that are not shown."""
    return frozenset(dated.location for dated in items(content, day) if not dated.is_shown)


def hidden_ids(content: Content, day: datetime.date) -> frozenset[str]:
    """Return the ids of records that are not shown, unless others have them that are."""
    known = [(identity(dated.item) or "", dated.is_shown) for dated in items(content, day)]
    shown = {name for name, is_shown in known if is_shown}
    return frozenset(name for name, is_shown in known if not is_shown) - shown

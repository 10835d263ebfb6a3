"""Removes invalid values from raw data, in pieces as small as the schema allows."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from brochure.files.source import Source
from brochure.problems import Location, Position
from brochure.schema import LanguageMap
from brochure.schema.describe import identity, model_at, type_at


def smallest_removable(location: Location, kind: str) -> Location:
    """Return the location to remove for an error of pydantic: an unknown key, an item, a file.

    An entry of a mapping whose keys are ids, as in ``strings``, is like an item of a list; so is a
    field of a record that requires none, such as a colour of a palette.
    """
    if kind == "extra_forbidden":
        return location
    for depth in range(len(location), 1, -1):
        parent = typing.get_origin(type_at(location[: depth - 1]))
        is_item = isinstance(location[depth - 1], int) or parent is dict
        if is_item or _requires_nothing(model_at(location[: depth - 1])):
            return location[:depth]
    return location[:1]


def prune(
    sources: Mapping[str, Source], removed: Iterable[Location]
) -> tuple[dict[str, Source], frozenset[str]]:
    """Return the files without the values at some locations, and the ids removed with them."""
    left, ids = dict(sources), set[str]()
    # The last items of lists go first, so that the locations of the others stay valid.
    for location in sorted(removed, reverse=True):
        stem = str(location[0])
        if len(location) == 1:
            ids.update(_identities(left.pop(stem).data))
            continue
        source = left[stem]
        ids.update(_identities(_value(source.data, location)))
        if isinstance(location[-1], int):
            positions = dict(_shift_positions(source.positions, location))
        else:
            ids.add(location[-1])
            positions = source.positions
        left[stem] = replace(source, data=_without(source.data, location), positions=positions)
    return left, frozenset(ids)


def _requires_nothing(model: type[BaseModel] | None) -> bool:
    fields = model.model_fields.values() if model and model is not LanguageMap else ()
    return bool(fields) and not any(field.is_required() for field in fields)


def _value(data: Any, location: Location) -> Any:
    for step in location:
        data = data[step]
    return data


def _identities(value: Any) -> Iterator[str]:
    """Yield the ids of a record and of all in it, from raw data."""
    if isinstance(value, dict):
        if record_id := identity(value):
            yield record_id
        for inner in value.values():
            yield from _identities(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _identities(inner)


def _without(data: Any, location: Location) -> Any:
    """Return a copy of nested data that lacks the value at a location."""
    step, rest = location[0], location[1:]
    if isinstance(data, tuple):
        index = int(step)
        changed = (_without(data[index], rest),) if rest else ()
        return data[:index] + changed + data[index + 1 :]
    if rest:
        return {**data, step: _without(data[step], rest)}
    return {key: value for key, value in data.items() if key != step}


def _shift_positions(
    positions: Mapping[Location, Position], removed: Location
) -> Iterator[tuple[Location, Position]]:
    """Yield positions as they are once a list's item is removed and the following ones move up."""
    depth, index = len(removed) - 1, int(removed[-1])
    for location, position in positions.items():
        if location[:depth] != removed[:depth] or len(location) == depth:
            yield location, position
        elif (item := int(location[depth])) != index:
            yield (*location[:depth], item - (item > index), *location[depth + 1 :]), position

"""Checks raw data against the models.

What does not fit is reported and left out, so that one slip does not hide the problems of
everything around it.
"""

from __future__ import annotations

import typing
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from brochure.files.yaml_reader import Location, Source
from brochure.problems import Problem
from brochure.schema import Content, Programme
from brochure.schema.describe import identity, type_at
from brochure.site.validation_messages import explain, missing_file
from brochure.text.suggestions import closest

# Leaving out one misfit may uncover another, of the record around it; that cannot go on for long.
_ROUNDS = 5

# What stands in for required files that cannot be used, so that the others can still be checked.
_PROGRAMME: dict[str, Any] = {"requests": "open"}
_STAND_INS: dict[str, Any] = {
    "site": Programme.model_construct(**_PROGRAMME),
    "navigation": (),
    "strings": {},
}


def validate(sources: dict[str, Source]) -> tuple[Content | None, list[Problem], set[str]]:
    """Make the content out of files by stem; files and records that do not fit are taken out.

    Returns:
        the content, or ``None`` where the site's languages cannot be used; the problems; and
        the ids of records that were left out because something in them did not fit.
    """
    problems = [missing_file(stem) for stem in _required() if stem not in sources]
    lost: set[str] = set()
    for _ in range(_ROUNDS):
        data = _STAND_INS | {stem: source.data[stem] for stem, source in sources.items()}
        try:
            return Content.model_validate(data), problems, lost
        except ValidationError as error:
            misfits = [m for m in error.errors(include_url=False) if str(m["loc"][0]) in sources]
        # A list that is too short now may not have been so before.
        misfits = [m for m in misfits if m["type"] != "too_short" or not (m["input"] or lost)]
        if not misfits:
            break
        found = _by_place(misfits, sources)
        for location, reasons in found.items():
            if not _is_misspelt(location, found):
                problems.append(explain(sources[str(location[0])], location, reasons))
        gone = {_around(location, reasons[0]["type"]) for location, reasons in found.items()}
        # The last items of lists go first, so that the places of the others stay true.
        for location in sorted(gone, key=_order, reverse=True):
            lost |= _leave_out(sources, location)
    return None, problems, lost


def _required() -> list[str]:
    return [stem for stem, field in Content.model_fields.items() if field.is_required()]


def _by_place(misfits: Iterable[Any], sources: dict[str, Source]) -> dict[Location, list[Any]]:
    """Group misfits by their place in the file: a union of types has one misfit for each."""
    found: dict[Location, list[Any]] = defaultdict(list)
    for misfit in misfits:
        location: Location = ()
        for step in misfit["loc"]:
            # Steps which name no place in the file say which type of a union was tried.
            if (*location, step) in sources[str(misfit["loc"][0])].marks:
                location = (*location, step)
        if misfit["type"] == "missing":
            location = (*location, misfit["loc"][-1])
        found[location].append(misfit)
    # Where a value was taken for a record, what is wrong inside it says more.
    inner = {place[:end] for place in found for end in range(len(place))}
    kinds = {place: {misfit["type"] for misfit in found[place]} for place in found}
    return {p: found[p] for p in found if not (kinds[p] == {"literal_error"} and p in inner)}


def _is_misspelt(location: Location, found: dict[Location, list[Any]]) -> bool:
    """Whether a key is missing because a key beside it is misspelt, which is reported anyway."""
    beside = [
        str(place[-1])
        for place, reasons in found.items()
        if place[:-1] == location[:-1] and reasons[0]["type"] == "extra_forbidden"
    ]
    is_missing = found[location][0]["type"] == "missing"
    return is_missing and bool(closest(str(location[-1]), beside))


def _order(location: Location) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in location)


def _around(location: Location, kind: str) -> Location:
    """Return what is left out for a misfit: an unknown key, else a list's item, else a file.

    An entry of a mapping whose keys are ids, as in ``strings``, is like an item of a list.
    """
    if kind == "extra_forbidden":
        return location
    for depth in range(len(location), 1, -1):
        kind_around = typing.get_origin(type_at(location[: depth - 1]))
        if isinstance(location[depth - 1], int) or kind_around is dict:
            return location[:depth]
    return location[:1]


def _leave_out(sources: dict[str, Source], location: Location) -> set[str]:
    """Drop the value at a location; return the ids of the records that have gone with it."""
    if len(location) == 1:
        return set(_identities(sources.pop(str(location[0])).data))
    source = sources[str(location[0])]
    value = source.data
    for step in location:
        value = value[step]
    source.data = _without(source.data, location)
    if isinstance(location[-1], int):
        source.marks = dict(_moved(source.marks, location))
    keys = {step for step in location[-1:] if isinstance(step, str)}
    return {*keys, *_identities(value)}


def _identities(value: Any) -> Iterator[str]:
    """Yield the ids of a record and of all in it, from raw data."""
    if isinstance(value, dict):
        if own := identity(value):
            yield own
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
        kept = (_without(data[index], rest),) if rest else ()
        return data[:index] + kept + data[index + 1 :]
    copy = dict(data)
    if rest:
        copy[step] = _without(copy[step], rest)
    else:
        del copy[step]
    return copy


def _moved(marks: dict[Location, Any], gone: Location) -> Iterable[tuple[Location, Any]]:
    """Yield marks as they are once the list item ``gone`` is out and the next ones move up."""
    depth, removed = len(gone) - 1, int(gone[-1])
    for place, mark in marks.items():
        if place[:depth] == gone[:depth] and len(place) > depth:
            index = int(place[depth])
            if index != removed:
                yield (*place[:depth], index - (index > removed), *place[depth + 1 :]), mark
        else:
            yield place, mark

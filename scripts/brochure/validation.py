"""Checks raw data against the models.

What does not fit is reported and left out, so that one slip does not hide the problems of
everything around it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from brochure.explain import explain, missing_file
from brochure.models import Content
from brochure.models.describe import identity
from brochure.problems import Problem
from brochure.source import Location, Source

# Leaving out one misfit may uncover another, of the record around it; that cannot go on for long.
_ROUNDS = 5


def validate(sources: dict[str, Source]) -> tuple[Content | None, list[Problem], set[str]]:
    """Make the content out of files by stem; files and records that do not fit are taken out.

    Returns:
        the content, or ``None`` where a required file cannot be used; the problems; and the
        ids of records that were left out because something in them did not fit.
    """
    problems: list[Problem] = []
    lost: set[str] = set()
    for _ in range(_ROUNDS):
        data = {stem: source.data[stem] for stem, source in sources.items()}
        try:
            return Content.model_validate(data), problems, lost
        except ValidationError as error:
            found = _by_place(error.errors(include_url=False), sources)
        for location, misfits in found.items():
            stem = str(location[0])
            known = sources.get(stem)
            problems.append(explain(known, location, misfits) if known else missing_file(stem))
        # The last items of lists go first, so that the places of the others stay true.
        for location, misfits in sorted(found.items(), key=_order, reverse=True):
            if str(location[0]) in sources:
                lost |= _leave_out(sources, location, misfits[0]["type"])
    return None, problems, lost


def _by_place(misfits: Iterable[Any], sources: dict[str, Source]) -> dict[Location, list[Any]]:
    """Group misfits by their place in the file: a union of types has one misfit for each."""
    found: dict[Location, list[Any]] = defaultdict(list)
    for misfit in misfits:
        location = tuple(misfit["loc"])
        marks = sources[location[0]].marks if location[0] in sources else {location: (1, 1)}
        absent = misfit["type"] == "missing" and location[:-1] in marks
        while not absent and location not in marks:
            location = location[:-1]
        found[location].append(misfit)
    return found


def _order(item: tuple[Location, Any]) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in item[0])


def _leave_out(sources: dict[str, Source], location: Location, kind: str) -> set[str]:
    """Drop an unknown key, else the innermost list item around a misfit, else the file."""
    if kind != "extra_forbidden":
        items = [depth for depth, step in enumerate(location, 1) if isinstance(step, int)]
        location = location[: items[-1] if items else 1]
    if len(location) == 1:
        del sources[str(location[0])]
        return set()
    source = sources[str(location[0])]
    value = source.data
    for step in location:
        try:
            value = value[step]
        except (KeyError, IndexError):  # it has gone with something around it
            return set()
    source.data = _without(source.data, location)
    if isinstance(location[-1], int):
        source.marks = dict(_moved(source.marks, location))
    own = identity(value)
    return {own} if own else set()


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

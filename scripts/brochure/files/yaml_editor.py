"""Changes texts of a YAML file and leaves every other line as it was.

Anyone who reviews a change should see the new words and nothing else. ruamel.yaml preserves
comments, quotes and order; it is used only on files that it reproduces exactly, and every result
is read again before it is returned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from brochure.files.source import Source
from brochure.files.yaml_reader import parse_yaml
from brochure.files.yaml_round_trip import REFORMAT, EditError, dump, insert, load, replace
from brochure.problems import Location

__all__ = ["EditError", "edit", "remove"]


def edit(text: str, changes: Mapping[Location, str], order: Sequence[str] = ()) -> str:
    """Return the YAML ``text`` with new strings at the locations.

    A key that a mapping lacks is added after those that come before it in ``order``.

    Raises:
        EditError: a location does not hold a string, or the file would have to be reformatted.
    """
    source = _parse(text)
    with _placed(source, changes):
        return _edited(text, source, changes, order)


def _edited(
    text: str, source: Source, changes: Mapping[Location, str], order: Sequence[str]
) -> str:
    expected = _as_lists(source.data)
    replaced, inserted = [], []
    for location, new in changes.items():
        if any("\ud800" <= character <= "\udfff" for character in new):
            raise EditError(location, "the text contains half of a surrogate pair")
        parent, key = _parent(expected, location), location[-1]
        if isinstance(parent, dict) and isinstance(key, str) and key not in parent:
            inserted.append(location)
        elif isinstance(old := _child(parent, key, location), dict | list):
            raise EditError(location, "the value is a mapping or sequence; expected a string")
        elif old != new:
            replaced.append(location)
        parent[key] = new
    if not replaced and not inserted:
        return text
    yaml, data = load(text)
    for location in replaced:
        replace(_parent(data, location), location[-1], changes[location])
    for location in inserted:
        insert(_parent(data, location), str(location[-1]), changes[location], order)
    result = dump(yaml, data)
    if not text.endswith("\n"):  # unless the text now ends with the line's end
        result = result[: -1 if _as_lists(parse_yaml(result[:-1]).data) == expected else None]
    return _checked(result, expected)


def remove(text: str, key: str) -> str:
    """Return the YAML ``text`` without a key of the file, and without its comments.

    Raises:
        EditError: the file has no such key, or would have to be reformatted.
    """
    source = _parse(text)
    with _placed(source, [(key,)]):
        return _without(text, source, key)


def _without(text: str, source: Source, key: str) -> str:
    expected = _as_lists(source.data)
    _child(expected, key, (key,))
    del expected[key]
    lines = text.split("\n")
    begin, end = _extent(lines, source.position((key,))[0] - 1)
    head = next(row for row, line in enumerate(lines) if not line.startswith("#"))
    while begin > head and lines[begin - 1].startswith("#"):  # the first ones are on the file
        begin -= 1
    if lines[begin - 1 : begin] in ([], [""]):  # one empty line remains, not two
        while lines[end : end + 1] == [""]:
            end += 1
    return _checked("\n".join(lines[:begin] + lines[end:]), expected)


def _parse(text: str) -> Source:
    source = parse_yaml(text)
    if source.problems:
        first = min(source.problems)
        reason = f"the file has a problem on line {first.line}: {first.message}"
        raise EditError((), reason, first.line)
    return source


@contextmanager
def _placed(source: Source, locations: Iterable[Location]) -> Iterator[None]:
    """Give an error that knows no line that of its location, or of the first one to be changed."""
    try:
        yield
    except EditError as error:
        places = [error.location] if error.location else locations
        error.line = error.line or min(source.position(place)[0] for place in places)
        raise


def _extent(lines: Sequence[str], begin: int) -> tuple[int, int]:
    """Return the first line of a key of the file, from 0, and the line after its value."""
    end = begin + 1
    for number, line in enumerate(lines[end:], end + 1):
        if line.strip() and not line.startswith((" ", "-")):
            break
        if line.strip():
            end = number
    return begin, end


def _parent(data: Any, location: Location) -> Any:
    """Return the container of a location, whether or not the value exists."""
    if not location:
        raise EditError(location, "the whole file is meant; expected a key or an item")
    for key in location[:-1]:
        data = _child(data, key, location)
    return data


def _child(parent: Any, key: str | int, location: Location) -> Any:
    try:
        return parent[key]
    except (LookupError, TypeError):
        raise EditError(location, "there is no value at this location") from None


def _as_lists(data: Any) -> Any:
    """Return a copy of what was read, with lists instead of tuples."""
    if isinstance(data, dict):
        return {key: _as_lists(value) for key, value in data.items()}
    return [_as_lists(value) for value in data] if isinstance(data, tuple) else data


def _checked(text: str, expected: Any) -> str:
    """Return the new text if it has the expected data."""
    source = parse_yaml(text)
    if source.problems or _as_lists(source.data) != expected:
        raise EditError((), REFORMAT)
    return text

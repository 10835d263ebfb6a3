"""Explains in plain words why a value does not fit the schema."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterable
from typing import Any

from pydantic.fields import FieldInfo

from brochure.files.source import Source
from brochure.problems import Location, Problem
from brochure.schema import Content
from brochure.schema.describe import keys, model_at, subject
from brochure.schema.moved import moved
from brochure.site.validation_hints import how_to_write, is_text
from brochure.text.phases import OTHERS
from brochure.text.suggestions import closest, did_you_mean, shorten

WRONG_VALUE = "wrong-value"  # the id of rules that look at values, too

_SHORT = 30
_FOUND = {
    str: "the text",
    bool: "the word",
    int: "the number",
    float: "the number",
    tuple: "a list",
    dict: "a mapping",
    type(None): "empty",
}
_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "date_type": "a date such as 2024-03-21",
    "tuple_type": 'a list (lines that begin with "- ")',
    "dict_type": 'a mapping (lines such as "key: …")',
}


def describe(source: Source, location: Location, errors: list[Any]) -> Problem:
    """Return one problem for all errors that pydantic reports for the value at a location."""
    kind, value = errors[0]["type"], errors[0]["input"]
    name, inside = _subject(source, location)
    key = str(location[-1])
    parent = model_at(location[:-1])
    fields = parent.model_fields if parent else {}
    description = _description(fields[key]) if key in fields else ""
    if kind == "missing":
        hint = f'Add "{key}:" to it. {description}'.strip()
        return source.problem(location, "missing-key", f'{name} has no "{key}"', hint)
    is_phase = isinstance(value, dict) and is_text(parent) and bool(closest(key, OTHERS))
    if kind == "extra_forbidden" or is_phase:
        known = OTHERS if is_phase else keys(parent) if parent else ()
        return unknown_key(source, location, name, known)
    if errors[0]["loc"][-1] == "[key]":
        valid_key = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")
        hint = f"Write keys in lower-case letters, digits and hyphens, such as {valid_key}."
        return source.problem(location, WRONG_VALUE, f'{name}: invalid key "{key}"', hint)
    what = ": ".join(filter(None, (name, _path(inside))))
    expected = list(dict.fromkeys(filter(None, (_expected(e, location) for e in errors))))
    if not expected:
        message = f"{what} is {shown_value(value)}, which is not valid"
        hint = _form(location) or description
        return source.problem(location, WRONG_VALUE, message, hint)
    message = f"{what} is {shown_value(value)}; expected {' or '.join(expected)}"
    rule = WRONG_VALUE if kind == "literal_error" and isinstance(value, str) else "wrong-type"
    hint = how_to_write(location, errors) or description or "Write it like its neighbours."
    return source.problem(location, rule, message, hint)


def unknown_key(source: Source, location: Location, name: str, known: Iterable[str]) -> Problem:
    """Return the problem of an unknown key, with the one that was probably meant in the hint."""
    key = str(location[-1])
    if change := moved(location):
        message = f'{name} has the key "{key}" from an earlier version: {change.change}'
        return source.problem(location, "moved-key", message, change.hint)
    message = f'{name} has an unknown key "{shorten(key, _SHORT)}"'
    return source.problem(location, "unknown-key", message, did_you_mean(key, known))


def missing_file(stem: str) -> Problem:
    """Return the problem of a required file that does not exist."""
    description = Content.model_fields[stem].description or ""
    hint = f"Create it; it holds {description[:1].lower()}{description[1:]}"
    message = "the file does not exist; every site needs it"
    return Problem(f"content/{stem}.yaml", 1, 1, "error", "missing-file", message, hint)


def shown_value(value: Any) -> str:
    """Name a value that is not what was expected, such as ``the number "5"``."""
    found = _FOUND.get(type(value), "the date")
    if isinstance(value, (tuple, dict, type(None))):
        return found if value else "empty"
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return f'{found} "{shorten(shown, _SHORT)}"'


def _subject(source: Source, location: Location) -> tuple[str, Location]:
    """Return the name of what a location is in, and the steps inside it; files have no name."""
    if location[0] == "strings" and location[1:]:
        noun = "string" if location[2:] else "group"
        return f'{noun} "{".".join(map(str, location[1:3]))}"', location[3:]
    name, inside = subject({location[0]: source.data[location[0]]}, location)
    return ("" if inside == location else name), inside


def _path(inside: Location) -> str:
    """Describe the path to a value: ``"question.en"``, ``entry 2 of "topics"``."""
    keys = ".".join(str(step) for step in inside if isinstance(step, str))
    entries = [f"entry {step + 1}" for step in inside if isinstance(step, int)]
    return " of ".join([*entries, *([f'"{keys}"'] if keys else [])])


def _description(field: FieldInfo) -> str:
    """Return the description of a field, or else of its type."""
    return field.description or _description_of_type(field.annotation)


def _form(location: Location) -> str:
    """Return how a value is written, if the type at a location says so."""
    parent, key = (location[:-1], location[-1])
    if isinstance(key, int):
        parent, key = location[:-2], location[-2]
    model = model_at(parent)
    field = model.model_fields.get(str(key)) if model else None
    return _description_of_type(field.annotation) if field else ""


def _description_of_type(annotation: Any) -> str:
    parts = typing.get_args(annotation)
    known = (
        data.description
        for part in parts
        for data in getattr(part, "__metadata__", ())
        if isinstance(data, FieldInfo)
    )
    return next(filter(None, known), "")


def _expected(error: Any, location: Location) -> str | None:
    if error["type"] == "literal_error":
        return str(error["ctx"]["expected"]).replace("'", '"')
    if error["type"] == "model_type":
        model = model_at(location)
        if is_text(model):
            return 'one text for each language (lines such as "en: …")'
        return f"lines with the keys {', '.join(keys(model))}" if model else None
    return _EXPECTED.get(error["type"])

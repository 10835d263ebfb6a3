"""Explains in plain words why a value does not fit its model."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from brochure.files.yaml_reader import Location, Source
from brochure.problems import Problem
from brochure.schema import Content, LanguageMap
from brochure.schema.describe import model_at, subject
from brochure.text.suggestions import did_you_mean, shorten

_SHORT = 30
_FOUND = {
    str: "the text",
    bool: "the word",
    int: "the number",
    float: "the number",
    tuple: "a list",
    dict: "a group of keys",
    type(None): "empty",
}
_EXPECTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "date_type": "a date such as 2024-03-21",
    "tuple_type": 'a list (lines that begin with "- ")',
    "dict_type": "a group of keys",
    "too_short": "a list with at least one entry",
}


def explain(source: Source, location: Location, misfits: list[Any]) -> Problem:
    """Return one problem for all that pydantic says against the value at a location."""
    kind = misfits[0]["type"]
    name, inside = _subject(source, location)
    key = str(location[-1])
    around = model_at(location[:-1])
    fields = around.model_fields if around else {}
    described = _description(fields[key]) if key in fields else ""
    if kind == "missing":
        hint = f'Add "{key}:" to it. {described}'.strip()
        return source.problem(location, "missing-key", f'{name} has no "{key}"', hint)
    if kind == "extra_forbidden":
        return unknown_key(source, location, name, fields)
    if misfits[0]["loc"][-1] == "[key]":
        hint = "Keys are lower-case letters, digits and hyphens: "
        hint += re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-") + "."
        return source.problem(location, "wrong-value", f'{name}: the key cannot be "{key}"', hint)
    message = ": ".join(filter(None, (name, _path(inside))))
    value = misfits[0]["input"]
    expected = list(dict.fromkeys(filter(None, (_expected(m, location) for m in misfits))))
    if not expected:
        message = f"{message} cannot be {shown_value(value)}"
        return source.problem(location, "wrong-value", message, described)
    message = f"{message} should be {' or '.join(expected)}, but is {shown_value(value)}"
    rule = "wrong-value" if kind == "literal_error" and isinstance(value, str) else "wrong-type"
    if kind == "string_type" and key != "id":
        before = f"{key}: " if isinstance(location[-1], str) else ""
        described = f'Write one text in quotes: {before}"{_braces(value) or "…"}".'
    elif model_at(location) is LanguageMap:
        described = f'Write one line for each language below "{key}:".'
    return source.problem(location, rule, message, described or "Write it as its neighbours are.")


def _subject(source: Source, location: Location) -> tuple[str, Location]:
    """Name what a location is in, and say where in there; files themselves have no name."""
    if location[0] == "strings" and location[1:]:
        noun = "string" if location[2:] else "group"
        return f'{noun} "{".".join(map(str, location[1:3]))}"', location[3:]
    name, inside = subject({location[0]: source.data[location[0]]}, location)
    return ("" if inside == location else name), inside


def _path(inside: Location) -> str:
    """Show the way to a value: ``"question.en"``, ``entry 2 of "topics"``."""
    keys = ".".join(str(step) for step in inside if isinstance(step, str))
    entries = [f"entry {step + 1}" for step in inside if isinstance(step, int)]
    return " of ".join([*entries, *([f'"{keys}"'] if keys else [])])


def _description(field: FieldInfo) -> str:
    """Return what a field says of itself, or else what its type does."""
    if field.description:
        return field.description
    for part in (field.annotation, *typing.get_args(field.annotation)):
        for told in getattr(part, "__metadata__", ()):
            if isinstance(told, FieldInfo) and told.description:
                return told.description
        if isinstance(part, type) and issubclass(part, BaseModel):
            return (part.__doc__ or "").partition("\n")[0]
    return ""


def _braces(value: Any) -> str:
    """Return what was probably meant by keys without values: ``{placeholder}``."""
    if not isinstance(value, dict) or len(value) != 1 or any(value.values()):
        return ""
    return f"{{{shorten(next(iter(value)), _SHORT)}}}"


def unknown_key(source: Source, location: Location, name: str, known: Iterable[str]) -> Problem:
    """Report a key that nothing reads, with the known one that looks most like it."""
    key = str(location[-1])
    hint = did_you_mean(key, known, "Known keys")
    message = f'{name} has the unknown key "{shorten(key, _SHORT)}"'
    return source.problem(location, "unknown-key", message, hint)


def missing_file(stem: str) -> Problem:
    """Report that a file which every site needs is not there."""
    holds = Content.model_fields[stem].description or ""
    hint = f"Create it; it holds {holds[:1].lower()}{holds[1:]}"
    message = "the file does not exist, and every site needs it"
    return Problem(f"content/{stem}.yaml", 1, 1, "error", "missing-file", message, hint)


def _expected(misfit: Any, location: Location) -> str | None:
    if misfit["type"] == "literal_error":
        return str(misfit["ctx"]["expected"]).replace("'", '"')
    if misfit["type"] == "model_type":
        model = model_at(location)
        if model is LanguageMap:
            return 'one text a language (lines such as "en: …")'
        return f"lines with the keys {', '.join(model.model_fields)}" if model else None
    return _EXPECTED.get(misfit["type"])


def shown_value(value: Any) -> str:
    """Name a value that is not what it should be, such as ``the number "5"``."""
    found = _FOUND.get(type(value), "the date")
    if isinstance(value, (tuple, dict, type(None))):
        return found if value else "empty"
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return f'{found} "{shorten(shown, _SHORT)}"'

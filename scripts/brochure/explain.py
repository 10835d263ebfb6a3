"""Explains in plain words why a value does not fit its model."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from brochure.models import Content, LanguageMap
from brochure.models.describe import model_at, subject
from brochure.problems import Problem
from brochure.source import Location, Source

_SHORT = 30
_FOUND = {
    str: "the text",
    bool: "the word",
    int: "the number",
    float: "the number",
    tuple: "a list",
    dict: "keys with values",
    type(None): "nothing",
}
_EXPECTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "date_type": "a date such as 2024-03-21",
    "tuple_type": 'a list (lines that begin with "- ")',
    "dict_type": "keys with values",
}


def explain(source: Source, location: Location, misfits: list[Any]) -> Problem:
    """Return one problem for all that pydantic says against the value at a location."""
    kind = misfits[0]["type"]
    name, inside = subject({location[0]: source.data[location[0]]}, location)
    key = str(location[-1])
    around = model_at(location[:-1])
    fields = around.model_fields if around else {}
    described = (fields[key].description or "") if key in fields else ""
    if kind == "missing":
        hint = f'Add "{key}:" to it. {described}'.strip()
        return source.problem(location, "missing-key", f'{name} has no "{key}"', hint)
    if kind == "extra_forbidden":
        return unknown_key(source, location, name, fields)
    path = ".".join(str(step + 1) if isinstance(step, int) else step for step in inside)
    message = f'{name}: "{path}"' if path else name
    value = misfits[0]["input"]
    expected = list(dict.fromkeys(filter(None, (_expected(m, location) for m in misfits))))
    if not expected:
        return source.problem(
            location, "wrong-value", f"{message} cannot be {_found(value)}", described
        )
    message = f"{message} should be {' or '.join(expected)}, found {_found(value)}"
    rule = "wrong-value" if kind == "literal_error" and isinstance(value, str) else "wrong-type"
    hint = f'Write one text in quotes: {key}: "…".' if kind == "string_type" else described
    return source.problem(location, rule, message, hint or "Its neighbours have the right form.")


def unknown_key(source: Source, location: Location, name: str, known: Iterable[str]) -> Problem:
    """Report a key that nothing reads, with the known one that looks most like it."""
    names = list(known)
    key = str(location[-1])
    near = difflib.get_close_matches(key, names, 1)
    hint = f'Did you mean "{near[0]}"?' if near else f"Known keys: {', '.join(names)}."
    return source.problem(location, "unknown-key", f'{name} has the unknown key "{key}"', hint)


def missing_file(stem: str) -> Problem:
    """Report that a file which every site needs is not there."""
    hint = f"Create it. {Content.model_fields[stem].description}"
    message = f"the file content/{stem}.yaml does not exist, and every site needs it"
    return Problem(f"content/{stem}.yaml", 1, 1, "error", "missing-file", message, hint)


def _expected(misfit: Any, location: Location) -> str | None:
    if misfit["type"] == "literal_error":
        return str(misfit["ctx"]["expected"]).replace("'", '"')
    if misfit["type"] == "model_type":
        model = model_at(location)
        if model is LanguageMap:
            return 'one text a language (lines such as "en: …")'
        return f"the keys {', '.join(model.model_fields)}" if model else "keys with values"
    return _EXPECTED.get(misfit["type"])


def _found(value: Any) -> str:
    found = _FOUND.get(type(value), "the date")
    if isinstance(value, (tuple, dict, type(None))):
        return found
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return f'{found} "{shown[:_SHORT]}{"…" if len(shown) > _SHORT else ""}"'

"""Hints on how to write a value that does not fit the schema, from what is there."""

from __future__ import annotations

import contextlib
import datetime
import re
from typing import Any

from pydantic import BaseModel

from brochure.problems import Location
from brochure.schema import Wording
from brochure.schema.describe import model_at
from brochure.text.suggestions import likely, shorten

_SHORT = 30
_DAY = re.compile(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)")
_GROUPED = re.compile(r"\d+|\d{1,3}(?:[\s.,'’]\d{3})+")  # 2009, 15,000


def how_to_write(location: Location, errors: list[Any]) -> str:
    """Return how the value at a location was probably meant to be written; empty if it is unclear.

    ``errors`` are those that pydantic reports for it.
    """
    kind, value, key = errors[0]["type"], errors[0]["input"], str(location[-1])
    if kind == "string_type" and key != "id":
        before = f"{key}: " if isinstance(location[-1], str) else ""
        return f'Write one text in quotes: {before}"{_braces(value) or "…"}".'
    if kind == "tuple_type":
        return _as_list(key, value)
    if kind == "literal_error" and (near := likely(str(value), _choices(errors))):
        return near
    if bare := _bare(value, kind):
        return f"Write it like this, without quotes: {key}: {bare}"
    return (
        f'Write one line for each language below "{key}:".' if is_text(model_at(location)) else ""
    )


def _choices(errors: list[Any]) -> list[str]:
    """Return the words that are expected where there is another one."""
    found = (
        re.findall(r"'([^']+)'", str(error.get("ctx", {}).get("expected"))) for error in errors
    )
    return [word for words in found for word in words]


def _as_list(key: str, value: Any) -> str:
    """Return how to write one entry, which lacks its dash."""
    if isinstance(value, dict) and value:
        first = next(iter(value))
        return f'Begin each entry with a dash: "- {first}: …", its other lines below "{first}".'
    if value is None or isinstance(value, dict):
        return 'Write each entry on a line of its own, after "- ".'
    return f"Write it in brackets: {key}: [{shorten(str(value), _SHORT)}]"


def _bare(value: Any, kind: str) -> str:
    """Return the number or date that a text is meant to be; empty if that is not clear."""
    if not isinstance(value, str) or not kind.startswith(("int", "date")):
        return ""
    if day := _DAY.fullmatch(value.strip()):
        with contextlib.suppress(ValueError):
            return datetime.date(*map(int, day.groups())).isoformat()
    return re.sub(r"\D", "", value) if _GROUPED.fullmatch(value.strip()) else ""


def _braces(value: Any) -> str:
    """Return what was probably meant by keys without values: ``{placeholder}``."""
    if not isinstance(value, dict) or len(value) != 1 or any(value.values()):
        return ""
    return f"{{{shorten(next(iter(value)), _SHORT)}}}"


def is_text(model: type[BaseModel] | None) -> bool:
    """Whether a record is a text in several languages."""
    return model is not None and issubclass(model, Wording)

"""What a YAML value without quotes is: a number, a date, true, false, nothing, or else a text."""

from __future__ import annotations

import datetime
import re
from typing import Any

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMERIC = frozenset("+-0123456789")  # first characters of numbers and dates
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


def resolve(text: str) -> Any:
    """Read a plain scalar: the YAML 1.2 core types and dates, so that ``no`` is a string."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    try:
        return datetime.date.fromisoformat(text) if _DATE.fullmatch(text) else text
    except ValueError:
        return text

"""The numbers in a text, in a form that is the same for all languages."""

from __future__ import annotations

import re

from brochure.text.spans import hidden

_NUMBER = re.compile(r"(?:\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?")
_DIGIT = re.compile(r"\d")  # much faster to find than a number
_SEPARATOR = re.compile(r"[\s\u00a0\u202f]|[.,](?=\d{3}(?:\D|$))")


def numbers(text: str) -> list[str]:
    """Return the numbers that readers see, sorted, without thousands separators."""
    if not _DIGIT.search(text):
        return []
    found = _NUMBER.findall(hidden(text))
    return sorted(_SEPARATOR.sub("", number).replace(",", ".") for number in found)

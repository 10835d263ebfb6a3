"""The numbers in a text, in a form that is the same for all languages."""

from __future__ import annotations

import re
import unicodedata

from brochure.text.spans import hidden

# Thousands are parted by a point, comma, space or apostrophe, in Arabic by ٬; 150,000 is 1,50,000
# in India. Decimals follow a point or comma, in Arabic ٫.
_THOUSANDS = r"\d{1,3}(?:[.,٬'’\u00a0\u202f ]\d{3})+(?!\d)"
_INDIAN = r"\d{1,2}(?:,\d\d)+,\d{3}(?!\d)"
_NUMBER = re.compile(rf"(?:{_THOUSANDS}|{_INDIAN}|\d+)(?:[.,٫]\d+)?")
_DIGIT = re.compile(r"\d")  # much faster to find than a number
_SEPARATOR = re.compile(r"[\s٬'’]|[.,](?=\d{3}(?:\D|$))|,(?=\d\d,)")


def numbers(text: str) -> list[str]:
    """Return the numbers that readers see, sorted, in Latin digits without groups."""
    if not _DIGIT.search(text):
        return []
    found = _NUMBER.findall(hidden(text))
    return sorted(map(_plain, found))


def _plain(number: str) -> str:
    ungrouped = _SEPARATOR.sub("", number).replace(",", ".").replace("٫", ".")
    return "".join(str(unicodedata.decimal(character, character)) for character in ungrouped)

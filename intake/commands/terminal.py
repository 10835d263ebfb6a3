"""Makes typed text safe for a terminal: it cannot move the cursor or reverse the line."""

from __future__ import annotations

import re

# Controls but for line ends and tabs, the marks that reorder text, and what no terminal can show.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def safe(text: str) -> str:
    """Return a text in which such characters are given by their codes."""
    return _UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def say(text: str) -> None:
    """Print a text."""
    print(safe(text))

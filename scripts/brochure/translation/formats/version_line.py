"""The version of a translation that a unit was exported from, as both formats write it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LINE = re.compile(r"Version: ([0-9a-f]+|none)")


def write(base: str) -> str:
    """Return the line for a digest, or for none if the unit was missing."""
    return f"Version: {base or 'none'}"


def read(lines: Iterable[str]) -> str | None:
    """Return what the first such line states; nothing if there is none."""
    found = next(filter(None, map(_LINE.fullmatch, lines)), None)
    return found[1].replace("none", "") if found else None

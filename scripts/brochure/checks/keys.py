"""Patterns of units' keys, such as ``eligibility.*``."""

from __future__ import annotations

import fnmatch
import functools
import re
from collections.abc import Callable


@functools.lru_cache(maxsize=256)
def matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Return a function that says whether a key matches any of the patterns."""
    if not patterns:
        return lambda _key: False
    whole = re.compile("|".join(map(fnmatch.translate, patterns)))
    return lambda key: bool(whole.match(key))

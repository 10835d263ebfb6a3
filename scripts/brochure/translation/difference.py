"""The difference of two texts, word by word."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterator
from typing import Literal

# A stretch of words that is in both texts, only in the old one, or only in the new one.
Stretch = tuple[Literal["same", "old", "new"], str]

_WORDS = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)


def difference(old: str, new: str) -> Iterator[Stretch]:
    """Yield the stretches of both texts in order; all but the new ones, joined, are ``old``."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield "same", "".join(before[a:b])
            continue
        if a < b:
            yield "old", "".join(before[a:b])
        if c < d:
            yield "new", "".join(after[c:d])


@functools.lru_cache(maxsize=10_000)  # every language has the same source edit
def one_line(old: str, new: str) -> str:
    """Return the difference in one line, as Git shows it: ``since [-2008-]{+2009+}``."""
    signs = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    return " ".join("".join(signs[k].format(t) for k, t in difference(old, new)).split())

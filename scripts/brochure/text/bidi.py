"""Isolates Latin names in texts that run from right to left.

A sign such as the plus of ``MIEUX+`` has no direction: at the end of a Latin name in an Arabic
sentence it would be shown on the name's other side. Between U+2068 and U+2069 a name has its own
direction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from brochure.text.spans import EMAIL, MASK, hidden

FSI, PDI = "\u2068", "\u2069"

# Letters of Latin, Greek and Cyrillic, with their extensions.
_LETTER = (
    "A-Za-zªµºÀ-ÖØ-öø-\u02b8\u0370-\u0373\u0376-\u037d\u037f\u0386\u0388-\u0482\u048a-\u052f"
    "\u1d00-\u1dbf\u1e00-\u1fbc\u1fc2-\u1fcc\u1fd0-\u1fdb\u1fe0-\u1fec\u1ff2-\u1ffc"
    "\u2c60-\u2c7f\ua640-\ua66e\ua680-\ua69d\ua722-\ua787"
)
_UNIT = _LETTER + "\u0300-\u036f0-9"
_ANY = re.compile(f"[{_LETTER}]")
_ADDRESS = (
    r"(?:https?://|mailto:|(?<!\w)www\.)[^\s<>()\[\]\"\u2068\u2069\ufffc]*[\w/]"
    rf"|{EMAIL}"
)
# What may belong to a name, from its first letter; brackets are examined afterwards. Digits belong
# to the letters that follow, except the last part of a number such as 1,234.
_RUN = re.compile(
    rf"(?P<address>{_ADDRESS})"
    rf"|@?(?:(?<![0-9.,])(?<![0-9][ \u00a0\u202f])[0-9]+)?[{_LETTER}]"
    rf"(?:[{_UNIT}+()]|(?:[.\-/'’@&]|_+)(?=[{_UNIT}(])|(?<=[0-9]),(?=[0-9])"
    rf"|[ \u00a0\u202f](?:&[ \u00a0\u202f])?(?=[{_UNIT}(]))*"
)
_BRACKET = re.compile("[()]")
_ISOLATED = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")


def isolate(text: str) -> str:
    """Return a right-to-left text in which each run of left-to-right words is isolated.

    ``text`` may be Markdown: targets of links, code, tags, ids and placeholders are unchanged,
    and so is what is isolated already.
    """
    if not _ANY.search(text):
        return text
    parts, position = [], 0
    for start, end in _runs(_masked(text), 0, len(text)):
        parts += [text[position:start], FSI, text[start:end], PDI]
        position = end
    return "".join([*parts, text[position:]]) if parts else text


def _masked(text: str) -> str:
    """Return a text of the same length in which everything that must not be isolated is hidden."""
    return _ISOLATED.sub(lambda match: MASK * len(match[0]), hidden(text, addresses=False))


def _runs(masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run between two offsets; brackets in a run are balanced."""
    for match in _RUN.finditer(masked, start, end):
        unpaired = [] if match["address"] else _unpaired_brackets(match[0])
        if not unpaired:
            yield match.span()
            continue
        offsets = [match.start() + offset for offset in unpaired]
        for before, after in pairwise([match.start() - 1, *offsets, match.end()]):
            yield from _runs(masked, before + 1, after)


def _unpaired_brackets(run: str) -> list[int]:
    """Return the offsets of brackets that have no counterpart in a run."""
    opened: list[int] = []
    unpaired: list[int] = []
    for bracket in _BRACKET.finditer(run):
        if bracket[0] == "(":
            opened.append(bracket.start())
        elif opened:
            opened.pop()
        else:
            unpaired.append(bracket.start())
    return sorted([*unpaired, *opened])

"""Keeps Latin names whole in texts that run from right to left.

A sign such as the plus of ``MIEUX+`` has no direction: at the end of a Latin name in an Arabic
sentence it would jump to the name's other side. Between U+2068 and U+2069 a name is a small text
of its own, with its own direction.
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
    r"(?:https?://|mailto:)[^\s<>()\[\]\"\u2068\u2069\ufffc]*[\w/]"
    rf"|{EMAIL}"
)
# From a letter on, what may belong to a name; its brackets are looked at afterwards. Digits stay
# with the letters that follow, but not the last part of a number such as 1,234.
_RUN = re.compile(
    rf"(?P<address>{_ADDRESS})"
    rf"|@?(?:(?<![0-9.,])(?<![0-9][ \u00a0\u202f])[0-9]+)?[{_LETTER}]"
    rf"(?:[{_UNIT}+()]|[.\-/'’@_&](?=[{_UNIT}(])|(?<=[0-9]),(?=[0-9])"
    rf"|[ \u00a0\u202f](?:&[ \u00a0\u202f])?(?=[{_UNIT}(]))*"
)
_BRACKET = re.compile("[()]")
_ISOLATED = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")


def isolate(text: str) -> str:
    """Return a right-to-left text in which each run of left-to-right words is isolated.

    ``text`` may be Markdown: targets of links, code, tags, ids and placeholders stay as they are,
    and so does what is isolated already.
    """
    if not _ANY.search(text):
        return text
    parts, position = [], 0
    for start, end in _runs(_masked(text), 0, len(text)):
        parts += [text[position:start], FSI, text[start:end], PDI]
        position = end
    return "".join([*parts, text[position:]]) if parts else text


def _masked(text: str) -> str:
    """Return a text of the same length where no isolate may be is hidden."""
    return _ISOLATED.sub(lambda match: MASK * len(match[0]), hidden(text, addresses=False))


def _runs(masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where runs between two places begin and end; their brackets are balanced."""
    for match in _RUN.finditer(masked, start, end):
        alone = [] if match["address"] else _alone(match[0])
        if not alone:
            yield match.span()
            continue
        places = [match.start() + place for place in alone]
        for one, other in pairwise([match.start() - 1, *places, match.end()]):
            yield from _runs(masked, one + 1, other)


def _alone(run: str) -> list[int]:
    """Return the places of brackets that have no counterpart in a run."""
    opened: list[int] = []
    alone: list[int] = []
    for bracket in _BRACKET.finditer(run):
        if bracket[0] == "(":
            opened.append(bracket.start())
        elif opened:
            opened.pop()
        else:
            alone.append(bracket.start())
    return sorted([*alone, *opened])

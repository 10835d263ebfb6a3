"""Pseudo-languages, which are generated: they show what is not translated and what does not fit.

``en-XA`` has accents on every letter, longer words, and brackets around each text: a letter without
an accent is not translatable, and a text without a bracket is cut off.
``ar-XB`` is English written from right to left: it shows what is on the wrong side.
CLDR and Android use the same names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.text.parser import parse
from brochure.text.spans import ATTRIBUTES, MASK, TAG, blocks, hidden, masked

PSEUDO = {"en-XA": "en", "ar-XB": "ar"}  # and the languages whose names and numbers they use

LONGER = 0.4  # how much longer than English a translation may be
RLO, PDF = "\u202e", "\u202c"

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "åƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻḾÑÖÞǪŔŠŢÛṼŴẊÝŽ"
_LOOKALIKES = str.maketrans(_LETTERS, _ACCENTED)
_VOWELS = frozenset("aeiouyAEIOUY")

_WORD = re.compile(r"[^\W\d_]+")
_JOINED = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# What may precede and follow the words of a block: tags; the final mark, a heading's id.
_LEAD = re.compile(rf"\s*(?:{TAG}\s*)*")
_TAIL = re.compile(
    rf"(?:[ \u00a0\u202f]?[.!?:;,…؟]+)?(?:\s+{ATTRIBUTES})?(?:\s+#+)?(?:\s*{TAG})*\s*\Z"
)
_UNDERLINE = "="  # of a heading
_BAR = re.compile(r"(?<!\\)\|")  # between cells
_CUT = "\0"
_PIECE = re.compile(f"[^{_CUT}]+")


def pseudo(text: str, tag: str) -> str:
    """Return a text in the pseudo-language ``tag``."""
    return {"en-XA": accented, "ar-XB": mirrored}[tag](text)


def accented(text: str) -> str:
    """Return a text with accents, longer, and between brackets, such as ``⟦Ĥéļļöö⟧.``, for Hello.

    Each paragraph, heading, item and cell has its own brackets, so that it stays what it is.
    """
    view = hidden(text)
    bare = _splice(text, list(_accents(view)))
    whole = _splice(text, sorted([*_accents(view), *_brackets(text, view)]))
    return whole if _structure(whole) == _structure(text) else bare


def mirrored(text: str) -> str:
    """Return a text whose words run from right to left."""
    words = _JOINED.finditer(hidden(text))
    return _splice(text, [(w.start(), w.end(), f"{RLO}{w[0]}{PDF}") for w in words])


def _accents(view: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and replacement of each word."""
    owed = 0.0
    for match in _WORD.finditer(view):
        word = match[0]
        owed += len(word) * LONGER
        vowels = [i for i, letter in enumerate(word) if letter in _VOWELS] or [len(word) - 1]
        more, rest = divmod(int(owed), len(vowels))
        times = {i: 1 + more + (number < rest) for number, i in enumerate(vowels)}
        owed -= int(owed)
        longer = "".join(letter * times.get(i, 1) for i, letter in enumerate(word))
        yield match.start(), match.end(), longer.translate(_LOOKALIKES)


def _brackets(text: str, view: str) -> Iterator[tuple[int, int, str]]:
    """Yield the brackets around each block's words, as start, end and replacement."""
    for start, end in _pieces(text, view):
        lead = _LEAD.match(text, start, end)
        inner = lead.end() if lead else start
        tail = _TAIL.search(text, inner, end)
        outer = tail.start() if tail else end
        while outer < end and view[outer - 1 : outer + 1] == MASK * 2:  # within an address
            outer += 1
        if _WORD.search(view, inner, outer):
            yield inner, inner, "⟦"
            yield outer, outer, "⟧"


def _pieces(text: str, view: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of what has words: a block, a cell, or its part beside lines of code."""
    cut = list(view)
    start = 0
    for line in masked(text).split("\n"):
        end = start + len(line)
        bars = [bar.start() for bar in _BAR.finditer(view, start, end)]
        if not line.strip(f" \t{_UNDERLINE}{MASK}"):
            cut[start:end] = _CUT * len(line)
        for at in (*bars, *(edge for edge in (start - 1, end) if bars and 0 <= edge < len(view))):
            cut[at] = _CUT
        start = end + 1
    whole = "".join(cut)
    for block in blocks(text):
        for piece in _PIECE.finditer(whole, block.start, block.end):
            yield piece.span()


def _structure(text: str) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the link targets and headings of a text, which brackets must not change."""
    document = parse(text)
    return [link.target for link in document.links], [(h.level, h.id) for h in document.headings]


def _splice(text: str, pieces: list[tuple[int, int, str]]) -> str:
    parts, position = [], 0
    for start, end, piece in pieces:
        parts += [text[position:start], piece]
        position = end
    return "".join([*parts, text[position:]])

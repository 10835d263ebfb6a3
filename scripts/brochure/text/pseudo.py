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
from brochure.text.spans import MASK, hidden

PSEUDO = {"en-XA": "en", "ar-XB": "ar"}  # and the languages whose names and numbers they use

LONGER = 0.4  # how much longer than English a translation may be
RLO, PDF = "\u202e", "\u202c"

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "åƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻḾÑÖÞǪŔŠŢÛṼŴẊÝŽ"
_LOOKALIKES = str.maketrans(_LETTERS, _ACCENTED)
_VOWELS = frozenset("aeiouyAEIOUY")

_WORD = re.compile(r"[^\W\d_]+")
_JOINED = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# What precedes the words of a line: list markers, quotation marks, heading marks, tags.
_LEAD = re.compile(r"\s*(?:(?:[-*+>]|#{1,6}|\d{1,9}[.)])[ \t]+|>|<[^<>\n]*>\s*)*")
# What follows them: the final mark, a heading's id and closing marks, tags.
_TAIL = re.compile(
    r"(?:[ \u00a0\u202f]?[.!?:;,…؟]+)?(?:\s+\{[#.:][^{}\n]*\})?(?:\s+#+)?"
    r"(?:\s*</[a-zA-Z][^<>]*>)*\s*\Z"
)
_BEGINS = re.compile(r"\s*(?:[-*+>]|#{1,6}|\d{1,9}[.)])[ \t]|\s*\|")  # a block of its own
_RULED = re.compile(r"[\s|:=-]*\Z")  # below a heading or a table's head, or between paragraphs
_HEADING = re.compile(r"#{1,6}[ \t]")
_CELL = re.compile(r"(?:\\.|[^|\\])+")


def pseudo(text: str, tag: str) -> str:
    """Return a text in the pseudo-language ``tag``."""
    return {"en-XA": accented, "ar-XB": mirrored}[tag](text)


def accented(text: str) -> str:
    """Return a text with accents, longer, and between brackets, such as ``⟦Ĥéļļöö⟧.``, for Hello.

    Each paragraph, heading, item and cell has its own brackets, so that it stays what it is.
    """
    masked = hidden(text)
    bare = _splice(text, list(_accents(masked)))
    whole = _splice(text, sorted([*_accents(masked), *_brackets(text, masked)]))
    return whole if _structure(whole) == _structure(text) else bare


def mirrored(text: str) -> str:
    """Return a text whose words run from right to left."""
    words = _JOINED.finditer(hidden(text))
    return _splice(text, [(w.start(), w.end(), f"{RLO}{w[0]}{PDF}") for w in words])


def _accents(masked: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and replacement of each word."""
    owed = 0.0
    for match in _WORD.finditer(masked):
        word = match[0]
        owed += len(word) * LONGER
        vowels = [i for i, letter in enumerate(word) if letter in _VOWELS] or [len(word) - 1]
        more, rest = divmod(int(owed), len(vowels))
        times = {i: 1 + more + (number < rest) for number, i in enumerate(vowels)}
        owed -= int(owed)
        longer = "".join(letter * times.get(i, 1) for i, letter in enumerate(word))
        yield match.start(), match.end(), longer.translate(_LOOKALIKES)


def _brackets(text: str, masked: str) -> Iterator[tuple[int, int, str]]:
    """Yield the brackets around each block's words, as start, end and replacement."""
    for start, end in _blocks(masked):
        lead = _LEAD.match(text, start, end)
        inner = lead.end() if lead else start
        tail = _TAIL.search(text, inner, end)
        outer = tail.start() if tail else end
        while outer < end and masked[outer - 1 : outer + 1] == MASK * 2:  # within an address
            outer += 1
        if _WORD.search(masked, inner, outer):
            yield inner, inner, "⟦"
            yield outer, outer, "⟧"


def _blocks(masked: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the paragraphs, headings, items and cells of a text."""
    begun: int | None = None
    offset = 0
    for line in masked.split("\n"):
        end = offset + len(line)
        ruled = bool(_RULED.match(line))
        hidden = not ruled and not line.strip(f" \t{MASK}")  # such as attributes of a paragraph
        if begun is not None and (ruled or hidden or _BEGINS.match(line)):
            yield begun, offset - 1
            begun = None
        if "|" in line and not ruled:
            if begun is not None:
                yield begun, offset - 1
                begun = None
            for cell in _CELL.finditer(line):
                yield offset + cell.start(), offset + cell.end()
        elif _HEADING.match(line):
            yield offset, end
        elif not ruled and not hidden and begun is None:
            begun = offset
        offset = end + 1
    if begun is not None:
        yield begun, len(masked)


def _structure(text: str) -> tuple[list[str], list[tuple[int, str]]]:
    """Return what brackets must not change in any text."""
    document = parse(text)
    return [link.target for link in document.links], [(h.level, h.id) for h in document.headings]


def _splice(text: str, pieces: list[tuple[int, int, str]]) -> str:
    parts, position = [], 0
    for start, end, piece in pieces:
        parts += [text[position:start], piece]
        position = end
    return "".join([*parts, text[position:]])

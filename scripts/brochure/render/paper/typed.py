"""What people have typed, as it can appear in a document: in paragraphs, with their directions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from brochure.files import fonts
from brochure.text.bidi import FSI, PDI

# Where a line may end in a word of more characters than this: there is no other place for it.
_LONGEST = 30
_WORD = re.compile(rf"\S{{{_LONGEST + 1},}}")
# What an XML document cannot contain.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Controls, and what says how others are to be read: a standard for documents refuses them.
_NOT_PRINTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ufff9-\ufffb\ufffe\uffff\ufeff\ud800-\udfff]"
)
_ISOLATES = re.compile("[\u2066-\u2069]")
_ISOLATED = re.compile(f"{FSI}([^{PDI}]*){PDI}")
# What keeps signs at the end of a part in its direction, by whether that is from right to left.
_MARKS = {False: "\u200e", True: "\u200f"}
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_RTL_RUN = re.compile(rf"[{_RTL}](?:[^\n]*[{_RTL}])?")
_NOT_RTL = re.compile(rf"[^\W\d_{_RTL}](?:[^{_RTL}\n]*[^\W_{_RTL}])?[+]*")


class Run(NamedTuple):
    """A part of a line in one direction."""

    text: str
    rtl: bool


def paragraphs(text: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def is_rtl(text: str, *, default: bool) -> bool:
    """Whether a text runs from right to left, which its first letter with a direction decides.

    Numbers without letters, such as those of telephones, never do.
    """
    kinds = [unicodedata.bidirectional(character) for character in text]
    if letters := [kind for kind in kinds if kind in {"L", "R", "AL"}]:
        return letters[0] != "L"
    return default and not {"EN", "AN"}.intersection(kinds)


def printable(root: Path, text: str) -> str:
    """Return a text for a PDF: with codes for what no font has, and places to divide long words."""
    return _WORD.sub(_divisible, fonts.with_codes(root, _NOT_PRINTED.sub("", text)))


def printable_lines(root: Path, text: str, *, rtl: bool) -> list[dict[str, Any]]:
    """Return the lines of a text for a PDF, each with whether it runs from right to left."""
    return [
        {"text": printable(root, line), "rtl": is_rtl(line, default=rtl)}
        for line in paragraphs(text)
    ]


def _divisible(word: re.Match[str]) -> str:
    parts, length = [], 0
    for character in word[0]:
        if length >= _LONGEST and not unicodedata.category(character).startswith(("M", "C")):
            parts.append("\u200b")
            length = 0
        parts.append(character)
        length += 1
    return "".join(parts)


def runs(text: str, *, rtl: bool) -> list[Run]:
    """Return the parts of our own words for XML, in a paragraph of one direction.

    Those of the other direction are apart, between marks: office programs do not all know that a
    part has a direction of its own. Names that U+2068 and U+2069 enclose are such parts; the two
    signs are left out, for some programs draw them.
    """
    return [_run(part, way, rtl) for part, way in _runs(text, rtl) if part]


def typed_run(text: str, *, rtl: bool) -> Run:
    """Return what somebody has typed for XML, in its own direction, in a paragraph of another."""
    return _run(text, is_rtl(text, default=rtl), rtl)


def _run(text: str, own: bool, around: bool) -> Run:  # noqa: FBT001 - two directions
    text = _NOT_XML.sub("", _ISOLATES.sub("", text))
    mark = "" if own == around else _MARKS[own]
    return Run(f"{mark}{text}{mark}", own)


def _runs(text: str, rtl: bool) -> Iterator[tuple[str, bool]]:  # noqa: FBT001
    """Yield parts with their directions: what is isolated, and what has other letters."""
    position = 0
    for match in _ISOLATED.finditer(text):
        yield from _by_script(text[position : match.start()], rtl)
        yield match[1], is_rtl(match[1], default=rtl)
        position = match.end()
    yield from _by_script(text[position:], rtl)


def _by_script(text: str, rtl: bool) -> Iterator[tuple[str, bool]]:  # noqa: FBT001
    position = 0
    for match in (_NOT_RTL if rtl else _RTL_RUN).finditer(text):
        yield text[position : match.start()], rtl
        yield match[0], not rtl
        position = match.end()
    yield text[position:], rtl

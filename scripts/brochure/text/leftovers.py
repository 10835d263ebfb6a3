"""Finds markup that readers see as it was written, because nothing renders it.

The visible text of the converted document decides; what looks like markup in the source alone may
be code, or escaped.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from brochure.text.code import without_code
from brochure.text.parser import visible_text
from brochure.text.spans import EMAIL

LINK, REFERENCE = "link", "reference"

_ADDRESS = (
    rf"(?:https?:|mailto:|tel:|\.{{0,2}}/|#[a-z])[^\s()]*|www\.[^\s()]+|{EMAIL}"
    r"|[^\s()]+\.(?:md|html?|png|jpe?g|gif|svg|webp|pdf)(?:#[^\s()]*)?"
)
_TAGS = (
    "a abbr b blockquote center code div em font h1 h2 h3 h4 h5 h6 hr i img li mark ol p s small"
    " span strike strong sub sup table td th tr u ul"
).replace(" ", "|")

_EVERYWHERE = {
    LINK: (
        rf"\[[^\[\]\n]*\]\s*[(（](?:{_ADDRESS})[)）]"  # [areas] (areas.md)
        rf"|\[[^\[\]\n]*\]\((?:{_ADDRESS})(?=\s*$)"  # [areas](areas.md
        rf"|\((?:{_ADDRESS})\)\[[^\[\]\n]+\]"  # (areas.md)[areas]
    ),
    REFERENCE: (
        r"\[(?!\^)[^\[\]\n]+\]\[(?!\^)[^\[\]\n]*\]"  # [areas][nowhere]
        r"|\[\[[^\[\]\n]+\]\]"  # [[areas]]
    ),
    "box": r'^(?:!!!|\?\?\?\+?|:::+)[ ]?[A-Za-z][^\n]*|^\[![A-Za-z]+\]|^===[ ]["“][^\n]*',
    "strikethrough": r"(?<!~)~~(?=[^~\s])[^~\n]+(?<!\s)~~(?!~)",
    "highlight": r"(?<![=\w])==(?=[^=\s])[^=\n]+(?<!\s)==(?![=\w])",
    "footnote": r"\[\^[^\[\]\s]+\]",
    "check box": r"^\[[ xX]\](?=\s)",
    "icon": r"(?<![\w:]):[a-z][\w+-]*:(?![\w:])",
    "abbreviation": r"^\*\[[^\[\]\n]+\]:[^\n]*",
    "open code": r"^[ ]*(?:`{3,}|~{3,})[^\n]*",
}
_IN_SHORT_TEXTS = {
    "line break": r"<br\s*/?>",
    "HTML": rf"<(?:{_TAGS})(?:\s[^<>\n]*)?/?>",
    "heading": r"^\#{1,6}[ ][^\n]*|^(?:={3,}|-{3,})[ ]*$",
}
_SIGNS = re.compile(
    r"~~|==|```|\[[\^! xX\[]|!!!|\?\?\?|:::|:[a-z][\w+-]*:|\]\s*[(（\[]|\)\[|\*\[|</?[a-zA-Z]"
    r"|^\#|^-{3}",
    re.MULTILINE,
)


def _compiled(patterns: dict[str, str]) -> list[tuple[str, re.Pattern[str]]]:
    return [(kind, re.compile(pattern, re.MULTILINE)) for kind, pattern in patterns.items()]


_PROSE = _compiled(_EVERYWHERE)
_SHORT = _compiled(_EVERYWHERE | _IN_SHORT_TEXTS)


@dataclass(frozen=True)
class Leftover:
    """What readers see of some markup, its kind, and where the source has it."""

    kind: str
    shown: str
    offset: int


@functools.lru_cache(maxsize=10_000)  # two rules ask for the same texts
def leftovers(text: str, *, is_prose: bool) -> tuple[Leftover, ...]:
    """Return the markup that stays in the visible text of prose or of a short text."""
    return tuple(_found(text, is_prose=is_prose)) if may_have_leftovers(text) else ()


def may_have_leftovers(text: str) -> bool:
    """Whether it is worth converting a text."""
    return bool(_SIGNS.search(text))


def _found(text: str, *, is_prose: bool) -> Iterator[Leftover]:
    visible = visible_text(text, is_prose=is_prose)
    source = without_code(text, is_prose=is_prose)
    for kind, pattern in _PROSE if is_prose else _SHORT:
        at = 0
        for match in pattern.finditer(visible):
            # In the source, the text of a link may have emphasis: then its address is found.
            written = (match[0], f"]{match[0].rpartition(']')[2]}")
            places = (_unescaped(part).search(source, at) for part in written if len(part) > 1)
            if place := next(filter(None, places), None):
                yield Leftover(kind, match[0], place.start())
                at = place.end()


def _unescaped(part: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\\){re.escape(part)}")

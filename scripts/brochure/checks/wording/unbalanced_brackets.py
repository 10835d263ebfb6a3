"""Each round bracket is closed in the same paragraph.

Pass: ``(one (two) three)``, ``a) first``, ``use # and )``, ``:-)``. Fail: ``(one``; ``one)``.
Square brackets are Markdown's. Quotation marks are left alone: what opens in one language closes in
another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding
from brochure.text.spans import blocks, hidden
from brochure.text.suggestions import shorten

ID = "unbalanced-brackets"

_BRACKET = re.compile(r"[()]")
# A label of a list's item: a) 1) iv); in a text of several items, anywhere: first a) this, b) that.
_LABEL = re.compile(r"(?:^|[\s(])(?:\d{1,3}|\w|[ivx]{1,5})$")
_SMILEY = re.compile(r"[:;=8xX][-o^']?$")
_NEAR = 30  # characters shown in a message


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each bracket without its other half."""
    del context
    view = hidden(text)  # not masked: the brackets of (;) and (8) are notations there
    if not _BRACKET.search(view):
        return
    for block in blocks(text):
        opened: list[int] = []
        for match in _BRACKET.finditer(view, block.start, block.end):
            at, before = match.start(), view[block.start : match.start()]
            if match[0] == "(":
                opened.append(at)
            elif opened:
                opened.pop()
            elif not (_LABEL.search(before) or _is_sign(before, view[at + 1 : block.end])):
                near = shorten(text[max(block.start, at - _NEAR) : at + 1].strip())
                yield _finding(at, f"closes a bracket that is not open: “{near}”")
        for at in opened:
            if not _is_sign(view[block.start : at], view[at + 1 : block.end]):
                near = shorten(text[at : min(block.end, at + _NEAR)].strip())
                yield _finding(at, f"opens a bracket that is not closed: “{near}”")


def _is_sign(before: str, after: str) -> bool:
    """Return whether a bracket is alone, or is the mouth of a smiley."""
    is_alone = before[-1:] in ("", " ") and after[:1] in ("", " ", ",", ".")
    return is_alone or bool(_SMILEY.search(before))


def _finding(at: int, message: str) -> Finding:
    return Finding(at, at + 1, message, "Add the other half, or delete it.")

"""Spanish opens each question and exclamation, too: ``¿ … ?`` and ``¡ … !``.

Pass: ``¿Quién puede pedir apoyo?`` Fail: ``Quién puede pedir apoyo?``
It is fixed if the whole sentence is the question; after a comma or colon the question may begin
later (``Si puede, ¿quién…?``), and only a person can decide where.

Source: Real Academia Española, *Ortografía de la lengua española* (2010), chapter III, 3.4.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding
from brochure.text.spans import MASK, blocks, masked
from brochure.text.suggestions import shorten

ID = "spanish-marks"

_OPENING = {"?": "¿", "!": "¡"}
_NAME = {"?": "question", "!": "exclamation"}
# A mark belongs to a word: (?) and a mark alone express doubt, and != is neither.
_MARKS = re.compile(r"(?<![(?!])[?!]+(?![=\w])(?!(?<=!)\[)")
_END = re.compile(r"[.!?…][\"”»’)\]*_]*\s+")
_WRAPPING = " \n\t\"'“‘«(*_["
_CLOSING = "\"'”’»)*_]"
_LATER = re.compile(r"[,:;—–¿¡(«“\"]")


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each closing mark without an opening one."""
    if context.language != "es":
        return
    view = masked(text)
    for block in blocks(text):
        done = block.start
        sentences = [block.start, *(m.end() for m in _END.finditer(view, block.start, block.end))]
        for match in _MARKS.finditer(view, block.start, block.end):
            before = view[done : match.start()]
            done = match.end()
            sign = match[0][0]
            if not any(map(str.isalpha, before)) or _OPENING[sign] in before:
                continue
            start = sentences[bisect.bisect(sentences, match.start()) - 1]
            # “¿Qué!” is allowed: what opens one way may close in the other.
            if any(opening in view[start : match.start()] for opening in "¿¡"):
                continue
            shown = shorten(text[start : match.end()])
            message = f'has no "{_OPENING[sign]}" before the {_NAME[sign]} “{shown}”'
            hint = f'Put "{_OPENING[sign]}" where the {_NAME[sign]} begins.'
            is_whole = not _LATER.search(view, _first(view, start), match.start())
            at = _insertion_point(view, start, match.start()) if is_whole else start
            yield Finding(at, at, message, hint, _OPENING[sign] if is_whole else None)


def _first(view: str, start: int) -> int:
    """Return where the first word begins, after quotation marks, emphasis and the like."""
    while start < len(view) and view[start] in _WRAPPING:
        start += 1
    return start


def _insertion_point(view: str, start: int, end: int) -> int:
    """Return where the opening mark goes: inside what encloses the sentence, or before it."""
    inner = _first(view, start)
    is_around = not any(sign in view[inner:end] for sign in (*_CLOSING, MASK))
    return inner if is_around else start + len(view[start:inner]) - len(view[start:inner].lstrip())

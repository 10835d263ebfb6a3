"""Spanish opens each question and exclamation, too: ``¿ … ?`` and ``¡ … !``.

Pass: ``¿Quién puede pedir apoyo?`` Fail: ``Quién puede pedir apoyo?``
It is fixed if the whole sentence is the question; after a comma or colon the question may begin
later (``Si puede, ¿quién…?``), and only a person can decide where. Nor is it fixed where the
sentence goes on, after an abbreviation, or if it ends in a name, which may have the mark (``en
Yahoo!``). Titles in other languages (``«Help!»``) and doubtful years (``1819?-1877``) are ignored.

Source: Real Academia Española, *Ortografía de la lengua española* (2010), chapter III, 3.4.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding
from brochure.checks.wording.words import MARKS, WORD
from brochure.text.abbreviations import is_abbreviation
from brochure.text.spans import MASK, Block, blocks, masked
from brochure.text.suggestions import shorten

ID = "spanish-marks"

_OPENING = {"?": "¿", "!": "¡"}
_NAME = {"?": "question", "!": "exclamation"}
# A mark belongs to the word that it follows; after a year it expresses doubt.
_MARKS = re.compile(
    rf"(?<=[\w{MARKS}{MASK}…».”\"’'*_)\]+%°€$])(?<!\d(?=\?+[-–)]))[?!]+(?![=\w~])(?!(?<=!)\[)"
)
_END = re.compile(r"[.!?…][\"”»’)\]*_]*\s+")
_WRAPPING = " \n\t\"'“‘«(*_["
_CLOSING = "\"'”’»)*_]"
_LATER = re.compile(r"[,:;—–¿¡(«“\"]")
_STOP = re.compile(r"\.(?=\s)")
# The commonest words of the languages that names and titles are in, and no words of Spanish.
_FOREIGN = re.compile(
    r"\b(?:and|are|at|das|der|die|et|for|how|is|ist|it|les|my|not|of|that|the|this|to|und|what"
    r"|where|who|why|you|your)\b",
    re.IGNORECASE,
)


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each closing mark without an opening one."""
    if context.language != "es":
        return
    view = masked(text)
    for block in blocks(text):
        done = block.start
        sentences = [block.start, *_ends(view, block)]
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
            if _FOREIGN.search(view, start, match.start()):
                continue
            words = WORD.findall(view, start, match.start())
            shown = shorten(text[start : match.end()])
            message = f'has no "{_OPENING[sign]}" before the {_NAME[sign]} “{shown}”'
            hint = f'Put "{_OPENING[sign]}" where the {_NAME[sign]} begins.'
            is_own = bool(words) and (sign == "?" or not _is_name(words))
            is_safe = is_own and _is_whole(view, _first(view, start), match)
            at = _insertion_point(view, start, match.start()) if is_safe else start
            yield Finding(at, at, message, hint, _OPENING[sign] if is_safe else None)


def _ends(view: str, block: Block) -> Iterator[int]:
    """Yield where a sentence ends and the next one begins; abbreviations end none."""
    for match in _END.finditer(view, block.start, block.end):
        if not is_abbreviation(view, match.start() + 1):
            yield match.end()


def _is_whole(view: str, start: int, mark: re.Match[str]) -> bool:
    """Return whether all from ``start`` up to the mark is one sentence, which ends there."""
    following = view[mark.end() :].lstrip(_CLOSING + " ")[:1]
    return not (
        following.islower()
        or following in {",", ";"}
        or _LATER.search(view, start, mark.start())
        or any(
            is_abbreviation(view, stop.end()) for stop in _STOP.finditer(view, start, mark.start())
        )
    )


def _is_name(words: list[str]) -> bool:
    """Return whether the last word may be a name with an exclamation mark."""
    return words[-1][0].isupper() and (len(words) > 1 or words[0].isupper())


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

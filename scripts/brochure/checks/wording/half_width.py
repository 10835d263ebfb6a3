"""Chinese has full-width punctuation: ``，。？！：；（）``; Japanese at least ``、。``.

Pass: ``你好，世界。`` Fail: ``你好,世界.`` In numbers, times, addresses and Latin passages,
the half-width signs stay: ``3.5``, ``10:30``, ``Hello, world``, ``文件.pdf``, ``第(1)项``. The
characters beside a sign decide.

Source: W3C, *Requirements for Chinese Text Layout*, 3.1; *Requirements for Japanese Text Layout*,
3.1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding
from brochure.checks.wording.words import WITHOUT_SPACES, letter_of, script
from brochure.text.spans import MASK, masked
from brochure.text.suggestions import shorten

ID = "half-width"

_SCRIPTS = {"Hans", "Hant", "Jpan"}
_WIDE = dict(zip(",.?!:;()", "，。？！：；（）", strict=True))
_JAPANESE = {",": "、", ".": "。"}  # the other signs have both widths
# Not an ellipsis, an extension (文件.pdf), an operator (!=) or an image.
_SIGN = re.compile(r"[,;]|(?<!\.)\.(?![.A-Za-z0-9])|[?!:](?![=:/\[])")
_PAIR = re.compile(r"[(（]([^()（）\n]*)[)）]")
_SKIPPED = "*_]\"'”’" + MASK
_REACH = 80  # characters in which the one beside a sign is looked for
_ITEM = 2  # characters: 第(1)项, 条(a)
_NUMERALS = 3  # characters at a line's beginning that may be its number: 十二.


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each half-width sign that belongs to Chinese or Japanese words."""
    own_script = script(context.locale)
    if own_script not in _SCRIPTS:
        return
    view = masked(text)
    wide = _JAPANESE if own_script == "Jpan" else _WIDE
    for match in _SIGN.finditer(view):
        if match[0] not in wide:
            continue
        before = view[max(0, match.start() - _REACH) : match.start()].rstrip(_SKIPPED)[-1:]
        after = view[match.end() :][:1]
        ends_latin = match[0] in ",;:" and _is_own(after) and not before.isspace()
        if _is_own(before) or (before and ends_latin):
            yield _finding(text, match.start(), wide[match[0]], _end(view, match))
    for match in _PAIR.finditer(view):
        if _is_narrow(view, match, own_script):
            for at in (match.start(), match.end() - 1):
                if view[at] in _WIDE:
                    is_apart = " " in (
                        view[match.start() - 1 : match.start()],
                        view[match.end() :][:1],
                    )
                    yield _finding(text, at, _WIDE[view[at]], None if is_apart else at + 1)


def _finding(text: str, at: int, wide: str, end: int | None) -> Finding:
    """Return a finding on a sign; ``end`` is where what it replaces ends, None if that is open."""
    near = shorten(text[max(0, at - 8) : at + 3])
    message = f'has a half-width "{text[at]}" in “{near}”'
    if end is None:
        return Finding(at, at + 1, message, f'Write "{wide}".')
    return Finding(at, end, message, f'Write "{wide}".', wide)


def _end(view: str, sign: re.Match[str]) -> int | None:
    """Return the end of the sign and the space that goes with it; None if it may be another."""
    start, end = sign.span()
    rest = view[end:][:_REACH].lstrip(" ")
    if sign[0] == ".":
        # Between characters it may be a middle dot, and after the first ones in a line a number.
        is_number = rest[:1] not in ("", "\n") and len(_line_before(view, start)) <= _NUMERALS
        if is_number or _is_own(view[end:][:1]):
            return None
    return end if rest[:1] in ("", "\n") else end + len(view[end:][:_REACH]) - len(rest)


def _line_before(view: str, at: int) -> str:
    return view[view.rfind("\n", 0, at) + 1 : at].strip(MASK)


def _is_narrow(view: str, pair: re.Match[str], own_script: str) -> bool:
    """Return whether brackets should be full-width: both, or the one that is not."""
    signs = pair[0][0] + pair[0][-1]
    if signs != "()" or own_script == "Jpan":  # Japanese has both kinds, in pairs
        return signs not in ("（）", "()")
    before = view[max(0, pair.start() - _REACH) : pair.start()]
    content = pair[1].replace(MASK, "")
    if any(map(_is_own, content)):
        return not before.endswith(" ") or _is_own(before.rstrip(" ")[-1:])
    is_item = len(content) <= _ITEM or not any(map(str.isalpha, content))
    return _is_own(before.rstrip(_SKIPPED)[-1:]) and not is_item


def _is_own(character: str) -> bool:
    """Return whether a character is a letter, or the end of a quotation, of these scripts."""
    return letter_of(character) in WITHOUT_SPACES or (
        unicodedata.category(character or " ") in ("Pe", "Pf")
        and unicodedata.east_asian_width(character) in "WF"
    )

"""A text has no invisible characters except where its script needs them.

Pass: ``می\u200cخواهم`` with a non-joiner, which decides the shape of Persian letters; soft hyphens
within a word of fifteen letters, which may need them. Fail: ``the a\u200brea`` with a zero width
space; a soft hyphen beside a space or in a shorter word. They come from other programs, and hide
words from searches and screen readers.

Source: Unicode Standard, chapter 23.2, “Layout Controls”; RFC 5892, appendix A, on joiners.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding, word_before
from brochure.checks.wording.words import letters_of
from brochure.text import cldr
from brochure.text.spans import MASK, masked

ID = "zero-width"

# Soft hyphens, zero width spaces, joiners, marks of direction, operators and byte order marks.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u2060-\u2064\ufeff]")
_MARKS = frozenset("\u061c\u200e\u200f")  # of direction
_LONG_WORD = 15  # letters
_EMPHASIS = "*_"
_REACH = 8  # characters in which the next one that is not emphasis is looked for
_VIRAMA = 9  # the combining class of signs that join consonants
# Scripts by the first word of their characters' names.
_CURSIVE = {"ARABIC", "SYRIAC", "MANDAIC", "MONGOLIAN", "NKO", "PHAGS-PA", "ADLAM", "HANIFI"}
_WITHOUT_SPACES = {"THAI", "LAO", "KHMER", "MYANMAR"}  # U+200B is where their words end
_JOINED = _CURSIVE | {
    unicodedata.name(chr(code)).split(" ")[0]
    for code in range(0x900, 0x1C00)
    if unicodedata.combining(chr(code)) == _VIRAMA
}
_HEH = "ه"  # with a non-joiner, a vowel at the end of Kurdish words
# What has a meaning to Markdown, perhaps only without an invisible character beside it.
_SYNTAX = set("*_`[]()<>{}#|!\\~+-=:&")


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each invisible character that has no effect, or a harmful one."""
    if text.isascii() or not _INVISIBLE.search(text):
        return
    view = masked(text)
    meant = _MARKS if _has_two_directions(text, context) else frozenset[str]()
    for match in _INVISIBLE.finditer(view):
        at = match.start()
        if match[0] in meant or _is_meant(view, at, context):
            continue
        code = f"U+{ord(match[0]):04X}"
        what = f"{code} ({unicodedata.name(match[0]).lower()})"
        word = word_before(text, at)
        message = f"has {what} after “{word}”" if word else f"begins with {what}"
        place = f"“{word}”" if word else "the beginning"
        hint = f"It is invisible: type the text again from {place} to the end of the next word."
        yield Finding(at, at + 1, message, hint, "" if _is_safe(view, at) else None)


def _is_meant(view: str, at: int, context: Context) -> bool:
    """Return whether the character has an effect that someone may want."""
    before = view[max(0, at - _REACH) : at].rstrip(_EMPHASIS)[-1:]
    after = view[at + 1 :][:_REACH].lstrip(_EMPHASIS)[:1]
    kinds = _category(before)[0] + _category(after)[0]
    scripts = {_script(before), _script(after)}
    match view[at]:
        case "\u00ad":
            return _is_letter(before) and _is_letter(after) and _is_long(view, at)
        case "\u200b":
            return not _WITHOUT_SPACES.isdisjoint(scripts | letters_of(context.locale))
        case "\u200c":
            # After a space it joins nothing; but in Arabic script, many type it before one.
            ends = scripts - {"ARABIC"} if before != _HEH else scripts
            return _joins(before, after, scripts) or not _CURSIVE.isdisjoint(ends)
        case "\u200d":
            is_emoji = _is_pictograph(before) and kinds[1] == "S"
            return is_emoji or _joins(before, after, scripts) or not _CURSIVE.isdisjoint(scripts)
        case "\u2060":  # letters stay together without it
            return "P" in kinds or "S" in kinds
    return False


def _is_long(view: str, at: int) -> bool:
    """Return whether the word around a soft hyphen is long, or has a part that is not known."""
    start = at - len(re.split(r"\s", view[:at])[-1])
    word = re.split(r"\s", view[start:])[0]
    return MASK in word or sum(map(str.isalpha, word)) >= _LONG_WORD


def _joins(before: str, after: str, scripts: set[str]) -> bool:
    """Return whether a joiner or non-joiner decides the shape of the letters beside it."""
    if any(unicodedata.combining(character) == _VIRAMA for character in before + after):
        return True
    is_between = _category(before)[0] not in "CZ" and _category(after)[0] not in "CZ"
    return is_between and (not _JOINED.isdisjoint(scripts) or MASK in before + after)


def _is_letter(character: str) -> bool:
    return character.isalpha() or character == MASK or _category(character)[0] == "M"


def _is_pictograph(character: str) -> bool:
    return _category(character) in ("So", "Sk") or character == "\ufe0f"


def _category(character: str) -> str:
    return unicodedata.category(character or "\n")


def _script(character: str) -> str:
    return unicodedata.name(character or "\n", "").split(" ")[0]


def _has_two_directions(text: str, context: Context) -> bool:
    """Return whether a text, or what fills its placeholders, may run from right to left."""
    if _MARKS.isdisjoint(text):
        return False
    characters = filter(str.isalpha, text)
    has_right_to_left = any(unicodedata.bidirectional(c) in ("R", "AL") for c in characters)
    return has_right_to_left or "{" in text or _direction(context.locale) != "ltr"


@functools.cache
def _direction(locale: str) -> str:
    try:
        return cldr.direction(locale)
    except ValueError:
        return ""


def _is_safe(view: str, at: int) -> bool:
    """Return whether the text is shown as before without the character."""
    before, after = view[at - 1 : at] if at else "", view[at + 1 :][:1]
    begins_line = not view[view.rfind("\n", 0, at) + 1 : at].strip()
    if _SYNTAX & {before, after} or (begins_line and not after.isalpha()):
        return False
    # Between letters, it may keep them from being joined.
    joins = view[at] == "\u200c" or _script(before) in _CURSIVE
    return not (joins and _is_letter(before) and _is_letter(after))

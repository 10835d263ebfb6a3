"""The numbers in a text, in a form that is the same for all languages.

An ordinal has a full stop after it (``20.`` for *20th*, *20ᵉ* and *XX*): another language may
write it as a word, as Arabic does.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from brochure.text.spans import MASK, hidden

# Thousands are parted by a point, comma, space or apostrophe, in Arabic by ٬; 150,000 is 1,50,000
# in India. Decimals follow a point or comma, in Arabic ٫.
_THOUSANDS = r"\d{1,3}(?:[.,٬'’\u00a0\u202f ]\d{3})+(?!\d)"
_INDIAN = r"\d{1,2}(?:,\d\d)+,\d{3}(?!\d)"
_NUMBER = rf"(?:{_THOUSANDS}|{_INDIAN}|\d+)(?:[.,٫]\d+)?"
_SEPARATOR = re.compile(r"[\s٬'’]|[.,](?=\d{3}(?:\D|$))|,(?=\d\d,)")
# A time of the day, which each language writes in its way: 10:30, 10.30, 10h30, 10 h 30, 10.30 a.m.
_GAP = "[ \u00a0\u202f]?"
_HALF = rf"{_GAP}[ap]\.?{_GAP}m(?!\w)"
_TIME = (
    r"(?<!\d)(?<!\d[.,:])(?P<hour>[01]?\d|2[0-4])"
    rf"(?:(?:[:.٫]|{_GAP}[hH]{_GAP})(?P<minute>[0-5]\d)(?!\d|[.,:]\d)(?:{_HALF})?|{_HALF})"
)
_ROMAN = (
    r"(?<![\w.’'-])(?=[IVXLC]{2}|[IVX](?:er?|ᵉʳ?))"
    r"(?P<roman>C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(?=(?:er?|ᵉʳ?|th)?(?![\w-]))"
)
_ANY = re.compile(f"{_TIME}|{_ROMAN}|(?P<number>{_NUMBER})")
_POSSIBLE = re.compile(r"\d|[IVXLC]{2}|[IVX][eᵉ]")  # most texts have none of these
_ORDINAL = re.compile(
    rf"{MASK}*(?:\.?[ºª]|(?:st|nd|rd|th|er|ers|re|res|ère|nde?|e|es|ème|ᵉʳ?)(?!\w))"
)
_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@functools.lru_cache(maxsize=50_000)  # all texts in 24 languages
def numbers(text: str) -> tuple[str, ...]:
    """Return the numbers that readers see, sorted, in Latin digits without groups."""
    if not _POSSIBLE.search(text):
        return ()
    return tuple(sorted(_found(hidden(text))))


@functools.lru_cache(maxsize=10_000)  # most languages have the same
def agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether texts with these numbers can be translations of each other.

    An ordinal may be missing in one of them: it may be a word there, as in *la Seconde Guerre*.
    """
    if one == other:
        return True
    only_one, only_other = _only(one, other), _only(other, one)
    if only_one and only_other:
        return False
    return all(number.endswith(".") for number in only_one + only_other)


def _only(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """Return the numbers of one text that the other lacks, ordinals first among equal values."""
    surplus = Counter(n.rstrip(".") for n in one) - Counter(n.rstrip(".") for n in other)
    ordered = sorted(one, key=lambda number: not number.endswith("."))
    found = []
    for number in ordered:
        if surplus[number.rstrip(".")] > 0:
            surplus[number.rstrip(".")] -= 1
            found.append(number)
    return found


def _found(view: str) -> Iterator[str]:
    latin = re.sub(r"[^\x00-\x7f]", lambda sign: str(unicodedata.decimal(sign[0], sign[0])), view)
    for match in _ANY.finditer(latin):
        if match["hour"]:
            yield _time(match)
        elif match["roman"]:
            yield f"{_roman(match['roman'])}."
        elif match["number"]:
            ordinal = "." if _ORDINAL.match(latin, match.end()) else ""
            yield _plain(match["number"]) + ordinal


def _time(match: re.Match[str]) -> str:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match[0].endswith("m"):
        hour = hour % 12 + (12 if "p" in match[0] else 0)
    return f"{hour}.{minute:02}" if minute else str(hour)


def _roman(letters: str) -> int:
    values = [_DIGITS[letter] for letter in letters]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def _plain(number: str) -> str:
    digits = _SEPARATOR.sub("", number).replace(",", ".").replace("٫", ".")
    whole, point, rest = digits.partition(".")
    whole = whole.lstrip("0") or "0"
    return whole if not rest.strip("0") else whole + point + rest

"""Words and the scripts in which languages are written, for the rules that compare them."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter

from babel.core import get_global

from brochure.text import cldr

# Letters with the marks that belong to them, which Python's \w does not count as letters.
MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0971-\u109f\u1780-\u17d3\u200c\u200d"
)
WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{MARKS}])*")

# How Unicode's names of letters begin, by the codes that CLDR has for scripts.
_HAN = ("CJK", "IDEOGRAPHIC", "KANGXI")
_NAMES: dict[str, tuple[str, ...]] = {
    "Arab": ("ARABIC",),
    "Armn": ("ARMENIAN",),
    "Beng": ("BENGALI",),
    "Cyrl": ("CYRILLIC",),
    "Deva": ("DEVANAGARI",),
    "Ethi": ("ETHIOPIC",),
    "Geor": ("GEORGIAN",),
    "Grek": ("GREEK",),
    "Gujr": ("GUJARATI",),
    "Guru": ("GURMUKHI",),
    "Hans": _HAN,
    "Hant": _HAN,
    "Hebr": ("HEBREW",),
    "Jpan": ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", *_HAN),
    "Khmr": ("KHMER",),
    "Knda": ("KANNADA",),
    "Kore": ("HANGUL", *_HAN),
    "Laoo": ("LAO",),
    "Latn": ("LATIN",),
    "Mlym": ("MALAYALAM",),
    "Mong": ("MONGOLIAN",),
    "Mymr": ("MYANMAR",),
    "Orya": ("ORIYA",),
    "Sinh": ("SINHALA",),
    "Taml": ("TAMIL",),
    "Telu": ("TELUGU",),
    "Tfng": ("TIFINAGH",),
    "Thaa": ("THAANA",),
    "Thai": ("THAI",),
    "Tibt": ("TIBETAN",),
}
# The scripts, by their names' beginnings, that are written without spaces between words.
WITHOUT_SPACES = frozenset(
    {"BOPOMOFO", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "KHMER", "LAO", "MYANMAR", "THAI"}
    | {"TIBETAN", *_HAN}
)
_KNOWN = frozenset(name for names in _NAMES.values() for name in names)


@functools.cache
def script(identifier: str) -> str:
    """Return the code of the script in which CLDR expects a locale; empty if it knows none."""
    try:
        locale = cldr.locale(identifier)
    except ValueError:
        return ""
    if locale.script:
        return str(locale.script)
    likely = get_global("likely_subtags")
    for key in (f"{locale.language}_{locale.territory}", locale.language):
        if found := likely.get(key):
            return str(found).split("_")[1]
    return ""


def script_name(identifier: str) -> str:
    """Return the English name of a locale's script, such as ``Arabic``."""
    code = script(identifier)
    name = str(cldr.locale("en").scripts.get(code, code))
    return f"{name} Han" if _NAMES.get(code) == _HAN else name


def letters_of(identifier: str) -> frozenset[str]:
    """Return how the names of a locale's letters begin (``LATIN``); nothing if not known."""
    return frozenset(_NAMES.get(script(identifier), ()))


@functools.lru_cache(maxsize=2_000)
def letter_of(character: str) -> str:
    """Return how a letter's name begins; empty if it is not a letter of a known script."""
    name = unicodedata.name(character, "").split(" ")[0] if character.isalpha() else ""
    return name if name in _KNOWN else ""


def letters(text: str) -> Counter[str]:
    """Count a text's letters by the beginning of their names."""
    return Counter(filter(None, map(letter_of, text)))


def without_accents(word: str) -> str:
    """Return a word in lower case and without accents, to compare it."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))

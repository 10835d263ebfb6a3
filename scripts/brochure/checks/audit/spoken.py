"""Whether a text is clearly in another language than it is declared in, by its script and words.

``frequent_words.txt`` lists words that are frequent in a language. Of two languages, only words
count that the other one does not have in its list: relatives such as Spanish and Portuguese share
many.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from brochure.checks.wording.words import WORD, letters, script
from brochure.checks.wording.words import letters_of as script_letters

_MIN_LENGTH = 60  # characters; most texts of a page are shorter, and are not looked at
_MIN_LETTERS = 80  # of another script: fewer can be a name or an address
_MIN_WORDS = 12
_MIN_HITS = 5
_MIN_DIFFERENT = 3
_SHARE = 0.15  # of all words
_TIMES = 5  # more than words of its own language


@functools.lru_cache(maxsize=1_000)  # menus and footers are on every page
def clearly_in(text: str, declared: str) -> str:
    """Return the language that a text is in, or a script's code if that is all one can tell.

    It is empty if the text is in its own language, or if one cannot be sure.
    """
    own_letters = script_letters(declared)
    if not own_letters or len(text) < _MIN_LENGTH:
        return ""
    count = letters(text)
    foreign = {name: number for name, number in count.items() if name not in own_letters}
    if sum(foreign.values()) * 2 <= count.total():
        own = _base(declared)
        return _by_words(text, own) if own in _frequent() else ""
    if sum(foreign.values()) < _MIN_LETTERS:
        return ""
    most = max(foreign, key=lambda name: foreign[name])
    found = _by_words(text, "")
    return found if found and most in script_letters(found) else _code(most)


def _by_words(text: str, own: str) -> str:
    """Return the language with by far the most frequent words in a text; empty if none has."""
    count = Counter(word.casefold() for word in WORD.findall(text))
    if count.total() < _MIN_WORDS:
        return ""
    table = _frequent()
    known = table.get(own, frozenset())
    best, most = "", max(_MIN_HITS, _SHARE * count.total())
    for language, frequent in table.items():
        found = (frequent - known) & count.keys()
        if language == own or len(found) < _MIN_DIFFERENT:
            continue
        hits = sum(count[word] for word in found)
        own_hits = sum(count[word] for word in (known - frequent) & count.keys())
        if hits >= most and hits >= _TIMES * own_hits:
            best, most = language, hits + 1
    return best


def _base(tag: str) -> str:
    base = tag.replace("_", "-").partition("-")[0].lower()
    return {"nb": "no", "nn": "no"}.get(base, base)


@functools.cache
def _frequent() -> Mapping[str, frozenset[str]]:
    lines = Path(__file__).with_name("frequent_words.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(":") for line in lines if line and not line.startswith("#"))
    return {tag: frozenset(words.split()) for tag, words in pairs}


def _code(name: str) -> str:
    """Return the code of the script whose letters' names begin so."""
    for language in ("en", "ar", "ru", "el", "he", "hi", "th", "ja", "ko", "zh", "ka", "hy", "am"):
        if name in script_letters(language):
            return script(language)
    return "Zyyy"

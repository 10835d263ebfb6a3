"""Whether a text is clearly in another language than it is declared in, by its script and words.

``frequent_words.txt`` lists words that are frequent in a language. Of two languages, only words
count that the other one does not have in its list: relatives such as Spanish and Portuguese share
many.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from brochure.checks.wording.words import WORD, letters, script
from brochure.checks.wording.words import letters_of as script_letters

_MIN_LETTERS = 30
_MIN_WORDS = 12
_MIN_HITS = 5
_MIN_DIFFERENT = 3
_SHARE = 0.15  # of all words
_TIMES = 5  # more than words of its own language


def clearly_in(text: str, declared: str) -> str:
    """Return the language that a text is in, or a script's code if that is all one can tell.

    It is empty if the text is in its own language, or if one cannot be sure.
    """
    own_letters = script_letters(declared)
    if not own_letters or len(text) < _MIN_LETTERS:
        return ""
    count = letters(text)
    if count.total() < _MIN_LETTERS:
        return ""
    foreign = {name: number for name, number in count.items() if name not in own_letters}
    in_other_script = sum(foreign.values()) * 2 > count.total()
    words = [word.casefold() for word in WORD.findall(text)]
    own = "" if in_other_script else _base(declared)
    if not in_other_script and own not in _frequent():
        return ""
    found = _by_words(words, own)
    if in_other_script:
        most = max(foreign, key=lambda name: foreign[name])
        return found if found and most in script_letters(found) else _code(most)
    return found


def _by_words(words: list[str], own: str) -> str:
    """Return the language with by far the most frequent words in a text; empty if none has."""
    if len(words) < _MIN_WORDS:
        return ""
    table = _frequent()
    known = table.get(own, frozenset())
    best, most = "", 0
    for language, frequent in table.items():
        if language == own or frequent.isdisjoint(words):
            continue
        hits = [word for word in words if word in frequent and word not in known]
        own_hits = sum(word in known and word not in frequent for word in words)
        is_clear = len(hits) >= max(_MIN_HITS, _SHARE * len(words), _TIMES * own_hits)
        if is_clear and len(hits) > most and len(set(hits)) >= _MIN_DIFFERENT:
            best, most = language, len(hits)
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

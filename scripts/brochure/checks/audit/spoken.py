"""Whether a text is clearly in another language than it is declared in, by its script and words.

``frequent_words.txt`` lists words that are frequent in a language. Of two languages, only words
count that the other one does not have in its list: relatives such as Spanish and Portuguese share
many.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

from brochure.checks.wording.words import WORD, letter_of, script
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
    own, foreign = _letters(text, own_letters)
    if foreign.total() <= own:
        base = _base(declared)
        return _by_words(text, base) if base in _frequent() else ""
    if foreign.total() < _MIN_LETTERS:
        return ""
    ((most, _),) = foreign.most_common(1)
    found = _by_words(text, "")
    return found if found and most in script_letters(found) else _code(most)


def _letters(text: str, own_letters: Collection[str]) -> tuple[int, Counter[str]]:
    """Count the letters of a language's script, and those of others by their names' beginnings."""
    own, foreign = 0, Counter[str]()
    for character, number in Counter(text).items():
        if name := letter_of(character):
            if name in own_letters:
                own += number
            else:
                foreign[name] += number
    return own, foreign


def _by_words(text: str, own: str) -> str:
    """Return the language with by far the most frequent words in a text; empty if none has."""
    words = WORD.findall(text.casefold())
    if len(words) < _MIN_WORDS:
        return ""
    count = Counter(words)
    different = frozenset(count)
    best, most = "", max(_MIN_HITS, _SHARE * len(words))
    for language, theirs, ours in _distinctive(own):
        found = theirs & different
        if len(found) < _MIN_DIFFERENT:
            continue
        hits = sum(count[word] for word in found)
        if hits >= most and hits >= _TIMES * sum(count[word] for word in ours & different):
            best, most = language, hits + 1
    return best


@functools.cache
def _distinctive(own: str) -> list[tuple[str, frozenset[str], frozenset[str]]]:
    """Return each other language, with the words that only it has, and those that only ours has."""
    table = _frequent()
    known = table.get(own, frozenset())
    return [
        (language, words - known, known - words)
        for language, words in table.items()
        if language != own
    ]


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

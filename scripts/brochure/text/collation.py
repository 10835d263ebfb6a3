"""The order of names in each language, as ICU has it: ``ch`` after ``h`` in Czech, ``å`` last.

``alphabets.txt``, which ``python -m tests.support.alphabets`` makes with ICU, has a line for each
order: its locales, a tab, and the letters in CLDR's notation for collation. ``<`` precedes a letter
that differs from the one before, ``<<`` one that differs by its accent, ``<<<`` by its case. After
backslashes come letters that are ordered as several, such as ``æ=a<e``. ``[backwards 2]`` compares
accents from the end of a name, as in Canadian French.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from brochure.text.cldr import locale

ALPHABETS = Path(__file__).with_name("alphabets.txt")

_BACKWARDS = "[backwards 2]"
_LETTER = re.compile(r"(<{1,3})([^<]+)")
_AFTER_ALL = 1_000_000  # the weight of letters that the alphabet does not have

SortKey = tuple[list[int], list[int], list[int], str]
Weight = tuple[int, int, int]


@functools.lru_cache(maxsize=10_000)
def sort_key(name: str, identifier: str) -> SortKey:
    """Return a key that orders names as dictionaries of the language do.

    Letters are compared first, then their accents, then their case.
    """
    alphabet = _alphabet(str(locale(identifier)))
    weights = [*alphabet.weights(unicodedata.normalize("NFC", name))]
    letters = [letter for letter, _, _ in weights if letter]
    accents = [accent for _, accent, _ in weights]
    cases = [case for _, _, case in weights]
    return letters, accents[::-1] if alphabet.backwards else accents, cases, name


@dataclass(frozen=True)
class Alphabet:
    """The weights of one language's letters: of the letter, its accent and its case."""

    letters: dict[str, list[Weight]]
    split: re.Pattern[str]
    backwards: bool

    def weights(self, text: str) -> Iterator[Weight]:
        """Yield the weights of a text; what is neither known nor a letter or number is ignored."""
        for letter in self.split.findall(text):
            if letter in self.letters:
                yield from self.letters[letter]
            elif (parts := unicodedata.normalize("NFD", letter)) != letter:
                yield from self.weights(parts)
            elif letter.isalnum():
                yield _AFTER_ALL + ord(letter), 0, 0


@functools.cache
def _alphabet(identifier: str) -> Alphabet:
    line = _lines()[next(name for name in _parents(identifier) if name in _lines())]
    chain, *several = line.removeprefix(_BACKWARDS).split("\\")
    letters: dict[str, list[Weight]] = {}
    weight = [0, 0, 0]
    for sign, letter in _LETTER.findall(chain):
        level = len(sign) - 1
        weight = [*weight[:level], weight[level] + 1, *[0] * (2 - level)]
        letters[letter] = [(weight[0], weight[1], weight[2])]
    for letter, parts in (entry.split("=") for entry in several):
        letters[letter] = [letters[part][0] for part in parts.split("<")]
    longer = sorted((letter for letter in letters if len(letter) > 1), key=len, reverse=True)
    split = re.compile("|".join([*map(re.escape, longer), "."]), re.DOTALL)
    return Alphabet(letters, split, line.startswith(_BACKWARDS))


def _parents(identifier: str) -> Iterator[str]:
    """Yield ``sr_Latn_RS``, ``sr_Latn``, ``sr`` and ``root``."""
    while identifier:
        yield identifier
        identifier = identifier.rpartition("_")[0]
    yield "root"


@functools.cache
def _lines() -> dict[str, str]:
    """Return each locale's line."""
    text = ALPHABETS.read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.removesuffix("\n").split("\n"))
    return {name: line for names, line in lines for name in names.split()}

"""Asks ICU how each language orders names; run by the system's Python, for which Debian packs ICU.

Standard input has the names of each CLDR locale as JSON. ``icu_alphabets.py sort`` prints them in
ICU's order, ``icu_alphabets.py write`` the alphabets that ``brochure.text.collation`` describes.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import icu  # type: ignore[import-not-found]

_EVERYWHERE = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0’‘“”«»–—…"
_NOTATION = set("<=\\")
_KINDS_OF_EXEMPLARS = range(4)  # main, auxiliary, index, punctuation
_ATTRIBUTES = ("ALTERNATE_HANDLING", "CASE_FIRST", "FRENCH_COLLATION")

Elements = list[tuple[int, int]]


class Order:
    """How ICU orders texts in a locale."""

    def __init__(self, locale: str) -> None:
        self.collator, self.by_letter, self.by_accent = (
            icu.Collator.createInstance(icu.Locale(locale)) for _ in range(3)
        )
        self.by_letter.setStrength(icu.Collator.PRIMARY)
        self.by_accent.setStrength(icu.Collator.SECONDARY)
        self._iterator = self.collator.createCollationElementIterator("")

    @property
    def rules(self) -> tuple[str | int, ...]:
        """What is the same for all locales that order texts in the same way."""
        kinds = (getattr(icu.UCollAttribute, name) for name in _ATTRIBUTES)
        return self.collator.getRules(), *map(self.collator.getAttribute, kinds)

    def tailored(self) -> Iterable[str]:
        """Return what is ordered otherwise than in most languages."""
        return map(str, icu.UnicodeSetIterator(self.collator.getTailoredSet(icu.UnicodeSet())))

    def elements(self, text: str) -> Elements:
        """Return the first weight and the others of each collation element."""
        self._iterator.setText(text)
        elements: Elements = []
        for element in self._iterator:
            weight, others = element >> 16 & 0xFFFF, element & 0xFFFF
            if others & 0xC0 == 0xC0:  # the second half of the one before
                first, rest = elements.pop()
                elements.append((first | weight, rest | others))
            else:
                elements.append((weight << 16, others << 16))
        return elements

    def sign(self, before: str, letter: str) -> str:
        """Return in which way two letters differ."""
        if self.by_letter.compare(before, letter):
            return "<"
        return "<<" if self.by_accent.compare(before, letter) else "<<<"


def main() -> None:
    """Answer on standard output."""
    names: dict[str, list[str]] = json.load(sys.stdin)
    if sys.argv[1] == "sort":
        for locale, texts in names.items():
            texts.sort(key=Order(locale).collator.getSortKey)
        json.dump(names, sys.stdout)
    else:
        sys.stdout.writelines(_lines(names))


def _lines(names: dict[str, list[str]]) -> Iterator[str]:
    """Yield each order with its locales; one such as ``sr_RS`` is left out if ``sr`` has it."""
    rules = {locale: Order(locale).rules for locale in ["root", *sorted(names)]}
    groups = defaultdict(list)
    for locale in rules:
        groups[rules[locale]].append(locale)
    for group in groups.values():
        named = [locale for locale in group if rules.get(_parent(locale)) != rules[locale]]
        order = Order(named[0])
        letters = {c for locale in group for c in _characters(locale, names.get(locale, []))}
        letters |= {c for c in order.tailored() if len(c) == 1 and not _is_han(c)} - _NOTATION
        backwards = "[backwards 2]" if order.rules[-1] == icu.UCollAttributeValue.ON else ""
        yield f"{' '.join(named)}\t{backwards}{''.join(_alphabet(order, letters))}\n"


def _parent(locale: str) -> str:
    if locale == "root":
        return ""
    return locale.rpartition("_")[0] or "root"


def _is_han(character: str) -> bool:
    return "CJK" in unicodedata.name(character, "CJK")


def _characters(locale: str, names: list[str]) -> set[str]:
    """Return what texts in a language are written with; Korean syllables by their letters."""
    data, text = icu.LocaleData(locale), [_EVERYWHERE, *names]
    with contextlib.suppress(icu.ICUError):  # a language that is newer than this ICU
        for kind in _KINDS_OF_EXEMPLARS:
            text += map(str, icu.UnicodeSetIterator(data.getExemplarSet(0, kind)))
    composed = unicodedata.normalize("NFC", "".join(text))
    korean = {c for c in composed if unicodedata.name(c, "").startswith("HANGUL SYLLABLE")}
    letters = unicodedata.normalize("NFD", "".join(korean))
    return {*composed, *composed.upper(), *composed.lower(), *letters} - korean - _NOTATION


def _alphabet(order: Order, characters: set[str]) -> Iterator[str]:
    single, several = {}, {}
    for letter in characters | _contractions(order, characters):
        elements = [element for element in order.elements(letter) if element[0]]
        if len(elements) > 1:
            several[letter] = elements
        elif order.collator.compare(letter, ""):
            single[letter] = elements
    weights = {element[0] for elements in single.values() for element in elements}
    for letter, elements in several.items():  # parts that are not letters, as in one reading of 藏
        if not weights.issuperset(element[0] for element in elements):
            single[letter] = elements[:1]
    letters = sorted(single, key=lambda letter: (order.collator.getSortKey(letter), letter))
    for before, letter in itertools.pairwise(["", *letters]):
        yield order.sign(before, letter) + letter
    parts: dict[Any, str] = {}
    for letter in reversed(letters):  # the first letter with a weight stands for it
        parts |= {key: letter for element in single[letter] for key in (element, element[0])}
    for letter in sorted(several.keys() - single.keys()):
        known = (parts.get(element) or parts[element[0]] for element in several[letter])
        yield f"\\{letter}={'<'.join(known)}"


def _contractions(order: Order, characters: set[str]) -> set[str]:
    """Return what is ordered otherwise than its characters one by one, such as Czech ``ch``."""
    alone = {c: order.elements(c) for c in characters}

    def is_contraction(text: str) -> bool:
        apart = itertools.chain(*(alone[c] for c in text))
        return unicodedata.is_normalized("NFC", text) and order.elements(text) != list(apart)

    letters = [c for c in characters if not _is_han(c)]
    marks = [c for c in letters if unicodedata.combining(c)]
    pairs = {a + b for a, b in itertools.product(letters, repeat=2) if is_contraction(a + b)}
    parted = {pair[0] + mark + pair[1] for pair in pairs if pair[1] in marks for mark in marks}
    tailored = {text for text in order.tailored() if len(text) > 1 and set(text) <= characters}
    return pairs | set(filter(is_contraction, parted | tailored))


main()

"""Suggests translations from a language's memory: of the same source, or of one much like it."""

from __future__ import annotations

import difflib
from collections import Counter
from typing import NamedTuple

from brochure.files import memory_file
from brochure.site.site import Site
from brochure.translation.status import PendingUnit

_LEAST = 70  # percent of the words
_COMPARED = 5  # sources, those with most words in common


class Suggestion(NamedTuple):
    """A translation, the source it was made from, and how many percent that has in common."""

    translation: str
    source: str
    percent: int


class Suggestions:
    """The suggestions for texts in language ``tag``; there are none without a memory."""

    def __init__(self, site: Site, tag: str) -> None:
        name = memory_file.name(tag)
        entries, _ = memory_file.read(site.root / name, name)
        self._tag = tag
        # The newest translation of each source, whose white space does not count.
        self._translations = {_words(entry.source): entry for entry in entries}
        self._by_word: dict[str, list[tuple[str, ...]]] = {}
        for source in self._translations:
            for word in set(source):
                self._by_word.setdefault(word, []).append(source)

    def find(self, entry: PendingUnit) -> Suggestion | None:
        """Return a suggestion other than the present translation.

        An outdated text is itself a translation of something like its source: for it, only the
        same source counts.
        """
        wanted = _words(entry.source)
        if known := self._translations.get(wanted):
            is_there = known.translation == entry.unit.texts.get(self._tag)
            return None if is_there else Suggestion(known.translation, known.source, 100)
        return self._similar(wanted) if entry.state == "missing" else None

    def _similar(self, wanted: tuple[str, ...]) -> Suggestion | None:
        common = Counter(source for word in set(wanted) for source in self._by_word.get(word, ()))
        best, most = None, _LEAST - 1
        for source, _ in common.most_common(_COMPARED):
            matcher = difflib.SequenceMatcher(None, source, wanted, autojunk=False)
            if (percent := int(100 * matcher.ratio())) > most:
                best, most = self._translations[source], percent
        return Suggestion(best.translation, best.source, most) if best else None


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())

"""Finds identical and similar sources in a translation memory.

Two texts are similar if they share at least 70 % of their words and marks, in the same order.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from brochure.files.memory_file import MemoryEntry
from brochure.files.translation_record import digest
from brochure.text.folded import UNSPACED
from brochure.translation.formats.catalogue import IDENTICAL, Match

_LEAST = 0.7
# Two texts that are so similar share at least this part of either one's tokens.
_LEAST_SHARED = _LEAST / (2 - _LEAST)
_MOST_MATCHES = 3

# Words, single characters of scripts that write no spaces between words, and other marks.
_TOKEN = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+|[^\w\s]")


class Matcher:
    """Searches one language's memory.

    Only texts that share one of their rarest tokens are compared, which finds all that are similar:
    if they shared none of those, they could not share enough of the others.
    """

    def __init__(self, entries: Iterable[MemoryEntry]) -> None:
        self._entries: dict[str, list[MemoryEntry]] = defaultdict(list)
        for entry in entries:
            self._entries[digest(entry.source)].append(entry)
        self._tokens = {name: _tokens(same[0].source) for name, same in self._entries.items()}
        self._numbered = {name: _numbered(tokens) for name, tokens in self._tokens.items()}
        self._counts = Counter(token for tokens in self._numbered.values() for token in tokens)
        self._by_rare_token: dict[str, list[str]] = defaultdict(list)
        for name, numbered in self._numbered.items():
            for token in self._rarest(numbered):
                self._by_rare_token[token].append(name)

    def matches(self, source: str, key: str = "") -> list[Match]:
        """Return what a source was translated as before: the best first, few at most."""
        found = self.identical(source, key) + self._similar(source)
        return list(dict.fromkeys(found))[:_MOST_MATCHES]

    def identical(self, source: str, key: str = "") -> list[Match]:
        """Return what the same source was translated as before.

        The one of the unit's own ``key`` comes first, then the newest.
        """
        same = reversed(self._entries.get(digest(source), ()))
        found = [
            _match(entry, _quality(entry, source))
            for entry in sorted(same, key=lambda e: e.key != key)
        ]
        return sorted(found, key=lambda match: -match.quality)

    def _similar(self, source: str) -> list[Match]:
        tokens = _tokens(source)
        numbered = _numbered(tokens)
        rarest = self._rarest(numbered)
        shared = {name for token in rarest for name in self._by_rare_token.get(token, ())}
        shared.discard(digest(source))
        candidates = sorted((-self._most(numbered, name), name) for name in shared)
        comparison = SequenceMatcher(b=tokens, autojunk=False)
        best: list[tuple[float, str]] = []
        least = _LEAST
        for negative, name in candidates:
            if -negative < least:  # neither this one nor those that follow
                break
            comparison.set_seq1(self._tokens[name])
            if (ratio := comparison.ratio()) >= least:
                best = sorted([*best, (ratio, name)], reverse=True)[:_MOST_MATCHES]
                least = best[-1][0] if len(best) == _MOST_MATCHES else _LEAST
        return [_match(self._entries[n][-1], min(int(100 * r), IDENTICAL - 1)) for r, n in best]

    def _most(self, tokens: frozenset[str], name: str) -> float:
        """Return how similar a text would be if its tokens were in the same order."""
        other = self._numbered[name]
        return 2 * len(tokens & other) / (len(tokens) + len(other))

    def _rarest(self, tokens: frozenset[str]) -> list[str]:
        """Return the tokens of which a similar text has at least one."""
        count = len(tokens) - math.ceil(_LEAST_SHARED * len(tokens)) + 1
        return sorted(tokens, key=lambda token: (self._counts[token], token))[:count]


def _quality(entry: MemoryEntry, source: str) -> int:
    """Return the quality of an entry whose source differs in white space or links, if at all."""
    return IDENTICAL if entry.source.split() == source.split() else IDENTICAL - 1


def _match(entry: MemoryEntry, quality: int) -> Match:
    return Match(entry.source, entry.translation, quality)


def _tokens(text: str) -> list[str]:
    """Return the words and marks of a text."""
    return _TOKEN.findall(text.casefold())


def _numbered(tokens: Sequence[str]) -> frozenset[str]:
    """Return tokens with a number, so that those that occur again count again."""
    seen: Counter[str] = Counter()
    numbered = set()
    for token in tokens:
        seen[token] += 1
        numbered.add(f"{token} {seen[token]}")
    return frozenset(numbered)

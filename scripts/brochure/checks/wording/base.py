"""The input of a rule on wording, and its findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Context:
    """The context of a text for the rules.

    ``tag`` and ``locale`` are its language's (``pt``, ``pt_PT``). ``source`` is the same text in
    the site's default language, None if this is it; ``is_variant`` is whether that is the same
    language, as en is of en-US. ``terms`` are pairs of a source's term and
    its translation. ``limit`` is its maximum length in characters, ``is_quotation`` whether the
    page sets quotation marks around it.
    """

    tag: str
    locale: str
    source: str | None = None
    terms: tuple[tuple[str, str], ...] = ()
    limit: int | None = None
    is_variant: bool = False
    is_quotation: bool = False

    @property
    def language(self) -> str:
        """The language without its territory, such as ``pt``."""
        return self.tag.replace("_", "-").split("-")[0].lower()

    @property
    def territory(self) -> str:
        """The territory of the locale, such as ``PT``; empty if it names none."""
        *_, last = self.locale.replace("-", "_").split("_")
        return last if last.isupper() else ""


@dataclass(frozen=True)
class Finding:
    """Something wrong with text[start:end].

    ``message`` follows the text's name (``has two spaces after “the”``). ``replacement`` is
    the corrected text; None where only a person can decide.
    """

    start: int
    end: int
    message: str
    hint: str
    replacement: str | None = None


# Pairs of a rule's ID and words in which it is to find nothing: a whole text or a part of it.
Exemptions = Collection[tuple[str, str]]


class Rule(Protocol):
    """A module with a rule."""

    ID: str

    def find(self, text: str, context: Context) -> Iterator[Finding]:
        """Yield the rule's findings in a text."""
        ...


def word_before(text: str, at: int) -> str:
    """Return the word before ``at``, for messages on what follows it."""
    words = text[max(0, at - 60) : at].split()
    return words[-1] if words else ""


def covers(words: Iterable[str], text: str, part: tuple[int, int] | None = None) -> bool:
    """Whether any of the words are in a text that is reported; of a part of it, around that part.

    ``part`` is where it begins and ends.
    """
    return any(one in text if part is None else _is_around(one, text, *part) for one in words)


def _is_around(words: str, text: str, start: int, end: int) -> bool:
    at = text.find(words) if words else -1
    while at >= 0:
        if at <= start and end <= at + len(words):
            return True
        at = text.find(words, at + 1)
    return False

"""A catalogue is a value: the texts to translate into one language, whatever the file format."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from brochure.site.translation_state import TranslationState

IDENTICAL = 100


class Match(NamedTuple):
    """An earlier translation of an identical or similar source.

    Its quality is the share of the source that is the same, in per cent.
    """

    source: str
    translation: str
    quality: int = IDENTICAL


@dataclass(frozen=True)
class CatalogueEntry:
    """One unit to translate.

    Its target is empty if it is missing, and only then. ``base`` is the version that a file was
    exported from: with it, an import tells what a translator changed from what changed here.

    Raises:
        ValueError: it contradicts itself, such as a translation without a source.
    """

    key: str
    source: str
    target: str = ""
    state: TranslationState = "missing"
    previous: str = ""  # the source that an outdated target was made from, if it is known
    positions: tuple[tuple[str, int], ...] = ()  # path and line
    notes: tuple[str, ...] = ()  # for translators: its use, terms of the glossary
    limit: int | None = None  # the longest target, in characters
    base: str | None = None  # digest of the exported target, "" if it was missing; None: unknown
    line: int = 0  # the line in the file that it was read from
    matches: tuple[Match, ...] = ()  # for translators, the best first; they are not read again

    def __post_init__(self) -> None:
        if not self.key or not self.source:
            raise ValueError(f'the unit "{self.key}" has no key or no source')
        if (self.state == "missing") != (not self.target):
            raise ValueError(f'the unit "{self.key}" is {self.state}; its target: "{self.target}"')
        if self.previous and self.state != "outdated":
            raise ValueError(f'the unit "{self.key}" is {self.state} and has a previous source')


@dataclass(frozen=True)
class Catalogue:
    """All units of a site in one language, in their order.

    ``project`` is the site's address. Languages are tags, such as ``fr`` or ``pt-PT``. In a
    catalogue that was read, project and source language are empty if the file does not name them.

    Raises:
        ValueError: two units have the same key.
    """

    project: str
    source_language: str
    language: str
    entries: tuple[CatalogueEntry, ...]

    def __post_init__(self) -> None:
        keys = Counter(entry.key for entry in self.entries)
        if duplicates := [key for key, count in keys.items() if count > 1]:
            raise ValueError(f"duplicate keys: {', '.join(duplicates)}")

"""Exports a language's translation memory as TMX, and imports TMX files into memories."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from brochure.files import atomic, memory_file
from brochure.files.atomic import Files
from brochure.files.memory_file import MemoryEntry
from brochure.problems import Problem, ProblemsError
from brochure.site.site import Site
from brochure.text import language_tags
from brochure.text.pseudo import PSEUDO
from brochure.text.suggestions import shorten
from brochure.translation import memory
from brochure.translation.formats import tmx

SUFFIX = ".tmx"


@dataclass(frozen=True)
class ImportedMemory:
    """The result of an import: new entries by language, and how many were known or left out."""

    added: Mapping[str, int]
    known: int
    left_out: int
    paths: tuple[Path, ...]


def export(site: Site, tag: str) -> tuple[bytes, int]:
    """Return the memory of a language as TMX, and the number of its entries.

    Raises:
        ProblemsError: it cannot be read.
    """
    entries = memory.load(site, tag)
    return tmx.write(entries, site.tags[0], tag), len(entries)


def import_file(site: Site, path: Path, language: str | None = None) -> ImportedMemory:
    """Add the pairs of a TMX file to the memories of their languages; the site is not changed.

    ``language`` is the one that texts are for whose language the site does not have, and the only
    one that is read then.

    Raises:
        ProblemsError: the file cannot be used, or it has nothing for the site.
        OSError: a file cannot be read or written. Nothing is changed then.
    """
    found, problems = tmx.read(path.read_bytes(), path.name)
    if found is None:
        raise ProblemsError(problems)
    languages = _Languages(site, path, language)
    entries: dict[str, dict[MemoryEntry, None]] = {}
    left_out = found.with_codes
    for unit in found.units:
        for tag, entry in languages.pairs(unit):
            if memory_file.is_valid(entry):
                entries.setdefault(tag, {})[entry] = None
            else:
                left_out += 1
    if not entries:
        raise ProblemsError([languages.nothing_found(found)])
    changed: Files = {}
    added, known = {}, 0
    for tag, pairs in entries.items():
        before = {entry[:2] for entry in memory.load(site, tag)}
        new = [entry for entry in pairs if entry[:2] not in before]
        added[tag] = len(new)
        known += len(pairs) - len(new)
        changed |= memory.extended(site, tag, new)
    return ImportedMemory(added, known, left_out, tuple(atomic.write_all(changed)))


class _Languages:
    """Finds the site's languages among those that a file names."""

    def __init__(self, site: Site, path: Path, wanted: str | None) -> None:
        self._first, *others = site.tags
        self._others = [tag for tag in others if tag not in PSEUDO]
        self._locales = {language.tag: language.locale for language in site.languages}
        self._path = path
        self._wanted = language_tags.match(wanted, self._locales) if wanted is not None else None
        if wanted is not None and self._wanted not in self._others:
            message = f'"{shorten(wanted)}" is not a language to translate'
            raise ProblemsError([self._problem(message, f"Languages: {', '.join(self._others)}.")])

    def pairs(self, texts: Mapping[str, str]) -> Iterator[tuple[str, MemoryEntry]]:
        """Yield the language and the entry for each translation of the site's default language."""
        by_tag: dict[str | None, str] = {}
        for named, text in texts.items():
            by_tag.setdefault(self._tag(named), unicodedata.normalize("NFC", text.strip()))
        source = by_tag.get(self._first)
        for tag in (self._wanted,) if self._wanted else self._others:
            if source and by_tag.get(tag):
                yield tag, MemoryEntry(source, by_tag[tag])

    def _tag(self, named: str) -> str | None:
        """Return the site's language that a locale means; en-US may do for British English."""
        if found := language_tags.match(named, self._locales):
            return found
        bases = (tag for tag in (self._wanted, self._first) if tag)
        base = language_tags.base(named)
        return next((tag for tag in bases if language_tags.base(tag) == base), None)

    def nothing_found(self, found: tmx.Memory) -> Problem:
        """Return the problem that a file has nothing for the site."""
        named = sorted({language for unit in found.units for language in unit})
        listed = ", ".join(named)
        known = ", ".join([self._wanted] if self._wanted else self._others)
        message = (
            f"the file has {f'texts in {shorten(listed)}' if listed else 'no texts'};"
            f' expected texts in "{self._first}" with their translations into {known}'
        )
        others = [name for name in named if language_tags.match(name, self._locales) is None]
        bases = set(map(language_tags.base, others))
        options = [f"--language {tag}" for tag in self._others if language_tags.base(tag) in bases]
        hint = "Export the memory of these languages from your program."
        if options and not self._wanted:
            hint = f"If its texts fit a language of the site, say so: {' or '.join(options)}."
        return self._problem(message, hint)

    def _problem(self, message: str, hint: str) -> Problem:
        return Problem(self._path.name, 1, 1, "error", "catalogue", message, hint)

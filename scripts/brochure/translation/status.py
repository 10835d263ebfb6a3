"""The states of translations by language and by file, and the work that an edit causes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from brochure.schema import Language
from brochure.site.site import Site
from brochure.site.translation_state import Status, TranslationState
from brochure.site.units import Unit
from brochure.text import cldr
from brochure.translation import memory

# A unit with its key, its source and the source's number of words, for all languages.
_Source = tuple[Unit, str, str, int]

# What people call each state.
STATES: dict[TranslationState, str] = {
    "missing": "missing",
    "outdated": "outdated",
    "review": "needs review",
    "done": "done",
}


class PendingUnit(NamedTuple):
    """A unit that is not done: its present source, and the one it was made from."""

    unit: Unit
    state: TranslationState
    source: str
    previous: str
    words: int


@dataclass
class FileStatus:
    """A file's units in one language: numbers of units and of source words by state."""

    name: str
    units: dict[TranslationState, int] = field(default_factory=lambda: dict.fromkeys(STATES, 0))
    words: dict[TranslationState, int] = field(default_factory=lambda: dict.fromkeys(STATES, 0))
    entries: list[PendingUnit] = field(default_factory=list)


@dataclass(frozen=True)
class LanguageStatus:
    """The state of a language's translations, by file.

    ``remembered`` are the missing units whose source was translated before, ``remembered_words``
    their words.
    """

    language: Language
    files: tuple[FileStatus, ...]
    remembered: int
    remembered_words: int

    @property
    def name(self) -> str:
        """Its English name."""
        return cldr.english_name(self.language.tag)

    def units(self, *states: TranslationState) -> int:
        """Count its units in these states; in all of them if none is named."""
        return sum(file.units[state] for file in self.files for state in states or STATES)

    def words(self, *states: TranslationState) -> int:
        """Count the source's words in these units."""
        return sum(file.words[state] for file in self.files for state in states or STATES)

    @property
    def share(self) -> int:
        """The percentage of words that are done, rounded down."""
        return 100 * self.words("done") // max(1, self.words())

    def entries(self) -> Iterator[PendingUnit]:
        """Yield the texts that are not done."""
        for file in self.files:
            yield from file.entries


def collect_status(site: Site, tags: Iterable[str] = ()) -> list[LanguageStatus]:
    """Return the status of languages, of all but the default one if none is named."""
    first = site.tags[0]
    sources: dict[str, list[_Source]] = {}
    for unit in site.all_units:
        if text := unit.texts.get(first):
            source = (unit, unit.key, text, words(text))
            sources.setdefault(unit.file, []).append(source)
    return [_language(site, tag, sources) for tag in tags or site.tags[1:]]


def _language(site: Site, tag: str, sources: Mapping[str, Sequence[_Source]]) -> LanguageStatus:
    others = site.statuses(tag).others
    files = tuple(_file(name, in_file, others) for name, in_file in sources.items())
    missing = [e for file in files for e in file.entries if e.state == "missing"]
    before = memory.sources(site, tag) if missing else ()
    found = [entry.words for entry in missing if entry.source in before]
    return LanguageStatus(site.language(tag), files, len(found), sum(found))


def _file(name: str, sources: Sequence[_Source], others: Mapping[str, Status]) -> FileStatus:
    file = FileStatus(name)
    for unit, key, source, count in sources:
        if (status := others.get(key)) and status.state != "done":
            state, record = status.state, status.record
            has_changed = state != "missing" and record and record.source != source
            previous = record.source if record and has_changed else ""
            file.entries.append(PendingUnit(unit, state, source, previous, count))
            file.units[state] += 1
            file.words[state] += count
    file.units["done"] = len(sources) - len(file.entries)
    file.words["done"] = sum(map(itemgetter(-1), sources)) - sum(file.words.values())
    return file


def words(text: str) -> int:
    """Count words as translation agencies do: separated by white space."""
    return len(text.split())


def stale_summary(languages: Sequence[LanguageStatus]) -> str:
    """Return a line on what has to be translated again, such as after an edit of the source."""
    stale = [status for status in languages if status.units("outdated", "review")]
    outdated, review = (
        {e.unit.key: e.words for s in stale for e in s.entries() if e.state == state}
        for state in ("outdated", "review")
    )
    if not stale:
        return "Nothing is outdated or needs review."
    parts = []
    if outdated:
        parts.append(
            "1 unit is outdated" if len(outdated) == 1 else f"{len(outdated)} units are outdated"
        )
    if review:
        units = "" if outdated else " unit" if len(review) == 1 else " units"
        parts.append(f"{len(review)}{units} {'needs' if len(review) == 1 else 'need'} review")
    tags = ", ".join(status.language.tag for status in stale)
    words_ = sum((outdated | review).values())
    return f"{' and '.join(parts)} in {tags}, about {words_} words."


def memory_summary(status: LanguageStatus) -> str:
    """Return a line on what the translation memory has for the missing units, if anything."""
    if not status.remembered:
        return ""
    units, words = status.units("missing"), status.words("missing")
    return (
        f"{status.language.tag}: the translation memory has {status.remembered} of {units} missing"
        f" units, {status.remembered_words} of {words} words."
    )

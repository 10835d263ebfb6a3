"""What is missing, outdated or done, by language and by file; and what an edit costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from brochure.files.snapshot_file import Snapshots
from brochure.schema import Language
from brochure.site import staleness
from brochure.site.site import Site
from brochure.site.staleness import State
from brochure.site.units import Unit
from brochure.text import cldr

# A unit with its key, its texts, its source and the source's words: what every language is asked.
_Source = tuple[Unit, str, Mapping[str, str], str, int]

STATES: tuple[State, ...] = ("missing", "outdated", "done")


class Entry(NamedTuple):
    """A unit that is missing or outdated: its source now, and the one it was made from."""

    unit: Unit
    state: State
    source: str
    previous: str
    words: int


@dataclass
class Part:
    """A file's units in one language: numbers of units and of source words by state."""

    name: str
    units: dict[State, int] = field(default_factory=lambda: dict.fromkeys(STATES, 0))
    words: dict[State, int] = field(default_factory=lambda: dict.fromkeys(STATES, 0))
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class LanguageStatus:
    """Where a language stands."""

    language: Language
    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        """Its English name."""
        return cldr.english_name(self.language.tag)

    def units(self, *states: State) -> int:
        """Count its units in these states; in all of them if none is named."""
        return sum(part.units[state] for part in self.parts for state in states or STATES)

    def words(self, *states: State) -> int:
        """Count the source's words in these units."""
        return sum(part.words[state] for part in self.parts for state in states or STATES)

    @property
    def share(self) -> int:
        """The percentage of words that are done, rounded down."""
        return 100 * self.words("done") // max(1, self.words())

    def entries(self) -> Iterator[Entry]:
        """Yield what is missing or outdated."""
        for part in self.parts:
            yield from part.entries


def survey(site: Site, tags: Iterable[str] = ()) -> list[LanguageStatus]:
    """Return where languages stand, all but the default one if none is named."""
    first = site.tags[0]
    files: dict[str, list[_Source]] = {}
    for unit in site.all_units:
        if text := unit.texts.get(first):
            source = (unit, unit.key, unit.texts, text, words(text))
            files.setdefault(unit.file, []).append(source)
    return [_language(site, tag, files) for tag in tags or site.tags[1:]]


def _language(site: Site, tag: str, files: Mapping[str, Sequence[_Source]]) -> LanguageStatus:
    known = site.snapshots.get(tag, {})
    parts = tuple(_part(name, tag, sources, known) for name, sources in files.items())
    return LanguageStatus(site.language(tag), parts)


def _part(name: str, tag: str, sources: Sequence[_Source], known: Snapshots) -> Part:
    part = Part(name)
    for unit, key, texts, source, count in sources:
        state = staleness.state(texts.get(tag), source, known.get(key))
        if state != "done":
            previous = known[key].source if state == "outdated" else ""
            part.entries.append(Entry(unit, state, source, previous, count))
            part.units[state] += 1
            part.words[state] += count
    part.units["done"] = len(sources) - len(part.entries)
    part.words["done"] = sum(map(itemgetter(-1), sources)) - sum(part.words.values())
    return part


def words(text: str) -> int:
    """Count words as translators are paid: what stands between spaces."""
    return len(text.split())


def cost(languages: Sequence[LanguageStatus]) -> str:
    """Say in a line what has to be translated anew, such as after an edit of the source."""
    behind = [status for status in languages if status.units("outdated")]
    if not behind:
        return "Nothing is outdated."
    keys = {e.unit.key: e.words for s in behind for e in s.entries() if e.state == "outdated"}
    units = "1 unit is" if len(keys) == 1 else f"{len(keys)} units are"
    tags = ", ".join(status.language.tag for status in behind)
    return f"{units} outdated in {tags}, about {sum(keys.values())} words."

"""Texts of an added language whose units are gone: which have another key now, and which are lost.

A renamed unit is found by its source, which is on record or stated above the text. Where one text
of a record or a page has moved, the others follow, even if their sources have changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from brochure.files import translation_file
from brochure.files.memory_file import MemoryEntry
from brochure.files.translation_record import TranslationRecord, digest
from brochure.site import unit_keys
from brochure.site.site import Site
from brochure.site.units import PageUnit, Unit
from brochure.text.parser import parse
from brochure.translation.noting import made


@dataclass(frozen=True)
class Orphan:
    """A text whose unit is gone; ``source`` is what it translates, empty if nobody knows."""

    key: str
    text: str
    source: str
    record: TranslationRecord | None

    @property
    def digests(self) -> set[str]:
        """The digests of what its source is known to have been."""
        seen = {self.record.seen} if self.record and self.record.seen else set()
        return seen | {digest(self.source)} if self.source else set()


@dataclass
class Reunion:
    """What becomes of orphans: their new keys by old ones, and the texts and records of those.

    ``gone`` are to be removed, and ``unknown`` the keys of those that nobody could find again:
    they stay.
    """

    keys: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    records: dict[str, TranslationRecord] = field(default_factory=dict)
    gone: list[MemoryEntry] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def removed(self) -> set[str]:
        """The keys of texts that leave their places."""
        return self.keys.keys() | {entry.key for entry in self.gone}


def reunite(site: Site, tag: str) -> Reunion:
    """Return what becomes of the texts in language ``tag`` whose units are gone."""
    found = {orphan.key: orphan for orphan in orphans(site, tag)}
    first = site.tags[0]
    lacking = {u.key: u for u in site.all_units if first in u.texts and tag not in u.texts}
    reunion = Reunion()
    for old, new in _renamed(found, lacking, site).items():
        orphan, unit = found.pop(old), lacking[new]
        text = _with_id_of(new, orphan.text)
        reunion.keys[old], reunion.texts[new] = new, text
        reunion.records[new] = _record(orphan, unit.texts[first])
    for orphan in found.values():
        if orphan.source:
            reunion.gone.append(MemoryEntry(orphan.source, orphan.text, orphan.key))
        else:
            reunion.unknown.append(orphan.key)
    return reunion


def orphans(site: Site, tag: str) -> Iterator[Orphan]:
    """Yield each text of an added language whose unit is gone."""
    texts, stated = {}, {}
    if external := site.external_texts.get(tag):
        texts = {key: text for key, text in (external.data or {}).items() if text.strip()}
        stated = translation_file.stated_sources(site.root / external.path, site.tags[0])
    texts |= {s.unit.key: s.text for s in site.segments(tag) if isinstance(s.unit, PageUnit)}
    records = site.records.get(tag, {})
    for key, text in texts.items():
        if key not in site.units_by_key:
            record = records.get(key)
            yield Orphan(key, text, record.source if record else stated.get(key, ""), record)


def _renamed(
    found: Mapping[str, Orphan], lacking: Mapping[str, Unit], site: Site
) -> dict[str, str]:
    """Return the new key of each unit that was renamed, by its old one."""
    by_digest: dict[str, list[str]] = {}
    for key, unit in lacking.items():
        by_digest.setdefault(digest(unit.texts[site.tags[0]]), []).append(key)
    fitting = (
        (_likeness(old, new), old, new)
        for old, orphan in found.items()
        for one in orphan.digests
        for new in by_digest.get(one, ())
        if _kind(old) == _kind(new)
    )
    renamed: dict[str, str] = {}
    free = set(lacking)
    for _, old, new in sorted(fitting, reverse=True):
        if old not in renamed and new in free:
            renamed[old] = new
            free.remove(new)
    alive = {part for key in site.units_by_key for part in unit_keys.above(key)}
    for before, after in {_moved(old, new) for old, new in renamed.items()}:
        for old in found.keys() - renamed.keys() if before not in alive else ():
            new = after + old.removeprefix(before)
            if before in unit_keys.above(old) and new in free:
                renamed[old] = new
                free.remove(new)
    return renamed


def _likeness(one: str, other: str) -> int:
    """Count the ids and names that are in both keys."""
    return len(unit_keys.names(one) & unit_keys.names(other))


def _moved(old: str, new: str) -> tuple[str, str]:
    """Return which part of a key has become which, where what follows it is the same."""
    for part in unit_keys.above(old):
        rest = old.removeprefix(part)
        if new.endswith(rest) and new != rest:
            return part, new.removesuffix(rest)
    return old, new


def _kind(key: str) -> tuple[bool, bool]:
    """Whether a key is that of a page, and of a section with a heading: each is written its way."""
    return unit_keys.page(key) is not None, bool(unit_keys.heading(key))


def _with_id_of(key: str, text: str) -> str:
    """Return the text of a section whose heading has the id that its key names."""
    name, heading = unit_keys.heading(key), next(iter(parse(text).headings), None)
    if not (name and heading and heading.id):
        return text
    line = text[heading.offset :].partition("\n")[0]
    before, _, after = line.rpartition(f"#{heading.id}")
    renamed = f"{before}#{name}{after}" if before else line
    return text[: heading.offset] + renamed + text[heading.offset + len(line) :]


def _record(orphan: Orphan, source: str) -> TranslationRecord:
    """Return the record of a renamed unit's text, whose state is what it was."""
    known = orphan.record or made(orphan.source, orphan.text)
    return known._replace(source=source) if digest(source) == digest(known.source) else known

"""The translation memory: what every text of the site was ever translated as, by language."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from brochure.files import memory_file
from brochure.files.memory_file import MemoryEntry
from brochure.files.translation_record import TranslationRecord, digest
from brochure.problems import Problem, ProblemsError
from brochure.site.site import Site
from brochure.site.translation_state import Status
from brochure.site.units import PageUnit, Unit
from brochure.text.pseudo import PSEUDO

if TYPE_CHECKING:
    from brochure.files.atomic import Files


def extended(site: Site, tag: str, entries: Iterable[MemoryEntry]) -> Files:
    """Return the file of a language's memory with some entries more.

    Raises:
        ProblemsError: the file cannot be read: what it holds would be lost.
    """
    if tag in PSEUDO:
        return {}
    name = memory_file.name(tag)
    text, found = memory_file.read_text(site.root / name, name)
    if found:
        raise ProblemsError(found)
    new = memory_file.extended(text, entries)
    return {site.root / name: new} if new else {}


def pairs(
    site: Site, tag: str, statuses: Mapping[str, Status], *, doubtful: bool = False
) -> Iterator[MemoryEntry]:
    """Yield each text of a language with the source that it is known to translate.

    With ``doubtful``, those that need review are among them.
    """
    for unit in site.all_units:
        source, text = unit.texts.get(site.tags[0]), unit.texts.get(tag)
        state, record, *_ = statuses[unit.key]
        if text and source and state == "done":
            yield MemoryEntry(source, text, unit.key)
        elif text and record and (doubtful or _is_certain(text, record)):
            yield MemoryEntry(record.source, text, unit.key)


def _is_certain(text: str, record: TranslationRecord) -> bool:
    return record.state in {"done", "outdated"} and record.translation == digest(text)


def restored(
    site: Site, tag: str, placed: Container[str]
) -> tuple[dict[str, str], dict[str, TranslationRecord]]:
    """Return by key the texts that a language had before, and their records.

    Only units without a place in the language's files are looked for: one that has a place but no
    text was emptied by somebody. ``placed`` are the keys of those that get a text from elsewhere.
    """
    if tag not in site.tags and (site.root / "docs" / tag).exists():
        return {}, {}
    known = {(e.key, *e.source.split()): e.translation for e in load(site, tag) if e.key}
    texts, records = {}, {}
    for unit in site.all_units if known else ():
        source = unit.texts.get(site.tags[0], "")
        text = known.get((unit.key, *source.split()))
        if text and unit.key not in placed and not _has_place(site, unit, tag):
            texts[unit.key] = text
            records[unit.key] = TranslationRecord(source, digest(text))
    return texts, records


def _has_place(site: Site, unit: Unit, tag: str) -> bool:
    if isinstance(unit, PageUnit):
        has_page = tag in unit.pages
        return unit.section(tag) is not None if unit.is_prose else has_page
    return tag in site.external_texts and unit.key in (site.external_texts[tag].data or {})


def load(site: Site, tag: str) -> list[MemoryEntry]:
    """Return the memory of a language; what cannot be read is left out.

    If there is none yet, it consists of the present texts.
    """
    name = memory_file.name(tag)
    if tag in site.tags and not (site.root / name).exists():
        return list(pairs(site, tag, site.statuses(tag)))
    return memory_file.read(site.root / name, name)[0]


def problems(site: Site, tag: str) -> list[Problem]:
    """Return the problems of a language's memory."""
    name = memory_file.name(tag)
    return memory_file.read(site.root / name, name)[1]


def sources(site: Site, tag: str) -> Container[str]:
    """Return the sources that a language has translations of, exactly as they were."""
    name = memory_file.name(tag)
    if not (site.root / name).exists():
        return {entry.source for entry in load(site, tag)}
    return memory_file.Sources(memory_file.read_text(site.root / name, name)[0])

"""The translation memory: what every text of the site was ever translated as, by language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from brochure.files import memory_file
from brochure.files.memory_file import MemoryEntry
from brochure.files.record_file import digest
from brochure.problems import ProblemsError
from brochure.site.site import Site
from brochure.site.translation_state import Status
from brochure.text.pseudo import PSEUDO
from brochure.translation import apply


def extended(site: Site, tag: str, entries: Iterable[MemoryEntry]) -> apply.Files:
    """Return the file of a language's memory with some entries more.

    Raises:
        ProblemsError: the file cannot be read: what it holds would be lost.
    """
    if tag in PSEUDO:
        return {}
    name = memory_file.name(tag)
    text, problems = memory_file.read_text(site.root / name, name)
    if problems:
        raise ProblemsError(problems)
    new = memory_file.extended(text, entries)
    return {site.root / name: new} if new else {}


def pairs(site: Site, tag: str, statuses: Mapping[str, Status]) -> Iterator[MemoryEntry]:
    """Yield each text of a language with the source that it is known to translate."""
    for unit in site.all_units:
        source, text = unit.texts.get(site.tags[0]), unit.texts.get(tag)
        state, record, _ = statuses[unit.key]
        if text and source and state == "done":
            yield MemoryEntry(source, text, unit.key)
        elif text and record and record.state != "review" and record.translation == digest(text):
            yield MemoryEntry(record.source, text, unit.key)

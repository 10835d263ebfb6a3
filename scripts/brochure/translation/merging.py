"""Compares a translation in a file with the one here, and with the one that was exported.

What was changed on one side alone is imported from there. What was changed on both sides is a
conflict: the text here stays, and people decide.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from brochure.files.translation_record import TranslationRecord, digest
from brochure.site.translation_state import Status, is_rewrapped, is_same
from brochure.translation.formats.catalogue import CatalogueEntry


class CurrentUnit(NamedTuple):
    """A unit as the site has it now: its texts, and their status."""

    source: str
    text: str
    status: Status


class MergeResult(NamedTuple):
    """The result for a unit in a file; ``record`` is new if the text or its state is."""

    kind: Literal["unfinished", "unchanged", "confirmed", "imported", "conflict"]
    record: TranslationRecord | None = None


def merge(entry: CatalogueEntry, current: CurrentUnit, *, overwrite: bool) -> MergeResult:
    """Decide what to do with a unit in a file.

    With ``overwrite``, the file wins where both sides have changed.
    """
    target = entry.target
    if not target:
        return MergeResult("unfinished")
    if is_rewrapped(target, current.text):
        is_confirmed = entry.state == "done" and is_same(entry.source, current.source)
        if is_confirmed and current.status.state != "done":
            return MergeResult("confirmed", TranslationRecord(current.source, digest(target)))
        return MergeResult("unchanged" if entry.state == "done" else "unfinished")
    is_untouched = entry.base == digest(target)
    if is_untouched and digest(current.text) != entry.base:  # it was changed here alone
        return MergeResult("unchanged" if entry.state == "done" else "unfinished")
    if current.text and not overwrite and not _was_exported(entry, current):
        return MergeResult("conflict")
    return MergeResult("imported", _record(entry, current.source))


def _was_exported(entry: CatalogueEntry, current: CurrentUnit) -> bool:
    """Whether the text here is the one that was exported.

    Some programs drop that information. Then a text that is out of date is what they have worked
    on; any other may be newer.
    """
    if entry.base is None:
        return current.status.state == "outdated"
    return entry.base == digest(current.text)


def _record(entry: CatalogueEntry, source: str) -> TranslationRecord:
    target = entry.target
    if entry.state != "done":
        return TranslationRecord(entry.source, digest(target), "review", digest(source))
    if is_same(entry.source, source):
        return TranslationRecord(source, digest(target))
    return TranslationRecord(entry.source, digest(target), "outdated", digest(source))

"""Imports a translated file: every unit of it, or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from brochure.files import atomic
from brochure.files.memory_file import MemoryEntry
from brochure.files.translation_record import Records, TranslationRecord, digest
from brochure.problems import Level, Problem, ProblemsError
from brochure.site.site import Site
from brochure.site.translation_state import is_same
from brochure.site.units import PageUnit, Unit
from brochure.text.suggestions import likely, shorten
from brochure.translation import apply, memory, received_file
from brochure.translation.formats.catalogue import Catalogue, CatalogueEntry
from brochure.translation.import_checks import ImportChecks
from brochure.translation.merging import CurrentUnit, merge

_SHOWN = 200  # characters of a text in a message
_MAX_SUGGESTIONS = 20  # searching for similar keys is slow if thousands are unknown


@dataclass(frozen=True)
class ImportResult:
    """The result of an import: numbers of units, problems, and the changed files.

    ``conflicts`` are units that were changed here, too, and stay as they are.
    """

    language: str
    imported: int
    unchanged: int
    unfinished: int
    conflicts: tuple[Problem, ...]
    refused: tuple[Problem, ...]
    paths: tuple[Path, ...]


def import_file(
    site: Site,
    path: Path,
    *,
    language: str | None = None,
    skip_refused: bool = False,
    overwrite: bool = False,
) -> ImportResult:
    """Write the translations of a PO or XLIFF file to the content.

    ``language`` is the one that it is for, where the file does not say so. Texts that have changed
    here since the export stay, unless ``overwrite`` is set.

    Raises:
        ProblemsError: the file is unusable, or units are refused without ``skip_refused``. Nothing
            is written then.
        OSError: a file cannot be read or written. Nothing is changed then.
    """
    catalogue, problems = received_file.read(site, path, language)
    if problems and not skip_refused:
        raise ProblemsError(problems)
    plan = _ImportPlan(site, catalogue, path.name, overwrite=overwrite)
    texts = {(catalogue.language, unit): text for unit, text in plan.texts.items()}
    changed, unplaced = apply.files(site, texts)
    problems += plan.refused + unplaced
    if problems and not skip_refused:
        raise ProblemsError(problems)
    records = dict(plan.records)
    for unit in plan.texts:  # a text that could not be written gets no record
        if site.root / unit.position(catalogue.language)[0] not in changed:
            del records[unit.key]
    changed |= apply.records(site, {catalogue.language: records})
    changed |= memory.extended(site, catalogue.language, _to_remember(site, plan, records))
    paths = atomic.write_all(changed)
    return ImportResult(
        catalogue.language,
        len(records),
        plan.counts["unchanged"],
        plan.counts["unfinished"],
        tuple(plan.conflicts),
        tuple(problems),
        tuple(paths),
    )


def _to_remember(site: Site, plan: _ImportPlan, records: Records) -> Iterator[MemoryEntry]:
    """Yield the texts that are replaced, then those that take their places."""
    statuses = site.statuses(plan.language)
    for entry in memory.pairs(site, plan.language, statuses, doubtful=True):
        if entry.key in records:
            yield entry
    texts = {unit.key: text for unit, text in plan.texts.items()}
    for key, record in records.items():
        if record.state != "review":
            text = texts.get(key) or site.units_by_key[key].texts[plan.language]
            yield MemoryEntry(record.source, text, key)


class _ImportPlan:
    """The changes of an import, and the units that it refuses."""

    def __init__(self, site: Site, catalogue: Catalogue, file: str, *, overwrite: bool) -> None:
        self.site, self.language, self.file = site, catalogue.language, file
        self.texts: dict[Unit, str] = {}
        self.records: dict[str, TranslationRecord] = {}
        self.refused: list[Problem] = []
        self.conflicts: list[Problem] = []
        self.counts = Counter[str]()
        self._overwrite = overwrite
        self._keys = {entry.key for entry in catalogue.entries}
        self._checks = ImportChecks(site, self.language)
        for entry in catalogue.entries:
            unit = site.units_by_key.get(entry.key) or self._renamed(entry)
            if unit is None or not unit.texts.get(site.tags[0]):
                self._refuse_unknown(entry)
            else:
                self._add(entry, unit)

    def _renamed(self, entry: CatalogueEntry) -> Unit | None:
        """Return the unit whose key has changed since the export."""
        found = [
            unit
            for unit in self.site.all_units
            if unit.key not in self._keys
            and is_same(unit.texts.get(self.site.tags[0], ""), entry.source)
            and entry.base in {None, digest(unit.texts.get(self.language, ""))}
        ]
        return found[0] if len(found) == 1 else None

    def _refuse_unknown(self, entry: CatalogueEntry) -> None:
        if entry.state == "missing":
            self.counts["unfinished"] += 1
            return
        suggest = len(self.refused) < _MAX_SUGGESTIONS
        hint = likely(entry.key, self.site.units_by_key) if suggest else ""
        hint = hint or "Export the file again."
        self._refuse(entry, "unknown key", hint)

    def _add(self, entry: CatalogueEntry, unit: Unit) -> None:
        # Sections of pages are read without the white space around them.
        target = entry.target.strip() if isinstance(unit, PageUnit) else entry.target
        ours = CurrentUnit(
            unit.texts[self.site.tags[0]],
            unit.texts.get(self.language, ""),
            self.site.statuses(self.language)[unit.key],
        )
        kind, record = merge(entry, ours, overwrite=self._overwrite)
        self.counts[kind] += 1
        if kind == "conflict":
            message = (
                "it has changed here since the file was exported;"
                f" here: “{shorten(ours.text, _SHOWN)}”, in the file: “{shorten(target, _SHOWN)}”"
            )
            hint = "The text here stays. Merge them by hand, or use --overwrite."
            self.conflicts.append(self._problem(entry, "conflict", "warning", message, hint))
        elif kind == "imported" and (
            reasons := list(self._checks.reasons(unit, target, entry.source))
        ):
            for message, hint in reasons:
                self._refuse(entry, message, hint)
        elif record:
            self.records[unit.key] = record
            if kind == "imported":
                self.texts[unit] = target

    def _refuse(self, entry: CatalogueEntry, message: str, hint: str) -> None:
        self.refused.append(self._problem(entry, "refused-unit", "error", message, hint))

    def _problem(
        self, entry: CatalogueEntry, rule: str, level: Level, message: str, hint: str
    ) -> Problem:
        message = f'unit "{entry.key}": {message}'
        return Problem(self.file, max(entry.line, 1), 1, level, rule, message, hint)

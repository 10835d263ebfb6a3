"""Imports a translated file: every unit of it, or none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from brochure.files import atomic, snapshot_file
from brochure.files.snapshot_file import Snapshot
from brochure.problems import Problem, ProblemsError
from brochure.site import staleness
from brochure.site.site import Site
from brochure.site.units import PageUnit, Unit
from brochure.text.suggestions import closest, did_you_mean
from brochure.translation import apply, received_file
from brochure.translation.formats.catalogue import Catalogue, Entry
from brochure.translation.import_checks import ImportChecks

_MAX_SUGGESTIONS = 20  # searching for similar keys is slow if thousands are unknown


@dataclass(frozen=True)
class Imported:
    """The result of an import: numbers of units, those that were refused, and the changed files."""

    language: str
    imported: int
    unchanged: int
    unfinished: int
    refused: tuple[Problem, ...]
    paths: tuple[Path, ...]


def import_file(
    site: Site, path: Path, *, language: str | None = None, skip_refused: bool = False
) -> Imported:
    """Write the translations of a PO or XLIFF file to the content.

    ``language`` is the one that it is for, where the file does not say so.

    Raises:
        ProblemsError: the file is unusable, or units are refused without ``skip_refused``. Nothing
            is written then.
        OSError: a file cannot be read or written. Nothing is changed then.
    """
    catalogue, problems = received_file.read(site, path, language)
    if problems and not skip_refused:
        raise ProblemsError(problems)
    plan = _ImportPlan(site, catalogue, path.name)
    texts = {(catalogue.language, unit): text for unit, text in plan.texts.items()}
    changed, unplaced = apply.files(site, texts)
    problems += plan.refused + unplaced
    if problems and not skip_refused:
        raise ProblemsError(problems)
    snapshots = dict(plan.snapshots)
    for unit in plan.texts:  # a text that could not be written gets no snapshot
        if site.root / unit.position(catalogue.language)[0] not in changed:
            del snapshots[unit.key]
    paths = atomic.write_all(changed | apply.snapshots(site, {catalogue.language: snapshots}))
    return Imported(
        catalogue.language,
        len(snapshots),
        plan.unchanged,
        plan.unfinished,
        tuple(problems),
        tuple(paths),
    )


class _ImportPlan:
    """What an import will change, and the units that it refuses."""

    def __init__(self, site: Site, catalogue: Catalogue, file: str) -> None:
        self.site, self.language, self.file = site, catalogue.language, file
        self.texts: dict[Unit, str] = {}
        self.snapshots: dict[str, Snapshot] = {}
        self.refused: list[Problem] = []
        self.unchanged = self.unfinished = 0
        self._units = {unit.key: unit for unit in site.all_units}
        self._known = site.snapshots.get(self.language, {})
        self._checks = ImportChecks(site, self.language)
        for entry in catalogue.entries:
            self._add(entry)

    def _add(self, entry: Entry) -> None:
        unit = self._units.get(entry.key)
        if entry.state != "done":
            self.unfinished += 1
        elif unit is None:
            suggest = len(self.refused) < _MAX_SUGGESTIONS
            near = suggest and closest(entry.key, self._units)
            hint = did_you_mean(entry.key, near) if near else "Export the file again."
            self._refuse(entry, "unknown key", hint)
        elif entry.source != unit.texts.get(self.site.tags[0]):
            hint = "Export the file again: your tool keeps what fits, and marks the rest."
            self._refuse(entry, "its source text has changed since the file was exported", hint)
        else:
            self._add_translation(entry, unit)

    def _add_translation(self, entry: Entry, unit: Unit) -> None:
        # Sections of pages are read without the white space around them.
        target = entry.target.strip() if isinstance(unit, PageUnit) else entry.target
        old = unit.texts.get(self.language)
        state = staleness.state(old, entry.source, self._known.get(entry.key))
        if target == old and state == "done":
            self.unchanged += 1
            return
        reasons = list(self._checks.reasons(unit, target))
        for message, hint in reasons:
            self._refuse(entry, message, hint)
        if not reasons:
            self.snapshots[entry.key] = Snapshot(entry.source, snapshot_file.digest(target))
            if target != old:
                self.texts[unit] = target

    def _refuse(self, entry: Entry, message: str, hint: str) -> None:
        message = f'unit "{entry.key}": {message}'
        line = max(entry.line, 1)
        self.refused.append(Problem(self.file, line, 1, "error", "refused-unit", message, hint))

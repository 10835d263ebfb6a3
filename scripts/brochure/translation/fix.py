"""Makes the safe repairs in texts, and reports each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from brochure.checks import wording
from brochure.checks.examiner import context
from brochure.checks.rules.wording import exemptions
from brochure.files import atomic
from brochure.files.translation_record import TranslationRecord, digest
from brochure.problems import Problem
from brochure.site.segment import Segment
from brochure.site.site import Site
from brochure.site.units import Unit
from brochure.translation import apply


@dataclass(frozen=True)
class FixResult:
    """The repairs, as warnings; why others could not be written; and the changed files."""

    repairs: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    paths: tuple[Path, ...]


def fix(site: Site) -> FixResult:
    """Repair the texts of all languages.

    Raises:
        OSError: a file cannot be written; then none is changed.
    """
    texts: dict[tuple[str, Unit], str] = {}
    repairs: list[Problem] = []
    exempt = exemptions(site)
    for tag in site.tags:
        for unit in site.all_units:
            if tag in unit.texts:
                segment = Segment(unit, tag, unit.texts[tag])
                text, findings = wording.apply_fixes(
                    segment.text, context(site, unit, tag), exempt[tag]
                )
                if text != segment.text:
                    texts[tag, unit] = text
                    repairs += [
                        segment.problem(
                            finding.start, "fixed", f"{finding.message}: repaired", level="warning"
                        )
                        for finding in findings
                    ]
    changed, problems = apply.files(site, texts)
    texts = {
        (tag, unit): text
        for (tag, unit), text in texts.items()
        if site.root / unit.position(tag)[0] in changed
    }
    paths = atomic.write_all(changed | apply.records(site, dict(_records(site, texts))))
    written = (repair for repair in repairs if site.root / repair.path in changed)
    return FixResult(tuple(written), tuple(problems), tuple(paths))


def _records(
    site: Site, texts: Mapping[tuple[str, Unit], str]
) -> Iterator[tuple[str, dict[str, TranslationRecord]]]:
    """Yield records by language: a repair changes the state of no translation."""
    first = site.tags[0]
    repaired = {unit for _, unit in texts}
    for tag in site.tags[1:]:
        updated = {}
        for unit in repaired:
            if known := site.records.get(tag, {}).get(unit.key):
                source, translation, seen = known.source, known.translation, known.seen
                before, after = unit.texts.get(first, ""), texts.get((first, unit), "")
                if after and source == before:
                    source = after
                if after and seen == digest(before):
                    seen = digest(after)
                if translation == digest(unit.texts.get(tag, "")):
                    translation = digest(texts.get((tag, unit), unit.texts[tag]))
                updated[unit.key] = known._replace(
                    source=source, translation=translation, seen=seen
                )
        yield tag, updated

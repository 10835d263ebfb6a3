"""Repairs what can be repaired safely in texts, and says what it did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from brochure import allowed, files, memory, wording
from brochure.memory import Made
from brochure.problems import Problem
from brochure.rules.wording import context
from brochure.site import Passage, Site
from brochure.translation import writing
from brochure.units import Unit


@dataclass(frozen=True)
class Fixed:
    """What was repaired, as warnings at the places where it stood, and the files that changed."""

    repairs: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    paths: tuple[Path, ...]


def fix(site: Site) -> Fixed:
    """Repair the texts of all languages.

    Raises:
        OSError: a file cannot be written; then none has been.
    """
    texts: dict[tuple[str, Unit], str] = {}
    repairs: list[Problem] = []
    for tag in site.tags:
        right = allowed.words(site, tag)
        for unit in site.all_units:
            if tag in unit.texts:
                passage = Passage(unit, tag, unit.texts[tag])
                text, found = wording.fixed(passage.text, context(site, passage), right)
                if text != passage.text:
                    texts[tag, unit] = text
                    repairs += [
                        passage.problem("fixed", f"{f.message}: repaired", "", f.start, "warning")
                        for f in found
                    ]
    changed, problems = writing.files(site, texts)
    texts = {
        (tag, unit): text
        for (tag, unit), text in texts.items()
        if site.root / unit.place(tag)[0] in changed
    }
    paths = files.save(changed | writing.memories(site, dict(_memories(site, texts))))
    made = (repair for repair in repairs if site.root / repair.path in changed)
    return Fixed(tuple(made), tuple(problems), tuple(paths))


def _memories(
    site: Site, texts: Mapping[tuple[str, Unit], str]
) -> Iterator[tuple[str, dict[str, Made]]]:
    """Yield what is to be remembered: a repair makes nothing outdated, and nothing done."""
    first = site.tags[0]
    repaired = {unit for _, unit in texts}
    for tag in site.tags[1:]:
        made = {}
        for unit in repaired:
            if known := site.memory.get(tag, {}).get(unit.key):
                source, translation = known.source, known.translation
                if source == unit.texts.get(first):
                    source = texts.get((first, unit), source)
                if translation == memory.digest(unit.texts.get(tag, "")):
                    translation = memory.digest(texts.get((tag, unit), unit.texts[tag]))
                made[unit.key] = Made(source, translation)
        yield tag, made

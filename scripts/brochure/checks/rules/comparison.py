"""Compares texts across languages, for the rules that require the same of all of them.

The language that differs is reported, even if it is the first one: of a slip there, the languages
that were translated before it are no part. Drafts are compared with the others, but prove nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from operator import eq
from typing import TypeVar

from brochure.checks import translation_settings
from brochure.files.yaml_slips import COMMENT
from brochure.problems import FilePosition, Problem
from brochure.site.segment import Segment
from brochure.site.site import Site
from brochure.site.units import PageUnit, Unit
from brochure.text.cldr import english_name

_Value = TypeVar("_Value")


def model(values: Mapping[str, _Value], same: Callable[[_Value, _Value], bool] = eq) -> str:
    """Return the language whose value most of them share; the earlier one if two are equal."""
    return max(values, key=lambda tag: sum(same(values[tag], other) for other in values.values()))


@dataclass(frozen=True)
class Comparison:
    """What to extract from each text (``find``), its ``noun`` in messages, and the hint.

    ``same`` decides whether two texts with what was extracted can be translations of each other.
    """

    rule: str
    noun: str
    find: Callable[[Segment], list[str]]
    hint: str
    same: Callable[[list[str], list[str]], bool] = eq

    def check(self, site: Site, reported: Collection[FilePosition] = ()) -> Iterator[Problem]:
        """Compare the texts of each unit that the first language has.

        Texts at the positions in ``reported`` are skipped: their problems are reported already.
        """
        first, cut_off = site.tags[0], _cut_off(site)
        exempt = {tag: translation_settings.exemptions(site, tag) for tag in site.tags}
        units: dict[Unit, dict[str, list[str]]] = {}
        for segment in site.segments(first):
            if segment.position not in reported and segment.position[:2] not in cut_off:
                units[segment.unit] = {first: self.find(segment)}
        for tag in site.tags[1:]:
            for segment in site.segments(tag):
                is_exempt = (self.rule, segment.text) in exempt[tag]
                is_exempt = is_exempt or segment.position[:2] in cut_off
                if segment.unit in units and not is_exempt and segment.position not in reported:
                    units[segment.unit][tag] = self.find(segment)
        for unit, found in units.items():
            for tag, message in self._differences(site, unit, found):
                if (self.rule, unit.texts[tag]) not in exempt[tag]:
                    yield unit.problem(tag, self.rule, message, self.hint)

    def _differences(
        self, site: Site, unit: Unit, found: Mapping[str, list[str]]
    ) -> Iterator[tuple[str, str]]:
        """Yield each language that differs, with a message."""
        published = {tag: found[tag] for tag in site.published if tag in found}
        expected = found[model(published, self.same)]
        agreeing = [tag for tag, value in published.items() if self.same(value, expected)]
        for tag, actual in found.items():
            if not self.same(actual, expected):
                others = agreeing if tag == site.tags[0] else agreeing[:1]
                has = f"{unit.name(tag)} has {self._listed(actual)}"
                yield tag, f"{has}, {_names(unit, others)} {self._listed(expected)}"

    def _listed(self, values: list[str]) -> str:
        """Name what was extracted, such as ``the numbers 3, 7``."""
        plural = "s" if len(values) > 1 else ""
        return f"the {self.noun}{plural} {', '.join(values)}" if values else f"no {self.noun}"


def _cut_off(site: Site) -> set[tuple[str, int]]:
    """Return path and line of each text of which YAML leaves out a part: that is reported."""
    sources = (*site.sources.values(), *site.external_texts.values())
    found = (problem for source in sources for problem in source.problems)
    return {(problem.path, problem.line) for problem in found if problem.rule == COMMENT}


def _names(unit: Unit, tags: list[str]) -> str:
    """Name the text in some languages: ``the French and the Portuguese have``."""
    names = [
        unit.pages[tag].path if isinstance(unit, PageUnit) else f"the {english_name(tag)}"
        for tag in tags
    ]
    first, *others = names
    if not others:
        return f"{first} has"
    return f"{first} and {others[0] if not others[1:] else f'{len(others)} other languages'} have"

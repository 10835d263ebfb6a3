"""Compares texts across languages, for the rules that require the same of all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from brochure.checks import translation_settings
from brochure.problems import FilePosition, Problem
from brochure.site.segment import Segment
from brochure.site.site import Site
from brochure.site.units import PageUnit, Unit
from brochure.text.cldr import english_name


@dataclass(frozen=True)
class Comparison:
    """What to extract from each text (``find``), its ``noun`` in messages, and the hint."""

    rule: str
    noun: str
    find: Callable[[Segment], list[str]]
    hint: str

    def check(self, site: Site, reported: Collection[FilePosition] = ()) -> Iterator[Problem]:
        """Compare every text with its counterpart in the first language.

        Texts at the positions in ``reported`` are skipped: their problems are reported already.
        """
        first, *others = site.tags
        exempt = {tag: translation_settings.exemptions(site, tag) for tag in others}
        expected = {segment.unit: self.find(segment) for segment in site.segments(first)}
        for tag in others:
            for segment in site.segments(tag):
                unit, actual = segment.unit, self.find(segment)
                if actual == expected.get(unit, actual) or (self.rule, segment.text) in exempt[tag]:
                    continue
                if {segment.position, unit.position(first)}.isdisjoint(reported):
                    yield self._problem(unit, first, tag, (actual, expected[unit]))

    def _problem(
        self, unit: Unit, first: str, tag: str, values: tuple[list[str], list[str]]
    ) -> Problem:
        actual, expected = map(self._listed, values)
        other = f"the {english_name(first)}"
        if isinstance(unit, PageUnit):
            other = unit.pages[first].path
        message = f"{unit.name(tag)} has {actual}, {other} has {expected}"
        return unit.problem(tag, self.rule, message, self.hint)

    def _listed(self, values: list[str]) -> str:
        """Name what was extracted, such as ``the numbers 3, 7``."""
        plural = "s" if len(values) > 1 else ""
        return f"the {self.noun}{plural} {', '.join(values)}" if values else f"no {self.noun}"

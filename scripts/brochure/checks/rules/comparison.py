"""Compares what texts hold across languages, for the rules that demand the same of all."""

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
    """What to take from each text (``find``), what to call it (``noun``), and what to advise."""

    rule: str
    noun: str
    find: Callable[[Segment], list[str]]
    hint: str

    def check(self, site: Site, reported: Collection[FilePosition] = ()) -> Iterator[Problem]:
        """Compare every text with its counterpart in the first language.

        Texts at the places in ``reported`` are left alone: what is wrong there is known already.
        """
        first, *others = site.tags
        right = {tag: translation_settings.exemptions(site, tag) for tag in others}
        for unit in site.all_units:
            if first not in unit.texts:
                continue
            expected = self.find(Segment(unit, first, unit.texts[first]))
            for tag in others:
                text = unit.texts.get(tag)
                if text is None or (self.rule, text) in right[tag]:
                    continue
                found = self.find(Segment(unit, tag, text))
                places = {unit.position(tag), unit.position(first)} if found != expected else set()
                if places and places.isdisjoint(reported):
                    yield self._problem(unit, first, tag, (found, expected))

    def _problem(
        self, unit: Unit, first: str, tag: str, difference: tuple[list[str], list[str]]
    ) -> Problem:
        found, expected = map(self._shown, difference)
        other = f"the {english_name(first)}"
        if isinstance(unit, PageUnit):
            other = unit.pages[first].path
        message = f"{unit.name(tag)} has {found}, {other} has {expected}"
        return unit.problem(tag, self.rule, message, self.hint)

    def _shown(self, found: list[str]) -> str:
        """Name what was found, such as ``the numbers 3, 7``."""
        plural = "s" if len(found) > 1 else ""
        return f"the {self.noun}{plural} {', '.join(found)}" if found else f"no {self.noun}"

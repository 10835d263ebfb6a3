"""Compares what texts hold across languages, for the rules that demand the same of all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from brochure.checks import translation_settings
from brochure.problems import FilePosition, Problem
from brochure.site.site import Segment, Site
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
        first = site.tags[0]
        for tag in site.tags[1:]:
            right = translation_settings.exemptions(site, tag)
            for unit in site.all_units:
                if (self.rule, unit.texts.get(tag)) not in right:
                    yield from self._unit(unit, first, tag, reported)

    def _unit(
        self, unit: Unit, first: str, tag: str, reported: Collection[FilePosition]
    ) -> Iterator[Problem]:
        text, source = unit.texts.get(tag), unit.texts.get(first)
        if text is None or source is None:
            return
        found = self.find(Segment(unit, tag, text))
        expected = self.find(Segment(unit, first, source))
        if found == expected:
            return
        places = (unit.position(tag), unit.position(first))
        if not any(place in reported for place in places):
            other = f"the {english_name(first)}"
            if isinstance(unit, PageUnit):
                other = unit.pages[first].path
            message = f"{unit.name(tag)} has {self._shown(found)}"
            message += f", {other} has {self._shown(expected)}"
            yield unit.problem(tag, self.rule, message, self.hint)

    def _shown(self, found: list[str]) -> str:
        """Name what was found, such as ``the numbers 3, 7``."""
        plural = "s" if len(found) > 1 else ""
        return f"the {self.noun}{plural} {', '.join(found)}" if found else f"no {self.noun}"

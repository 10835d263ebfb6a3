"""Compares texts across languages, for the rules that require the same of all of them.

The language that differs is reported, even if it is the first one: of a slip there, the languages
that were translated before it are not included. Drafts are compared, but prove nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
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
        units: dict[Unit, dict[str, list[str]]] = {}
        cut_off = _cut_off(site)
        for tag in site.tags:
            exempt = translation_settings.exemptions(site, tag)
            allowed = [words for rule, words in exempt if rule == self.rule]
            for segment in site.segments(tag):
                if segment.position in reported or segment.position[:2] in cut_off:
                    continue
                if tag == site.tags[0]:
                    units[segment.unit] = {}
                if segment.unit in units:
                    found = self._find(segment, allowed)
                    units[segment.unit] |= {} if found is None else {tag: found}
        hint = f"{self.hint} {translation_settings.how_to_allow(self.rule)}"
        for unit, by_tag in units.items():
            for tag, message in self._differences(site, unit, by_tag):
                yield unit.problem(tag, self.rule, message, hint)

    def _find(self, segment: Segment, allowed: Collection[str]) -> list[str] | None:
        """Return what a text has outside the words that are allowed to differ.

        Those that have nothing to compare, such as “a dozen”, stand for something: there is no
        telling for what, and the text is not compared (None), as if all of it were allowed.
        """
        for words in allowed:
            if words in segment.text:
                of_words = self.find(replace(segment, text=words))
                if words == segment.text or not of_words:
                    return None
                segment = replace(segment, text=segment.text.replace(words, " "))
        return self.find(segment)

    def _differences(
        self, site: Site, unit: Unit, found: Mapping[str, list[str]]
    ) -> Iterator[tuple[str, str]]:
        """Yield each language that differs, with a message."""
        published = {tag: found[tag] for tag in site.published if tag in found}
        if not published:
            return
        expected = found[model(published, self.same)]
        agreeing = [tag for tag, value in published.items() if self.same(value, expected)]
        for tag, actual in found.items():
            if not self.same(actual, expected):
                others = agreeing if tag == site.tags[0] else agreeing[:1]
                has = f"{unit.name(tag)} has {self._listed(actual)}"
                yield tag, f"{has}, {_names(unit, others)} {self._listed(expected)}"

    def _listed(self, values: list[str]) -> str:
        """Name the extracted values, such as ``the numbers 3, 7``."""
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

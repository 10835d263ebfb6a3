"""Compares texts across languages, for the rules that require the same of all of them.

The language that differs is reported, even if it is the first one: of a slip there, the languages
that were translated before it are not included. Drafts are compared, but prove nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
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
    ``among`` returns the texts in a language from which anything can be extracted.
    """

    rule: str
    noun: str
    find: Callable[[Segment], tuple[str, ...]]
    hint: str
    same: Callable[[tuple[str, ...], tuple[str, ...]], bool] = eq
    among: Callable[[Site, str], Iterable[Segment]] = Site.segments_with_markup

    def check(self, site: Site, reported: Collection[FilePosition] = ()) -> Iterator[Problem]:
        """Compare the texts of each unit that the default language has.

        Texts at the positions in ``reported`` are skipped: their problems are reported already.
        """
        hint = f"{self.hint} {translation_settings.how_to_allow(self.rule)}"
        skipped, first = _Skipped(site, reported), site.tags[0]
        allowed = {tag: translation_settings.allowed(site, tag, self.rule) for tag in site.tags}
        compared = {segment.unit for tag in site.tags for segment in self.among(site, tag)}
        for unit in dict.fromkeys(segment.unit for segment in site.segments(first)):
            if unit not in compared:
                continue
            texts = (Segment(unit, tag, unit.texts[tag]) for tag in site.tags if tag in unit.texts)
            found = {s.tag: self._find(s, allowed[s.tag]) for s in texts if s not in skipped}
            if first in found:
                by_tag = {tag: values for tag, values in found.items() if values is not None}
                for tag, message in self._differences(site, unit, by_tag):
                    yield unit.problem(tag, self.rule, message, hint)

    def _find(self, segment: Segment, allowed: Collection[str]) -> tuple[str, ...] | None:
        """Return what a text has outside the words that are allowed to differ.

        Those that have nothing to compare, such as “a dozen”, stand for something: there is no
        telling for what, and the text is not compared (None), as if all of it were allowed.
        """
        for words in allowed:
            if words in segment.text:
                of_words = self.find(segment._replace(text=words))
                if words == segment.text or not of_words:
                    return None
                segment = segment._replace(text=segment.text.replace(words, " "))
        return self.find(segment)

    def _differences(
        self, site: Site, unit: Unit, found: Mapping[str, tuple[str, ...]]
    ) -> Iterator[tuple[str, str]]:
        """Yield each language that differs, with a message."""
        published = {tag: found[tag] for tag in site.published if tag in found}
        if len(set(found.values())) == 1 or not published:
            return  # nearly always the same, and quick
        expected = found[model(published, self.same)]
        agreeing = [tag for tag, value in published.items() if self.same(value, expected)]
        for tag, actual in found.items():
            if not self.same(actual, expected):
                others = agreeing if tag == site.tags[0] else agreeing[:1]
                has = f"{unit.name(tag)} has {self._listed(actual)}"
                yield tag, f"{has}; {_names(unit, others)} {self._listed(expected)}"

    def _listed(self, values: Sequence[str]) -> str:
        """Name the extracted values, such as ``the numbers 3, 7``."""
        plural = "s" if len(values) > 1 else ""
        return f"the {self.noun}{plural} {', '.join(values)}" if values else f"no {self.noun}"


class _Skipped(Container[Segment]):
    """The texts whose problems are reported already, such as that YAML leaves out a part."""

    def __init__(self, site: Site, reported: Collection[FilePosition]) -> None:
        sources = (*site.sources.values(), *site.external_texts.values())
        found = (problem for source in sources for problem in source.problems)
        self._cut_off = {(p.path, p.line) for p in found if p.rule == COMMENT}
        self._reported = reported

    def __contains__(self, segment: object) -> bool:
        """Whether it is skipped."""
        if not (self._reported or self._cut_off) or not isinstance(segment, Segment):
            return False  # nearly always, and quick
        return segment.position in self._reported or segment.position[:2] in self._cut_off


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

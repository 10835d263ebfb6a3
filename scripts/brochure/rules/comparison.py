"""Compares what stands in a text across languages, for the rules that demand the same of all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from brochure.locales import english_name
from brochure.problems import Problem
from brochure.site import Page, Site
from brochure.units import Unit

# Where a text begins: path, and line and column.
Place = tuple[str, tuple[int, int]]


@dataclass(frozen=True)
class Comparison:
    """What to take from each text (``find``), what to call it (``noun``), and what to advise."""

    rule: str
    noun: str
    find: Callable[[str], list[str]]
    hint: str

    def check(self, site: Site, reported: Collection[Place] = ()) -> Iterator[Problem]:
        """Compare every text with its counterpart in the first language.

        Texts that begin at ``reported`` places are left alone: what is wrong there has been said.
        """
        first = site.tags[0]
        for unit in site.units:
            for tag in site.tags[1:]:
                yield from self._unit(unit, first, tag, reported)
        for page in site.pages.values():
            if other := site.pages.get((first, page.name)):
                yield from self._page(page, other, reported)

    def _unit(
        self, unit: Unit, first: str, tag: str, reported: Collection[Place]
    ) -> Iterator[Problem]:
        text, model = unit.map.texts.get(tag), unit.map.texts.get(first)
        if text is None or model is None or self.find(text) == self.find(model):
            return
        places = ((unit.source.path, unit.source.mark((*unit.location, t))) for t in (tag, first))
        if not any(place in reported for place in places):
            message = (
                f"{unit.subject}: the {english_name(tag)} {unit.field} has"
                f" {self.shown(text)}, the {english_name(first)} has {self.shown(model)}"
            )
            yield unit.problem(tag, self.rule, message, self.hint)

    def _page(self, page: Page, other: Page, reported: Collection[Place]) -> Iterator[Problem]:
        for part in ("title", "description", "body"):
            text, model = getattr(page, part), getattr(other, part)
            # A page without a title or a description is reported as such.
            compared = part == "body" or (text and model)
            if not compared or self.find(text) == self.find(model):
                continue
            mine, its = (
                (p.body_line, 1) if part == "body" else p.source.mark((part,))
                for p in (page, other)
            )
            if (page.path, mine) not in reported and (other.path, its) not in reported:
                message = (
                    f"the page's {'prose' if part == 'body' else part} has"
                    f" {self.shown(text)}, {other.path} has {self.shown(model)}"
                )
                yield page.problem(self.rule, message, self.hint, mine)

    def shown(self, text: str) -> str:
        """Name what was found, such as ``the numbers 3, 7``."""
        found = self.find(text)
        plural = "s" if len(found) > 1 else ""
        return f"the {self.noun}{plural} {', '.join(found)}" if found else f"no {self.noun}"

"""Compares what stands in a text across languages, for the rules that demand the same of all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from brochure.locales import english_name
from brochure.problems import Problem
from brochure.site import Site


@dataclass(frozen=True)
class Comparison:
    """What to take from each text (``find``), what to call it (``noun``), and what to advise."""

    rule: str
    noun: str
    find: Callable[[str], list[str]]
    hint: str

    def check(self, site: Site) -> Iterator[Problem]:
        """Compare every text with its counterpart in the first language."""
        first = site.tags[0]
        for unit in site.units:
            model = unit.map.texts.get(first)
            for tag in site.tags[1:]:
                text = unit.map.texts.get(tag)
                if model is not None and text is not None and self.find(text) != self.find(model):
                    message = (
                        f"{unit.subject}: the {english_name(tag)} {unit.field} has"
                        f" {self.shown(text)}, the {english_name(first)} has {self.shown(model)}"
                    )
                    yield unit.problem(tag, self.rule, message, self.hint)
        for page in site.pages.values():
            other = site.pages.get((first, page.name))
            for part in ("title", "description", "body") if other else ():
                text, model = getattr(page, part), getattr(other, part)
                if other and self.find(text) != self.find(model):
                    message = (
                        f"the page's {'prose' if part == 'body' else part} has"
                        f" {self.shown(text)}, {other.path} has {self.shown(model)}"
                    )
                    place = (page.body_line, 1) if part == "body" else page.source.mark((part,))
                    yield page.problem(self.rule, message, self.hint, place)

    def shown(self, text: str) -> str:
        """Name what was found, such as ``the numbers 3, 7``."""
        found = self.find(text)
        plural = "s" if len(found) > 1 else ""
        return f"the {self.noun}{plural} {', '.join(found)}" if found else f"no {self.noun}"

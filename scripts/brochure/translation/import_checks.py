"""Checks a translation that someone returns, before it is imported."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import markdown

from brochure.checks import exemptions, wording
from brochure.checks.rules import placeholders
from brochure.checks.rules.wording import context
from brochure.files.text_file import character_problems
from brochure.site.site import Segment, Site
from brochure.site.units import PageUnit, Unit
from brochure.text.cldr import english_name
from brochure.text.markdown import headings, links, numbers

# A reason, and what to do about it.
Reason = tuple[str, str]

# Rules of wording that say that a text is not a translation into the language, or does not fit.
_STRICT = {"source-language", "wrong-script", "too-long", "bidi-controls", "address-mismatch"}
_TAG = re.compile(r"<(/?[a-z][a-z0-9]*)")
# What Markdown hands on to the page as it is, and what would hide all that follows.
_RAW = re.compile(
    r"</?[a-zA-Z][^<>@:]*>|<[!?/]|\{[#.:][^{}\n]*\}|^[ ]*(?:`{3,}|~{3,})|^[ ]*(?:!!!|\?\?\?)",
    re.MULTILINE,
)
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
# Texts with fewer words may rightly be the same in two languages.
_WORDS = 4


@dataclass(frozen=True)
class ImportChecks:
    """Checks new texts of the language ``tag``."""

    site: Site
    tag: str

    def reasons(self, unit: Unit, text: str) -> Iterator[Reason]:
        """Yield every reason against ``text`` as the unit's translation."""
        source = unit.texts[self.site.tags[0]]
        for problem in character_problems(text, ""):
            yield problem.message, problem.hint
        for noun, found in (
            ("placeholders", placeholders.names),
            ("links", _targets),
            ("braces", _BRACES.findall),
            ("HTML, attributes or fences", _RAW.findall),
            ("numbers", numbers),
        ):
            mine, its = sorted(found(text)), sorted(found(source))
            if mine != its:
                shown = ", ".join(mine) or "none"
                yield (
                    f"its {noun} differ from the source: {shown}",
                    f"The source has: {', '.join(its) or 'none'}.",
                )
        if isinstance(unit, PageUnit) and unit.is_prose and _outline(text) != _outline(source):
            marks = " ".join(_outline(source)) or "no heading"
            yield "its headings differ from the source", f"Keep the marks and ids: {marks}."
        elif _structure(text) != _structure(source):
            yield (
                "its Markdown differs from the source",
                "Keep emphasis (*), links, lists and paragraphs as they are there.",
            )
        yield from self._language(unit, text)

    def _language(self, unit: Unit, text: str) -> Iterator[Reason]:
        segment = Segment(unit, self.tag, text)
        right = exemptions.words(self.site, self.tag)
        if len(text.split()) >= _WORDS and ("same-text", text) not in right:
            for tag, other in unit.texts.items():
                if tag != self.tag and other == text:
                    yield f"it is the {english_name(tag)} text", "Translate it."
        for rule, finding in wording.findings(text, context(self.site, segment), right):
            if rule in _STRICT:
                yield f"it {finding.message}", finding.hint


def _targets(text: str) -> list[str]:
    """Return where a text links to; of web addresses each language may have its own."""
    is_free = {"http", "https"}
    return [
        "to another site" if link.scheme in is_free else f"to {link.target}" for link in links(text)
    ]


def _outline(text: str) -> list[str]:
    return [f"{'#' * heading.level} {{#{heading.id}}}" for heading in headings(text)]


@functools.lru_cache(maxsize=10_000)
def _structure(text: str) -> list[str]:
    """Return the elements that Markdown makes of a text."""
    html = markdown.markdown(text, extensions=["attr_list", "tables"])
    return sorted(_TAG.findall(html))

"""Checks a translation that a translator returned, before it is imported."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from brochure.checks import translation_settings, wording
from brochure.checks.examiner import context
from brochure.checks.rules import same_text
from brochure.files.text_file import character_problems
from brochure.site.site import Site
from brochure.site.units import PageUnit, Unit
from brochure.text import language_tags
from brochure.text.cldr import english_name
from brochure.text.document import ParsedText
from brochure.text.numbers import agree, numbers
from brochure.text.parser import parse, parse_inline
from brochure.text.placeholders import braces, placeholder_names
from brochure.text.spans import raw

# A reason, and what to do about it.
Reason = tuple[str, str]

# Rules on wording whose findings show that a text is not a translation, or does not fit.
_STRICT = {"source-language", "wrong-script", "too-long", "bidi-controls", "address-mismatch"}
# Texts with fewer words may legitimately be the same in two languages.
_MIN_WORDS = 4


@dataclass(frozen=True)
class ImportChecks:
    """Checks new texts of the language ``tag``."""

    site: Site
    tag: str

    def reasons(self, unit: Unit, text: str, made_from: str) -> Iterator[Reason]:
        """Yield every reason against ``text`` as the unit's translation.

        ``made_from`` is the source that the translator has seen: an earlier one may have had other
        paragraphs and emphasis. What the site would break on is compared with the present one.
        """
        source = unit.texts[self.site.tags[0]]
        is_prose = isinstance(unit, PageUnit) and unit.is_prose
        convert = parse if is_prose else parse_inline
        structure = functools.partial(_structure, is_prose=is_prose)
        for problem in character_problems(text):
            yield problem.message, problem.hint
        for noun, find in (
            ("placeholders", functools.partial(placeholder_names, is_prose=is_prose)),
            ("links", functools.partial(_targets, convert=convert)),
            ("braces", braces),
            ("HTML, attributes or fences", raw),
            ("numbers", numbers),
        ):
            actual, expected = tuple(sorted(find(text))), tuple(sorted(find(source)))
            if not (agree(actual, expected) if find is numbers else actual == expected):
                has = f"its {noun} are {', '.join(actual)}" if actual else f"it has no {noun}"
                source_has = ", ".join(expected) or "none"
                yield f"{has}; expected those of the source", f"The source has: {source_has}."
        for image in convert(text).images:
            if not image.decorative and not (image.alternative or "").strip():
                hint = f"Translate what is in the brackets: ![…]({image.target})."
                yield f"it does not say what {image.target} shows", hint
        if is_prose and _outline(text) != _outline(source):
            headings = " ".join(_outline(source)) or "none"
            yield "its headings differ from the source", f"Keep their levels and ids: {headings}."
        elif structure(text) not in (structure(made_from), structure(source)):
            yield (
                "its Markdown differs from the source",
                "Keep emphasis (*), links, lists and paragraphs as in the source.",
            )
        yield from self._language(unit, text)

    def _language(self, unit: Unit, text: str) -> Iterator[Reason]:
        same = translation_settings.allowed(self.site, self.tag, same_text.ID)
        if len(text.split()) >= _MIN_WORDS and text not in same:
            for tag, other in unit.texts.items():
                if other == text and language_tags.base(tag) != language_tags.base(self.tag):
                    yield f"it is the same as the {english_name(tag)} text", "Translate it."
        exempt = translation_settings.exemptions(self.site, self.tag)
        for rule, finding in wording.findings(text, context(self.site, unit, self.tag), exempt):
            if rule in _STRICT:
                yield f"it {finding.message}", finding.hint


def _targets(text: str, convert: Callable[[str], ParsedText]) -> list[str]:
    """Return where the links of a text lead, and what else a browser loads for it."""
    document = convert(text)
    return [link.destination for link in (*document.links, *document.files)]


def _outline(text: str) -> list[str]:
    return [f"{'#' * heading.level} {{#{heading.id}}}" for heading in parse(text).headings]


def _structure(text: str, *, is_prose: bool) -> list[str]:
    """Return the elements that Markdown makes of a text.

    A short text is taken for prose, too: readers would see the marks of a list, or one paragraph
    for two. But one that begins with ``1. März`` begins with a date, not with a list.
    """
    elements = parse(text).elements
    if not is_prose:
        elements = tuple("p" if one == "ol" else one for one in elements if one != "li")
    return sorted(elements)

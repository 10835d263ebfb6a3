"""Texts follow the conventions of their language: the rules of ``brochure.checks.wording``.

Pass: ``Qui peut demander\u202f?`` Fail: ``Qui  peut...``; each rule has its own examples.
``content/translation.yaml`` lists the words that a rule ignores. Addresses and marks at the end in
which all translations agree against their source are a slip of the source.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from brochure.checks import translation_settings
from brochure.checks.wording import (
    Context,
    Finding,
    address_mismatch,
    end_punctuation,
)
from brochure.checks.wording.cache import FindingsCache
from brochure.problems import Level, Problem
from brochure.site.segment import Segment
from brochure.site.site import Site
from brochure.site.units import Unit
from brochure.text import language_tags
from brochure.text.cldr import english_name
from brochure.text.pseudo import PSEUDO

# What readers would misread or could not read is an error; anything else is a warning.
_ERRORS = {
    "french-spacing",
    "wrong-script",
    "bidi-controls",
    "address-mismatch",
    "too-long",
    "lost-character",
    "mojibake",
}

# What a text has in common with its source, by the rule that compares it: of a text and its tag.
_COMPARED: dict[str, Callable[[str, str], Iterable[str]]] = {
    address_mismatch.ID: lambda text, _tag: address_mismatch.addresses(text),
    end_punctuation.ID: end_punctuation.endings,
}

# A text, its source, its maximum length, and whether it is a quotation.
_Given = tuple[str, str | None, int | None, bool]


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each finding that is not exempted."""
    found = list(_findings(site))
    slips = _slips_of_the_source(site, found)
    for segment, rule, finding in found:
        if (rule, segment.unit) in slips:
            continue
        level: Level = "error" if rule in _ERRORS else "warning"
        hint = finding.hint
        if finding.replacement is not None:
            hint += ' On a computer, "brochure check --fix" does it.'
        hint += f" {translation_settings.how_to_allow(rule)}"
        yield segment.problem(finding.start, rule, finding.message, hint, level=level)
    first = site.tags[0]
    for (rule, unit), others in slips.items():
        names, allowing = " and ".join(others), translation_settings.how_to_allow(rule)
        if rule == address_mismatch.ID:
            message = f"{unit.name(first)} has different addresses from {names}"
            yield unit.problem(first, rule, message, f"{address_mismatch.HINT} {allowing}")
        else:
            message = f"{unit.name(first)} ends with a different mark from {names}"
            hint = f"Use the same mark in all of them. {allowing}"
            yield unit.problem(first, rule, message, hint, level="warning")


def exemptions(site: Site) -> dict[str, list[tuple[str, str]]]:
    """Return by language what no repair may follow: exempted findings, slips of the source."""
    slips = _slips_of_the_source(site, list(_findings(site)))
    return {
        tag: [
            *translation_settings.exemptions(site, tag),
            *((rule, unit.texts[tag]) for rule, unit in slips if tag in unit.texts),
        ]
        for tag in site.tags
    }


def _findings(site: Site) -> Iterator[tuple[Segment, str, Finding]]:
    limit = functools.cache(functools.partial(translation_settings.limit, site))
    for tag in site.tags:
        if tag in PSEUDO:  # generated from a text that was checked
            continue
        segments, first = site.segments(tag), site.tags[0]
        sources = (s.unit.texts.get(first) if tag != first else None for s in segments)
        limits = (limit(segment.unit.key) for segment in segments)
        are_quotations = (_is_quotation(segment.unit) for segment in segments)
        given = tuple(zip(site.texts(tag), sources, limits, are_quotations, strict=True))
        exempt = translation_settings.exemptions(site, tag)
        for place, rule, finding in _found(site.root, _Language.of(site, tag), given, exempt):
            yield segments[place], rule, finding


@functools.lru_cache(maxsize=100)  # of each language
def _found(
    root: Path, language: _Language, given: tuple[_Given, ...], exempt: tuple[tuple[str, str], ...]
) -> tuple[tuple[int, str, Finding], ...]:
    """Return the findings in all texts of a language, each with the place of its text."""
    cache = FindingsCache(root, language.tag)
    found = tuple(
        (place, rule, finding)
        for place, (text, source, limit, is_quotation) in enumerate(given)
        for rule, finding in cache.findings(
            text, language.context(source, limit, is_quotation=is_quotation), exempt
        )
    )
    cache.save()
    return found


def _slips_of_the_source(
    site: Site, found: Iterable[tuple[Segment, str, Finding]]
) -> dict[tuple[str, Unit], list[str]]:
    """Return rule and unit where the first language alone differs, with the other languages."""
    texts: dict[tuple[str, Unit], dict[str, str]] = defaultdict(dict)
    for segment, rule, _ in found:
        if rule in _COMPARED and segment.tag in site.published:
            texts[rule, segment.unit][segment.tag] = segment.text
    slips = {}
    for (rule, unit), differing in texts.items():
        translated = {tag for tag in site.published[1:] if tag in unit.texts}
        values = {tuple(_COMPARED[rule](text, tag)) for tag, text in differing.items()}
        if len(differing) > 1 and differing.keys() == translated and len(values) == 1:
            names = [f"the {english_name(tag)}" for tag in differing]
            slips[rule, unit] = [names[0], f"{len(names) - 1} others"] if names[2:] else names
    return slips


@dataclass(frozen=True)
class _Language:
    """What the contexts of all texts in a language have in common.

    ``glossary`` are the terms that sources may have, in lower case too, and ``terms`` these with
    their translations.
    """

    tag: str
    locale: str
    is_variant: bool
    glossary: tuple[tuple[str, str], ...]
    terms: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, site: Site, tag: str) -> _Language:
        """Return it of a language of a site."""
        first = site.tags[0]
        is_variant = tag != first and language_tags.base(tag) == language_tags.base(first)
        glossary = tuple((term, term.lower()) for term, _ in site.terms(first))
        return cls(tag, site.language(tag).locale, is_variant, glossary, site.terms(tag))

    def context(self, source: str | None, limit: int | None, *, is_quotation: bool) -> Context:
        """Return the context of a text."""
        found = _terms_in(source or "", self.glossary)
        terms = tuple(pair for pair in self.terms if pair[0] in found) if found else ()
        is_variant = self.is_variant and source is not None
        return Context(self.tag, self.locale, source, terms, limit, is_variant, is_quotation)


@functools.lru_cache(maxsize=10_000)  # every language has the same sources
def _terms_in(source: str, glossary: tuple[tuple[str, str], ...]) -> frozenset[str]:
    lower = source.lower()
    return frozenset(term for term, lower_term in glossary if lower_term in lower)


def _is_quotation(unit: Unit) -> bool:
    return unit.field == "quote"


def context(site: Site, unit: Unit, tag: str) -> Context:
    """Return the context of a single text."""
    source = unit.texts.get(site.tags[0]) if tag != site.tags[0] else None
    limit = translation_settings.limit(site, unit.key)
    return _Language.of(site, tag).context(source, limit, is_quotation=_is_quotation(unit))

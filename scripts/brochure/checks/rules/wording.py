"""Texts follow the conventions of their language: the rules of ``brochure.checks.wording``.

Pass: ``Qui peut demander\u202f?`` Fail: ``Qui  peut...``; each rule has its own examples.
``content/translation.yaml`` lists the words that a rule ignores.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from brochure.checks import translation_settings
from brochure.checks.wording import Context, Finding, address_mismatch
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


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each finding that is not exempted."""
    found = list(_findings(site))
    slips = _slips_of_the_source(site, found)
    for segment, rule, finding in found:
        if rule == address_mismatch.ID and segment.unit in slips:
            continue
        level: Level = "error" if rule in _ERRORS else "warning"
        hint = finding.hint
        if finding.replacement is not None:
            hint += ' On a computer, "brochure check --fix" does it.'
        yield segment.problem(finding.start, rule, finding.message, hint, level=level)
    first = site.tags[0]
    for unit, others in slips.items():
        message = f"{unit.name(first)} has other addresses than {' and '.join(others)}"
        yield unit.problem(first, address_mismatch.ID, message, address_mismatch.HINT)


def _findings(site: Site) -> Iterator[tuple[Segment, str, Finding]]:
    context = contexts(site)
    for tag in site.tags:
        if tag in PSEUDO:  # generated from a text that was checked
            continue
        exempt = translation_settings.exemptions(site, tag)
        cache = FindingsCache(site.root, tag)
        for segment in site.segments(tag):
            for rule, finding in cache.findings(segment.text, context(segment.unit, tag), exempt):
                yield segment, rule, finding
        cache.save()


def _slips_of_the_source(
    site: Site, found: Iterable[tuple[Segment, str, Finding]]
) -> dict[Unit, list[str]]:
    """Return the units whose addresses differ in the first language alone, with the others."""
    texts: dict[Unit, dict[str, str]] = defaultdict(dict)
    for segment, rule, _ in found:
        if rule == address_mismatch.ID and segment.tag in site.published:
            texts[segment.unit][segment.tag] = segment.text
    slips = {}
    for unit, differing in texts.items():
        translated = {tag for tag in site.published[1:] if tag in unit.texts}
        are_equal = len({tuple(address_mismatch.addresses(t)) for t in differing.values()}) == 1
        if len(differing) > 1 and differing.keys() == translated and are_equal:
            names = [f"the {english_name(tag)}" for tag in differing]
            slips[unit] = [names[0], f"{len(names) - 1} others"] if names[2:] else names
    return slips


def contexts(site: Site) -> Callable[[Unit, str], Context]:
    """Return a function that returns the context of a unit's text in a language."""
    first = site.tags[0]
    locales = {language.tag: language.locale for language in site.languages}

    @functools.cache
    def limit(key: str) -> int | None:
        return translation_settings.limit(site, key)

    @functools.cache
    def terms_in(source: str) -> frozenset[str]:
        lower = source.lower()
        return frozenset(term for term, _ in site.terms(first) if term.lower() in lower)

    def context(unit: Unit, tag: str) -> Context:
        source = unit.texts.get(first) if tag != first else None
        found = terms_in(source or "")
        terms = tuple(pair for pair in site.terms(tag) if pair[0] in found) if found else ()
        is_variant = source is not None and language_tags.base(tag) == language_tags.base(first)
        is_quotation = unit.field == "quote"
        length = limit(unit.key)
        return Context(tag, locales[tag], source, terms, length, is_variant, is_quotation)

    return context


def context(site: Site, unit: Unit, tag: str) -> Context:
    """Return the context of a single text."""
    return contexts(site)(unit, tag)

"""Texts follow the conventions of their language: the rules of ``brochure.checks.wording``.

Pass: ``Qui peut demander\u202f?`` Fail: ``Qui  peut...``; each rule has its own examples.
``content/translation.yaml`` lists the words that a rule ignores.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

from brochure.checks import translation_settings
from brochure.checks.wording import Context
from brochure.checks.wording.cache import FindingsCache
from brochure.problems import Level, Problem
from brochure.site.site import Site
from brochure.site.units import Unit
from brochure.text import language_tags
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
    context = contexts(site)
    for tag in site.tags:
        if tag in PSEUDO:  # generated from a text that was checked
            continue
        exempt = translation_settings.exemptions(site, tag)
        cache = FindingsCache(site.root, tag)
        for segment in site.segments(tag):
            for rule, finding in cache.findings(segment.text, context(segment.unit, tag), exempt):
                level: Level = "error" if rule in _ERRORS else "warning"
                hint = finding.hint
                if finding.replacement is not None:
                    hint += ' On a computer, "brochure check --fix" does it.'
                yield segment.problem(finding.start, rule, finding.message, hint, level=level)
        cache.save()


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

"""Texts obey the habits of their language: the rules of ``brochure.wording``, on all of them.

Pass: ``Qui peut demander\u202f?`` Fail: ``Qui  peut...``; each rule has examples of its own.
``content/translation.yaml`` lists the words that a rule leaves alone.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from brochure.checks import exemptions, wording
from brochure.checks.wording import Context, Finding
from brochure.problems import Level, Problem
from brochure.site.site import Segment, Site
from brochure.text.pseudo import PSEUDO

# What a reader would misread, or not be able to read; all else is a matter of care.
_ERRORS = {"french-spacing", "wrong-script", "bidi-controls", "address-mismatch", "too-long"}


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each finding that is not allowed."""
    for tag in site.tags:
        if tag in PSEUDO:  # made by machine from a text that was read
            continue
        right = exemptions.words(site, tag)
        for segment in site.segments(tag):
            for rule, finding in _found(segment.text, context(site, segment), right):
                level: Level = "error" if rule in _ERRORS else "warning"
                hint = finding.hint
                if finding.replacement is not None:
                    hint += ' "brochure check --fix" does it.'
                yield segment.problem(finding.start, rule, finding.message, hint, level=level)


@functools.lru_cache(maxsize=50_000)  # a preview checks the same texts after every edit
def _found(text: str, known: Context, right: exemptions.Words) -> tuple[tuple[str, Finding], ...]:
    return tuple(wording.findings(text, known, right))


def context(site: Site, segment: Segment) -> Context:
    """Return what rules should know of a text."""
    tag, first = segment.tag, site.tags[0]
    source = segment.unit.texts.get(first) if tag != first else None
    lower = (source or "").lower()
    terms = tuple(pair for pair in site.terms(tag) if pair[0].lower() in lower)
    limit = exemptions.limit(site, segment.unit.key)
    return Context(tag, site.language(tag).locale, source, terms, limit)

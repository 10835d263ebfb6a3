"""Texts follow the conventions of their language: the rules of ``brochure.checks.wording``.

Pass: ``Qui peut demander\u202f?`` Fail: ``Qui  peut...``; each rule has its own examples.
``content/translation.yaml`` lists the words that a rule ignores. Addresses and marks at the end in
which all translations agree against their source are a slip of the source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from brochure.checks import translation_settings
from brochure.checks.examiner import findings
from brochure.checks.wording import Finding, address_mismatch, end_punctuation
from brochure.problems import Level, Problem
from brochure.site.segment import Segment
from brochure.site.site import Site
from brochure.site.units import Unit
from brochure.text.cldr import english_name

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


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each finding that is not exempted."""
    found = list(findings(site))
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
    slips = _slips_of_the_source(site, list(findings(site)))
    return {
        tag: [
            *translation_settings.exemptions(site, tag),
            *((rule, unit.texts[tag]) for rule, unit in slips if tag in unit.texts),
        ]
        for tag in site.tags
    }


def _slips_of_the_source(
    site: Site, found: Iterable[tuple[Segment, str, Finding]]
) -> dict[tuple[str, Unit], list[str]]:
    """Return rule and unit where the default language alone differs, with the other languages."""
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

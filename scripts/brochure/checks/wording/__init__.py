"""The rules on the wording of one text: one module each, with ``ID`` and ``find``."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from brochure.checks.wording import (
    address_mismatch,
    arabic_punctuation,
    bidi_controls,
    double_space,
    doubled_word,
    ellipsis,
    end_punctuation,
    european_portuguese,
    french_spacing,
    glossary,
    half_width,
    ligature,
    lost_character,
    lost_space,
    mixed_script,
    mojibake,
    quotation_marks,
    source_language,
    space_before_stop,
    spanish_marks,
    tab,
    too_long,
    unbalanced_brackets,
    unit_space,
    wrong_script,
    zero_width,
)
from brochure.checks.wording.base import Context, Exemptions, Finding, Rule, covers
from brochure.text.spans import protected

__all__ = ["RULES", "Context", "Exemptions", "Finding", "Rule", "apply_fixes", "findings"]

RULES: tuple[Rule, ...] = (
    mojibake,
    lost_character,
    ligature,
    quotation_marks,
    zero_width,
    tab,
    ellipsis,
    lost_space,
    double_space,
    space_before_stop,
    unit_space,
    doubled_word,
    french_spacing,
    spanish_marks,
    arabic_punctuation,
    half_width,
    european_portuguese,
    end_punctuation,
    address_mismatch,
    glossary,
    source_language,
    wrong_script,
    mixed_script,
    bidi_controls,
    unbalanced_brackets,
    too_long,
)

# One fix can make another one possible, but not as often as this.
_ROUNDS = 100


def findings(
    text: str, context: Context, exemptions: Exemptions = ()
) -> Iterator[tuple[str, Finding]]:
    """Yield the findings of the rules, each with the rule's ID."""
    for rule in RULES:
        if not (found := _findings_of(rule, text, context, exemptions)):
            continue
        safe = set(_apply_disjoint(text, found)[1])
        for finding in found:
            is_safe = finding.replacement is None or finding in safe
            yield rule.ID, finding if is_safe else dataclasses.replace(finding, replacement=None)


def apply_fixes(
    text: str, context: Context, exemptions: Exemptions = ()
) -> tuple[str, list[Finding]]:
    """Return the text with all safe replacements made, and the findings that they fixed."""
    fixes: list[Finding] = []
    for _ in range(_ROUNDS):
        before = text
        for rule in RULES:
            text, made = _apply_disjoint(text, _findings_of(rule, text, context, exemptions))
            fixes += made
        if text == before:
            break
    return text, fixes


def _findings_of(rule: Rule, text: str, context: Context, exemptions: Exemptions) -> list[Finding]:
    allowed = [words for id_, words in exemptions if id_ == rule.ID]
    return [
        finding
        for finding in rule.find(text, context)
        if not covers(allowed, text, (finding.start, finding.end))
        and not any(_is_of(words, rule, text, context, finding) for words in allowed)
    ]


def _is_of(words: str, rule: Rule, text: str, context: Context, finding: Finding) -> bool:
    """Whether a text is reported as a whole, and would not be without these words."""
    is_whole = (finding.start, finding.end) == (0, len(text))
    return is_whole and words in text and not [*rule.find(text.replace(words, ""), context)]


def _apply_disjoint(text: str, found: list[Finding]) -> tuple[str, list[Finding]]:
    """Make the replacements that do not overlap or change what is protected; return those made."""
    apart: list[Finding] = []
    for finding in sorted(found, key=lambda finding: (finding.start, finding.end)):
        is_apart = not apart or (finding.start > apart[-1].start and finding.start >= apart[-1].end)
        if finding.replacement is not None and is_apart:
            apart.append(finding)
    if protected(new := _replace(text, apart)) == protected(text):
        return new, apart
    made: list[Finding] = []
    for finding in reversed(apart):  # from the end, so that the offsets of the others stay valid
        if protected(new := _replace(text, [finding])) == protected(text):
            text = new
            made.insert(0, finding)
    return text, made


def _replace(text: str, found: list[Finding]) -> str:
    for finding in reversed(found):
        text = f"{text[: finding.start]}{finding.replacement}{text[finding.end :]}"
    return text

"""What a reviewer would catch by eye, in one text: one rule a module, with ``ID`` and ``find``."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator

from brochure.wording import (
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
    source_language,
    spanish_marks,
    too_long,
    wrong_script,
)
from brochure.wording.base import Context, Finding, Rule
from brochure.wording.mask import protected

__all__ = ["RULES", "Context", "Finding", "Rule", "findings", "fixed"]

RULES: tuple[Rule, ...] = (
    ellipsis,
    double_space,
    doubled_word,
    french_spacing,
    spanish_marks,
    arabic_punctuation,
    european_portuguese,
    end_punctuation,
    address_mismatch,
    glossary,
    source_language,
    wrong_script,
    bidi_controls,
    too_long,
)

# A pair of a rule's ID and the words in which it is to find nothing: the whole text or a part.
Allowed = Collection[tuple[str, str]]

# One fix can make another one possible, but never as many.
_ROUNDS = 100


def findings(text: str, context: Context, allowed: Allowed = ()) -> Iterator[tuple[str, Finding]]:
    """Yield what the rules find, each with the rule's ID."""
    for rule in RULES:
        for finding in _of(rule, text, context, allowed):
            yield rule.ID, finding


def fixed(text: str, context: Context, allowed: Allowed = ()) -> tuple[str, list[Finding]]:
    """Return the text with all safe replacements made, and the findings that they mended."""
    mended: list[Finding] = []
    for _ in range(_ROUNDS):
        before = text
        for rule in RULES:
            found = [f for f in _of(rule, text, context, allowed) if f.replacement is not None]
            for finding in sorted(found, key=lambda f: (f.start, f.end), reverse=True):
                new = _replaced(text, finding)
                if protected(new) == protected(text):
                    text = new
                    mended.append(finding)
        if text == before:
            break
    return text, mended


def _of(rule: Rule, text: str, context: Context, allowed: Allowed) -> Iterator[Finding]:
    for finding in rule.find(text, context):
        if any(_covers(words, text, finding) for id_, words in allowed if id_ == rule.ID):
            continue
        safe = finding.replacement is None or protected(_replaced(text, finding)) == protected(text)
        yield finding if safe else dataclasses.replace(finding, replacement=None)


def _covers(words: str, text: str, finding: Finding) -> bool:
    """Say whether the finding lies within the words, wherever they stand in the text."""
    at = text.find(words) if words else -1
    while at >= 0:
        if at <= finding.start and finding.end <= at + len(words):
            return True
        at = text.find(words, at + 1)
    return False


def _replaced(text: str, finding: Finding) -> str:
    return f"{text[: finding.start]}{finding.replacement}{text[finding.end :]}"

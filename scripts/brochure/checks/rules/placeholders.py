"""Placeholders name facts, and are the same in every language.

Pass: ``{en: "since {start-year}", fr: "depuis {start-year}"}`` with a fact ``start-year``.
Fail: ``{start-yaer}``; ``{ start-year }``; a French text without the placeholder of the English.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.rules.comparison import Comparison
from brochure.problems import FilePosition, Problem
from brochure.site.site import Site
from brochure.text.markdown import PLACEHOLDER, VALUE
from brochure.text.spans import placeholder_names, placeholders
from brochure.text.suggestions import closest

UNKNOWN = "unknown-placeholder"
MISMATCH = "placeholder-mismatch"

_COMPARISON = Comparison(
    MISMATCH,
    "placeholder",
    lambda segment: placeholder_names(segment.text),
    "Use the same placeholders in every language.",
)


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each placeholder without a fact, and for each that a translation lost."""
    reported: set[FilePosition] = set()
    known = sorted({*site.facts, *site.rejected_ids})
    for tag in site.tags if "content/facts.yaml" not in site.unreadable_paths else ():
        for segment in site.segments(tag):
            for match in placeholders(segment.text):
                name = match[0].strip("{} ")
                if PLACEHOLDER.fullmatch(match[0]) and name in known:
                    continue
                if VALUE.fullmatch(match[0]):
                    continue
                near = closest(name, known)
                hint = f'Did you mean "{{{near[0]}}}"? ' if near else ""
                hint += f"content/facts.yaml defines: {', '.join(site.facts) or 'nothing'}."
                message = f"has the placeholder {match[0]}, which no fact defines"
                if not name:
                    message = f"has {match[0]} without the name of a fact"
                yield segment.problem(match.start(), UNKNOWN, message, hint)
                reported.add(segment.position)
    yield from _COMPARISON.check(site, reported)

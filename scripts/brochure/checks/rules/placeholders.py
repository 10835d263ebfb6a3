"""Placeholders name facts, and are the same in every language.

Pass: ``{en: "since {start-year}", fr: "depuis {start-year}"}`` with a fact ``start-year``.
Fail: ``{start-yaer}``; ``{ start-year }``; ``{reference}`` for ``{$reference}`` in the
form, and either of them elsewhere; a French text without the placeholder of the English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from brochure.checks.rules.comparison import Comparison
from brochure.problems import FilePosition, Problem
from brochure.site.requests import DAYS
from brochure.site.site import Site
from brochure.text.markdown import PLACEHOLDER, VALUE, VALUES
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


# The files whose texts are filled in when a page or mail is made.
_WITH_VALUES = {"content/form.yaml", "content/strings.yaml"}


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each placeholder without a fact, and for each that a translation lost."""
    reported: set[FilePosition] = set()
    facts = sorted({*site.facts, *site.rejected_ids})
    for tag in site.tags if "content/facts.yaml" not in site.unreadable_paths else ():
        for segment in site.segments(tag):
            values = VALUES if segment.unit.file in _WITH_VALUES else ()
            for match in placeholders(segment.text):
                if (fact := PLACEHOLDER.fullmatch(match[0])) and fact[1] in {*facts, *DAYS}:
                    continue
                if (value := VALUE.fullmatch(match[0])) and value[1] in values:
                    continue
                known = {name: f"{{${name}}}" for name in values}
                known |= {name: f"{{{name}}}" for name in (*facts, *DAYS)}
                found = _message(match[0]), _hint(match[0], known, site.facts)
                yield segment.problem(match.start(), UNKNOWN, *found)
                reported.add(segment.position)
    yield from _COMPARISON.check(site, reported)


def _message(written: str) -> str:
    if not written.strip("{}$ "):
        return f"has {written} without the name of a fact"
    if VALUE.fullmatch(written):
        return f"has {written}, which only the texts of the form are filled with"
    return f"has the placeholder {written}, which no fact defines"


def _hint(written: str, known: Mapping[str, str], facts: Iterable[str]) -> str:
    """Return what was probably meant, and the facts; ``known`` are placeholders by their names."""
    name = re.sub(r"[\s_]+", "-", written.strip("{}$ ").lower())
    near = [name] if name in known else closest(name, known)
    meant = f'Did you mean "{known[near[0]]}"? ' if near else ""
    return f"{meant}content/facts.yaml defines: {', '.join(facts) or 'nothing'}."

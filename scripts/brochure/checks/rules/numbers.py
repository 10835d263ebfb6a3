"""A text has the same numbers in every language.

Pass: ``{en: "15,000 people", fr: "15 000 personnes"}``.
``{en: "at 10.30", fr: "à 10 h 30"}``; ``{en: "the 20th century", pt: "o século XX"}``.
Fail: ``{en: "5 areas", fr: "6 domaines"}``.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.rules.comparison import Comparison
from brochure.problems import Problem
from brochure.site.site import Site
from brochure.text.numbers import agree, numbers

ID = "number-mismatch"


_COMPARISON = Comparison(
    ID,
    "number",
    lambda segment: numbers(segment.text),
    "Fix the wrong one. A figure from facts.yaml is best written as a {placeholder}.",
    agree,
    lambda site, tag: site.segments_where(tag, numbers),
)


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each text whose numbers differ from the default language's."""
    yield from _COMPARISON.check(site)

"""Facts have the format that they name, and are used.

Pass: ``value: 2024-03-21`` with ``format: date``. Fail: ``value: 2024`` with ``format: date``;
a fact without a label that no text names.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from brochure.checks.rules.template_strings import UNUSED
from brochure.problems import Problem
from brochure.site.site import Site
from brochure.site.validation_messages import WRONG_VALUE
from brochure.text.placeholders import has_braces, names


def check(site: Site) -> Iterator[Problem]:
    """Yield an error for each value of the wrong format, a warning for each unused fact."""
    used = {
        name
        for tag in site.tags
        for segment in site.segments_where(tag, has_braces)
        for name in names(segment.text, is_prose=segment.is_prose)
    }
    for index, fact in enumerate(site.content.facts):
        source, location = site.sources["facts"], ("facts", index, "value")
        if isinstance(fact.value, datetime.date) != (fact.format == "date"):
            hint = 'A date is written 2024-03-21, with "format: date"; anything else is a number.'
            yield source.problem(
                location,
                WRONG_VALUE,
                f'fact "{fact.id}": the value {fact.value} is not a {fact.format}',
                hint,
            )
        if (
            fact.label is None
            and fact.id not in used
            and not site.rejected_ids | site.unreadable_paths
        ):
            position = source.position(("facts", index, "id"))
            message = f'fact "{fact.id}" has no label, and no text names {{{fact.id}}}'
            yield Problem(
                source.path,
                *position,
                "warning",
                UNUSED,
                message,
                "Delete it, or use it in a text.",
            )

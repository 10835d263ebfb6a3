"""The days on which something is shown are in order, and not all over.

Pass: ``shown_from: 2026-03-01`` with ``shown_until: 2026-06-30``.
Fail: the two the other way round; ``shown_until`` in the past, which is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.problems import Problem
from brochure.schema.describe import identity, noun
from brochure.site.hidden import items
from brochure.site.site import Site

ID = "shown-days"

# Both keys are in front matter, too.
FROM, UNTIL = "shown_from", "shown_until"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each record that is never shown, or no longer."""
    for location, item, _ in items(site.content, site.today):
        first, last = item.first_day, item.shown_until
        if last is None:
            continue
        source, at = site.sources[str(location[0])], (*location, UNTIL)
        name = f'{noun(type(item))} "{identity(item)}"'
        if first and last < first:
            since = FROM if item.shown_from else "date"
            message = f"{name} is never shown: its last day, {last}, is before its first, {first}"
            hint = f'Correct one of the two: "{since}: {first}" or "{UNTIL}: {last}".'
            yield source.problem(at, ID, message, hint)
        elif last < site.today:
            message = f"{name} is not shown any more: its last day was {last}"
            hint = (
                f'Delete it; or write a later day, or delete the line "{UNTIL}", to show it again.'
            )
            yield source.problem(at, ID, message, hint, level="warning")

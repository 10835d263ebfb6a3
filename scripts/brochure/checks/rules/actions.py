"""A past Action is in a country or in another place, and its area exists.

Pass: ``country: GH`` with ``area: migration-development``. Fail: both a country and a place, or
neither; an area that content/areas.yaml does not have.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.rules.countries import CODE_HINT, UNKNOWN
from brochure.problems import Location, Problem
from brochure.site.site import Site
from brochure.text import cldr
from brochure.text.suggestions import did_you_mean

ID = "action-place"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each Action without one place, in no country or in no area."""
    areas = [area.id for area in site.content.areas]
    for index, action in enumerate(site.content.actions):
        source, location = site.sources["actions"], ("actions", index)
        if (action.country is None) == (action.place is None):
            has = "neither a country nor" if action.country is None else "both a country and"
            hint = 'Write "country:" with its code, or "place:" with a name in every language.'
            message = f'action "{action.id}" has {has} a place'
            yield source.problem(location, ID, message, hint)
        if action.country and action.country not in cldr.countries():
            message = f'action "{action.id}" names the country {action.country}'
            at: Location = (*location, "country")
            yield source.problem(at, UNKNOWN, f"{message}, which does not exist", CODE_HINT)
        if action.area and action.area not in {*areas, *site.rejected_ids}:
            message = f'action "{action.id}" names the area "{action.area}", which does not exist'
            hint = did_you_mean(action.area, areas)
            yield source.problem((*location, "area"), UNKNOWN, message, hint)

"""Pages in menus and icons exist.

Pass: ``page: areas`` where docs/en/areas.md exists; ``material/airplane``.
Fail: ``page: aeras``; ``material/aeroplane``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brochure.files import icons
from brochure.problems import Location, Problem
from brochure.site.site import Site
from brochure.text.suggestions import did_you_mean

ID = "unknown-id"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each name that does not exist."""
    for index, item in enumerate(site.content.navigation):
        if item.page not in site.page_names:
            hint = did_you_mean(item.page, site.page_names, "Pages")
            message = f'the menu names the page "{item.page}", which does not exist'
            menu = site.sources["navigation"]
            yield menu.problem(("navigation", index, "page"), ID, message, hint)
    for source in site.sources.values():
        for at, name in _icons(source.data, ()):
            if not icons.path(name).is_file():
                near = icons.similar(name)
                hint = (
                    f"Did you mean {' or '.join(near)}?"
                    if near
                    else "Material for MkDocs lists all icons in its documentation."
                )
                yield source.problem(at, ID, f'unknown icon "{name}"', hint)


def _icons(data: Any, location: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(data, dict):
        if isinstance(name := data.get("icon"), str):
            yield (*location, "icon"), name
        for key, value in data.items():
            yield from _icons(value, (*location, key))
    elif isinstance(data, tuple):
        for index, value in enumerate(data):
            yield from _icons(value, (*location, index))

"""Pages in menus and icons exist.

Pass: ``page: areas`` where docs/en/areas.md exists; ``material/airplane``; ``identity/passport``
where content/identity/passport.svg is a drawing of plain shapes.
Fail: ``page: aeras``; ``material/aeroplane``; an own icon with a style.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brochure.checks.rules import images
from brochure.files import icons
from brochure.files.pictograms import drawing, foreign_colours
from brochure.files.picture_kinds import UnusablePictureError
from brochure.problems import Location, Problem
from brochure.site.marks import has_all_colours
from brochure.site.site import Site
from brochure.text.suggestions import did_you_mean, suggestion

ID = "unknown-id"
COLOUR = "foreign-colour"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each name that does not exist."""
    for index, item in enumerate(site.content.navigation):
        if item.page not in site.page_names:
            hint = did_you_mean(item.page, site.page_names)
            message = f'the menu names the page "{item.page}", which does not exist'
            menu = site.sources["navigation"]
            yield menu.problem(("navigation", index, "page"), ID, message, hint)
    for source in site.sources.values():
        for at, name in _icons(source.data, ()):
            if wrong := _wrong(site, name):
                yield source.problem(at, *wrong)
            elif icons.is_own(name) and (colours := _foreign(site, name)):
                foreign = ", ".join(colours)
                message = f"content/{name}.svg has {foreign}, which the light palette does not have"
                hint = (
                    "Use one of content/identity.yaml: dark screens then show its dark counterpart."
                )
                yield source.problem(at, COLOUR, message, hint, level="warning")


def _wrong(site: Site, name: str) -> tuple[str, str, str] | None:
    """Return the rule, message and hint for an icon that does not exist or cannot be shown."""
    path = icons.path(site.root, name)
    if not path.is_file():
        if near := icons.similar(site.root, name):
            hint = suggestion('" or "'.join(near))
        elif icons.is_own(name):
            hint = f"Put the drawing into content/{name}.svg."
        else:
            hint = "Material for MkDocs lists all icons in its documentation."
        return ID, f'unknown icon "{name}"', hint
    if icons.is_own(name):
        try:
            drawing(path, {})
        except UnusablePictureError as error:
            return images.ID, f"content/{name}.svg {error.message}", error.hint
    return None


def _foreign(site: Site, name: str) -> list[str]:
    """Return the colours of an own icon that the palette lacks, if the palette could be read."""
    if not has_all_colours(site):
        return []
    colours = site.content.identity.colours.effective("light")
    return foreign_colours(icons.path(site.root, name), colours)


def _icons(data: Any, location: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(data, dict):
        if isinstance(name := data.get("icon"), str):
            yield (*location, "icon"), name
        for key, value in data.items():
            yield from _icons(value, (*location, key))
    elif isinstance(data, tuple):
        for index, value in enumerate(data):
            yield from _icons(value, (*location, index))

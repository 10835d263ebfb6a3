"""Which texts no page has shown, although readers are to see them: each is a warning."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from brochure.checks.rules.template_strings import UNUSED
from brochure.problems import Problem
from brochure.schema.content import ShownOn, roles_needed
from brochure.site.site import Site
from brochure.site.units import PageUnit
from brochure.text.placeholders import names


def unused_texts(site: Site, shown: Collection[str]) -> Iterator[Problem]:
    """Yield a warning for each text that no page shows in the present phase of requests.

    A rule checks the strings that templates name, and the intake and its emails also show the texts
    of the form.
    """
    hidden = [at for at, roles in roles_needed(site.content) if _are_hidden(site, roles)]
    at_other_times = _shared_at_other_times(site)
    for unit in site.units:
        is_due = site.is_due(unit) and unit.text_key not in at_other_times
        is_due = is_due and not any(unit.location[: len(at)] == at for at in hidden)
        if is_due and unit.shown_on is ShownOn.PAGES and unit.key not in shown:
            message = f"{unit.subject}: the {unit.field} is not shown on any page"
            hint = "Delete it, or show it in a template: see guides/change-the-look.md."
            yield unit.problem("", UNUSED, message, hint, level="warning")


def _are_hidden(site: Site, roles: Collection[str]) -> bool:
    """Whether all pages with some roles have other days."""
    return not any(site.is_page_shown(site.page_with(role)) for role in roles)


def _shared_at_other_times(site: Site) -> set[str]:
    """Return the keys of the shared texts that only texts name which are not due."""
    named: dict[bool, set[str]] = {True: set(), False: set()}
    for unit in site.all_units:
        is_prose = isinstance(unit, PageUnit) and unit.is_prose
        text = unit.texts.get(site.tags[0], "")
        named[site.is_due(unit)].update(names(text, is_prose=is_prose))
    only_then = named[False] - named[True]
    return {shared.text.key for shared in site.content.shared if shared.id in only_then}

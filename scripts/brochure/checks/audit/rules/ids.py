"""No id is on a page twice, and every reference to an id finds it.

Pass: ``<label for="name">`` with ``<input id="name">``. Fail: two elements with one id; an id with
a space; ``aria-controls="menu"`` without an element ``menu``.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.audit.built import BuiltSite
from brochure.checks.audit.page import HtmlPage
from brochure.problems import Problem

ID = "page-id"


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each id that leads to the wrong element, or to none."""
    for page in built.pages.values():
        yield from _page(built, page)


def _page(built: BuiltSite, page: HtmlPage) -> Iterator[Problem]:
    seen: set[str] = set()
    for attribute in page.ids:
        value = attribute.value
        if value in seen:
            message = f'duplicate id "{value}"'
            yield built.problem(page, attribute.place, ID, message, "Choose another for one.")
        elif not value or value.split() != [value]:
            message = f'the id "{value}" is empty or has a space'
            hint = "Write a word without spaces, so that links can lead to it."
            yield built.problem(page, attribute.place, ID, message, hint)
        seen.add(value)
    for attribute in page.references:
        for value in attribute.value.split():
            if value not in seen:
                message = f'{attribute.name}="{value}" names an id that the page does not have'
                hint = "Write the id of the right element, or remove the attribute."
                yield built.problem(page, attribute.place, ID, message, hint)

"""Binding pages state when they last changed; no such date is in the future.

Pass: ``changed: 2026-03-01`` in the default language's file of a page, all of whose translations
have no such line. Fail: a day in the future; another day in docs/fr/ than in docs/en/; a page with
binding texts and no day (a warning).
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.translation_settings import key_matcher
from brochure.problems import Level, Problem
from brochure.site.page import CHANGED, Page
from brochure.site.site import Site

ID = "page-date"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each page whose day of change is wrong or missing."""
    is_binding = key_matcher(site.content.translation.binding)
    binding = {unit.page for unit in site.page_units if is_binding(unit.key)}
    for page in site.pages.values():
        default = site.pages.get((site.tags[0], page.name))
        if page is default:
            yield from _default(page, site, binds=page.name in binding)
        elif default and page.changed and page.changed != default.changed:
            message = f'"{CHANGED}" is {page.changed} here, and {default.changed or "missing"} in'
            hint = f"Delete the line: {default.path} alone says when the page was changed."
            yield _problem(page, f"{message} {default.path}", hint)


def _default(page: Page, site: Site, *, binds: bool) -> Iterator[Problem]:
    data = page.source.data if isinstance(page.source.data, dict) else {}
    if page.changed and page.changed > site.today:
        message = f"the page was last changed on {page.changed}, which is in the future"
        yield _problem(page, message, "Write the day on which its text was changed.")
    elif binds and CHANGED not in data:
        message = "this page is binding, but readers do not see when it was last changed"
        hint = (
            f'Write "{CHANGED}: 2026-03-01", with the right day, between the two lines "---" at'
            " the top, and update it whenever its text changes."
        )
        yield _problem(page, message, hint, level="warning")


def _problem(page: Page, message: str, hint: str, level: Level = "error") -> Problem:
    return page.source.problem((CHANGED,), ID, message, hint, level=level)

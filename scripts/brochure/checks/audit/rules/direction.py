"""The direction of writing is that of the language.

Pass: ``<html lang="ar" dir="rtl">``, ``<html lang="en">``.
Fail: ``<html lang="ar">``, ``<a lang="fr" dir="rtl">``.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.audit.built import BuiltSite
from brochure.problems import Problem
from brochure.text import cldr

ID = "page-direction"


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each direction that is wrong, or missing on a page."""
    for page in built.pages.values():
        wanted = _direction(page.language or "")
        if wanted == "rtl" and page.direction is None:
            message = f"the page in {cldr.english_name(page.language or '')} has no direction"
            yield built.problem(page, page.html, ID, message, 'Add dir="rtl" to <html>.')
        for attribute, language in page.directions:
            wanted, value = _direction(language), attribute.value.lower()
            if wanted and value in {"ltr", "rtl"} and value != wanted:
                name = cldr.english_name(language)
                message = f'{name} is written with dir="{value}"; expected "{wanted}"'
                hint = f'Write dir="{wanted}", or the lang that the text is really in.'
                yield built.problem(page, attribute.place, ID, message, hint)


def _direction(language: str) -> str:
    """Return a language's direction; empty if CLDR does not know it."""
    try:
        return cldr.direction(language) if language else ""
    except ValueError:
        return ""

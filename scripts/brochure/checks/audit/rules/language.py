"""Every page declares a language that exists.

Pass: ``<html lang="pt-BR">``. Fail: ``<html>``, ``<html lang="">``, ``<html lang="english">``.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.audit.built import BuiltSite
from brochure.checks.audit.page import HtmlPage
from brochure.problems import Problem
from brochure.text import language_tags

ID = "page-language"


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each page whose language nobody can know."""
    hint = 'Write the tag of its language: <html lang="en">.'
    for page in built.pages.values():
        if page.faults and page.language is None:
            continue  # it is reported already
        if not page.language:
            yield built.problem(page, page.html, ID, "the page does not declare its language", hint)
        elif not language_tags.parse(page.language):
            message = f'lang="{page.language}" is not the tag of a language'
            yield built.problem(page, page.html, ID, message, hint)
        yield from _of_elements(built, page)


def _of_elements(built: BuiltSite, page: HtmlPage) -> Iterator[Problem]:
    reported = {page.language or "", ""}
    for text in page.texts:
        if text.language not in reported and not language_tags.parse(text.language):
            reported.add(text.language)
            message = f'lang="{text.language}" is not the tag of a language'
            yield built.problem(page, text.place, ID, message, "Write a tag such as pt-BR.")

"""The page for addresses that do not exist is in its folder's language and works at any depth.

Pass: ``fr/404.html`` in French with links such as ``/fr/``, and noindex or not in the sitemap.
Fail: ``404.html`` in Portuguese beside an ``index.html`` in English; a link such as ``../areas/``;
no ``404.html`` at all (a warning).
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.audit.built import BuiltSite, same_language
from brochure.checks.audit.page import ElementPlace, HtmlPage
from brochure.checks.audit.urls import split
from brochure.problems import Problem

ID = "not-found-page"
_NAME = "404.html"


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield each fault of the 404 pages."""
    if _NAME not in built.files:
        hint = "Add one at the top of the site, in its default language."
        yield built.problem(_NAME, None, ID, "there is no 404.html", hint, level="warning")
    for page in built.pages.values():
        if page.is_not_found:
            yield from _page(built, page)


def _page(built: BuiltSite, page: HtmlPage) -> Iterator[Problem]:
    home = built.pages.get(page.path.replace(_NAME, "index.html"))
    if home and home.language and page.language and not same_language(home.language, page.language):
        message = f'the page\'s lang is "{page.language}", but that of {home.path} is '
        hint = "Write it in the language of its folder, which the reader has chosen."
        yield built.problem(page, page.html, ID, f'{message}"{home.language}"', hint)
    relative = [(address, place) for address, place in _addresses(page) if _is_relative(address)]
    if relative and not page.base:
        address, place = relative[0]
        others = f" and {len(relative) - 1} more" if relative[1:] else ""
        message = f'relative address on a page shown at any address: "{address}"{others}'
        hint = "Begin them with / or https://: this page is shown at every unknown address."
        yield built.problem(page, place, ID, message, hint)


def _addresses(page: HtmlPage) -> Iterator[tuple[str, ElementPlace]]:
    yield from ((link.href, link.place) for link in page.links)
    yield from ((resource.address, resource.place) for resource in page.resources)


def _is_relative(address: str) -> bool:
    parts = split(address)
    return bool(parts.path) and not parts.scheme and not parts.netloc and parts.path[0] != "/"

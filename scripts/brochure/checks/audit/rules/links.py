"""Links lead to pages, files and ids that exist, in the language that they are written in.

Pass: ``<a href="../areas/#protection">``; ``<a href="../fr/" hreflang="fr">``.
Fail: an address without a page; ``#nothing``; a link on an English page to a French one, of which
neither ``hreflang`` nor ``lang`` tells so; ``hreflang="fr"`` on a link to a Portuguese page.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Sequence

from brochure.checks.audit.built import BuiltSite, same_language
from brochure.checks.audit.page import ElementPlace, HtmlLink, HtmlPage
from brochure.problems import Problem
from brochure.text.suggestions import likely, shorten

BROKEN = "dead-link"
LEAVES = "link-language"
MISSING_FILE = "missing-resource"


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each link that leads nowhere, or where nobody expects it."""
    ids = functools.cache(lambda path: _ids(built.pages[path]))
    near = _Near([page.address for page in built.pages.values()])
    for page in built.pages.values():
        for link in page.links:
            there = built.target(page, link.href)
            if there.kind == "missing":
                message = f"links to {link.href}, which does not exist"
                yield built.problem(page, link.place, BROKEN, message, near(there.path))
            elif there.kind == "page":
                yield from _fragment(built, page, link, ids(there.path))
                yield from _language(built, page, link, built.pages[there.path])
        for resource in page.resources:
            is_loaded = resource.kind not in {"form", "connect"}
            if is_loaded and built.target(page, resource.address).kind == "missing":
                yield _missing(built, page, resource.place, resource.address)
    for sheet, addresses in built.sheets.items():
        for address in addresses:
            if built.target_from(built.home + sheet, address).kind == "missing":
                yield _missing(built, sheet, None, address)


def _missing(
    built: BuiltSite, page: HtmlPage | str, place: ElementPlace | None, address: str
) -> Problem:
    message = f"loads {address}, which does not exist"
    return built.problem(page, place, MISSING_FILE, message, "Name a file that is on the site.")


def _fragment(
    built: BuiltSite, page: HtmlPage, link: HtmlLink, ids: Collection[str]
) -> Iterator[Problem]:
    there = built.target(page, link.href)
    fragment = there.fragment.partition(":~:")[0]
    if fragment and fragment != "top" and fragment not in ids:
        message = f'links to {link.href}, but {there.path} has no id "{fragment}"'
        hint = likely(fragment, ids, "#{}") or "Link to the page alone."
        yield built.problem(page, link.place, BROKEN, message, hint)


def _language(
    built: BuiltSite, page: HtmlPage, link: HtmlLink, other: HtmlPage
) -> Iterator[Problem]:
    if not other.language or other is page:
        return
    if link.hreflang:
        if not same_language(link.hreflang, other.language):
            message = f'hreflang="{link.hreflang}" on a link to {other.path}, which is in '
            hint = "Link to the page in that language."
            yield built.problem(page, link.place, LEAVES, f'{message}"{other.language}"', hint)
    elif link.language and not same_language(link.language, other.language):
        name = shorten(link.label or link.href, 40)
        message = f'“{name}” leads from "{link.language}" to {other.path}, in "{other.language}"'
        hint = f'Link to the page in the same language, or add hreflang="{other.language}".'
        yield built.problem(page, link.place, LEAVES, message, hint)


def _ids(page: HtmlPage) -> frozenset[str]:
    return frozenset(attribute.value for attribute in (*page.ids, *page.names))


class _Near:
    """Hints about addresses that do not exist; not for all, as each takes a while."""

    _MAX = 50

    def __init__(self, addresses: Sequence[str]) -> None:
        self.addresses = addresses
        self.hints: dict[str, str] = {}

    def __call__(self, address: str) -> str:
        """Return the hint for an address."""
        if address not in self.hints and len(self.hints) < self._MAX:
            self.hints[address] = likely(address, self.addresses)
        return self.hints.get(address) or "Link to a page that is on the site."

"""A page names its translations by full addresses, itself among them, and they name it.

Pass: on each of two pages, ``hreflang="en"``, ``hreflang="fr"`` and ``hreflang="x-default"`` with
addresses that begin with ``https://``. Fail: ``href="../fr/"``; no ``x-default`` (a warning); a
translation that does not name the page; an address without a page; one in another language.

Source: https://developers.google.com/search/docs/specialty/international/localized-versions
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.audit.built import BuiltSite, same_language
from brochure.checks.audit.page import HeadLink, HtmlPage
from brochure.checks.audit.urls import split
from brochure.problems import Problem
from brochure.text import language_tags

ID = "hreflang"
_DEFAULT = "x-default"


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each translation that search engines will not find, or not trust."""
    for page in built.pages.values():
        if not built.is_listed(page) or page.faults:
            continue
        if page.alternates:
            yield from _page(built, page)
        elif len(built.languages) > 1:
            message = "the page names no translations, on a site in several languages"
            hint = 'Add <link rel="alternate" hreflang="…" href="https://…"> for each language.'
            yield built.problem(page, None, ID, message, hint, level="warning")


def _page(built: BuiltSite, page: HtmlPage) -> Iterator[Problem]:
    first = page.alternates[0].place
    relative = [link for link in page.alternates if not split(link.href).netloc]
    if relative:
        others = f" and {len(relative) - 1} more" if relative[1:] else ""
        message = f'the address of a translation is relative: "{relative[0].href}"{others}'
        hint = "Write full addresses: search engines ignore others."
        yield built.problem(page, relative[0].place, ID, message, hint)
    seen: dict[str, str] = {}
    for link in page.alternates:
        tag = link.hreflang.lower()
        if tag in seen and seen[tag] != link.href:
            message = f'the page names two pages for hreflang="{link.hreflang}"'
            yield built.problem(page, link.place, ID, message, "Keep the right one.")
        seen.setdefault(tag, link.href)
        yield from _alternate(built, page, link)
    yield from _reciprocal(built, page)
    if _DEFAULT not in seen:
        message = 'no hreflang="x-default" among the translations'
        hint = "Add it, with the page for readers of all other languages."
        yield built.problem(page, first, ID, message, hint, level="warning")
    own = (built.target(page, href).path for tag, href in seen.items() if tag != _DEFAULT)
    if page.path not in own:
        message = "the page is not among its own translations"
        hint = f'Add it: <link rel="alternate" hreflang="{page.language or "…"}" href="…">.'
        yield built.problem(page, first, ID, message, hint)


def _alternate(built: BuiltSite, page: HtmlPage, link: HeadLink) -> Iterator[Problem]:
    tag = link.hreflang
    if tag.lower() != _DEFAULT and not language_tags.parse(tag):
        message = f'hreflang="{tag}" is not the tag of a language'
        yield built.problem(page, link.place, ID, message, "Write a tag such as pt or pt-BR.")
        return
    there = built.target(page, link.href)
    if there.kind == "outside":
        return  # another host is another site's matter
    if there.kind != "page":
        message = f"the translation {link.href} does not exist"
        hint = "Name pages that exist, and leave out languages without the page."
        yield built.problem(page, link.place, ID, message, hint)
        return
    language = built.pages[there.path].language
    if tag.lower() != _DEFAULT and language and not same_language(tag, language):
        message = f'hreflang="{tag}" leads to {there.path}, whose lang is "{language}"'
        yield built.problem(page, link.place, ID, message, "Name the page in that language.")


def _reciprocal(built: BuiltSite, page: HtmlPage) -> Iterator[Problem]:
    """Yield a problem for each translation that does not name the page, or may not be listed."""
    first_links = {other.path: link for link, other in reversed([*built.translations(page)])}
    for path, link in first_links.items():
        other = built.pages[path]
        if not built.is_listed(other):
            message = f"the translation {path} is excluded from search engines"
            hint = "Name only pages that are their own canonical address and are not noindex."
            yield built.problem(page, link.place, ID, message, hint)
        elif other.alternates and all(back is not page for _, back in built.translations(other)):
            message = f"the page names {path} as its translation, which does not name it back"
            hint = "Let all translations of a page name one another."
            yield built.problem(page, link.place, ID, message, hint)

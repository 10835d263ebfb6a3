"""A page names one full address as its own, which leads to it or to the page that it repeats.

Pass: ``<link rel="canonical" href="https://www.example.org/fr/areas/">`` on ``fr/areas/``.
Fail: none; two; ``href="../areas/"``; an address without a page; a page that names another one.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.audit.built import BuiltSite
from brochure.checks.audit.page import HeadLink, HtmlPage
from brochure.checks.audit.urls import split
from brochure.problems import Problem

ID = "canonical"


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each page whose own address is missing or wrong."""
    for page in built.pages.values():
        if not page.is_findable or page.faults:
            continue
        hint = "Write the page's full address: the one under which search engines should list it."
        if not page.canonicals:
            yield built.problem(page, None, ID, "the page does not name its own address", hint)
        for link in page.canonicals[1:]:
            message = "the page names a second address as its own"
            yield built.problem(page, link.place, ID, message, "Remove one of the two.")
        for link in page.canonicals[:1]:
            if message := _mistake(built, page, link):
                yield built.problem(page, link.place, ID, message, hint)


def _mistake(built: BuiltSite, page: HtmlPage, link: HeadLink) -> str:
    if not split(link.href).netloc:
        return f'the page names "{link.href}" as its address; expected a full one'
    there = built.target(page, link.href)
    if there.kind != "page":
        return f"the page names {link.href} as its address, which is not a page of the site"
    other = built.pages[there.path]
    if other is page:
        same = link.href == built.url(page) or not built.root
        return "" if same else f"the page names {link.href} as its address; it is {built.url(page)}"
    onward = [built.target(other, link.href).path for link in other.canonicals]
    if onward and onward != [other.path]:
        return f"the page names {other.path} as its address, which itself names another"
    if other.language != page.language:
        return f"the page names {other.path} as its address, which is in another language"
    return ""

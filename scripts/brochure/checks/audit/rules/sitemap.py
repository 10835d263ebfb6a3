"""The sitemap lists every page that search engines should find, and nothing else.

Pass: each page that is its own canonical address, once, with the translations that it names itself.
Fail: no sitemap; a page that it leaves out; an address without a page, or of one that is noindex or
a 404; an address twice; other translations than on the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.audit.built import BuiltSite
from brochure.checks.audit.page import ElementPlace, HtmlPage
from brochure.checks.audit.sitemap import NAME, SitemapEntry
from brochure.problems import Problem

ID = "sitemap"


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each page that search engines would miss, or find missing."""
    if not built.sitemap.files and not built.sitemap.faults:
        hint = "Let the generator write one, and name it in robots.txt."
        yield built.problem(NAME, None, ID, "there is no sitemap.xml", hint, level="warning")
        return
    for file, line, fault in built.sitemap.faults:
        hint = "Let the generator write it again."
        yield built.problem(file, ElementPlace(line, "", 0), ID, f"the sitemap {fault}", hint)
    if built.sitemap.faults:
        return
    listed: dict[str, SitemapEntry] = {}
    for entry in built.sitemap.entries:
        yield from _entry(built, entry, listed)
    for page in built.pages.values():
        if built.is_listed(page) and page.path not in listed and not page.faults:
            message = f"the sitemap leaves out {page.path}"
            hint = "Add it, or mark the page as noindex."
            yield built.problem(NAME, None, ID, message, hint)
    yield from _robots(built)


def _entry(
    built: BuiltSite, entry: SitemapEntry, listed: dict[str, SitemapEntry]
) -> Iterator[Problem]:
    place = ElementPlace(entry.line, "", 0)
    there = built.target_from(built.home, entry.address)
    page = built.pages.get(there.path)
    if there.kind != "page" or page is None or "://" not in entry.address:
        message = f"the sitemap names {entry.address}, which is not a page of the site"
        hint = "Leave it out, or write the full address of a page."
        yield built.problem(entry.file, place, ID, message, hint)
    elif page.path in listed:
        message = f"the sitemap names {page.path} twice"
        yield built.problem(entry.file, place, ID, message, "Remove one of the two.")
    else:
        listed[page.path] = entry
        if not built.is_listed(page):
            message = f"the sitemap names {page.path}, which is excluded from search engines"
            hint = "Leave out 404 pages, noindex pages, and those with another canonical address."
            yield built.problem(entry.file, place, ID, message, hint)
        elif entry.alternates and _translations(built, entry) != _own(built, page):
            message = f"the sitemap and {page.path} itself name different translations of it"
            hint = "Let both name the same pages with the same languages."
            yield built.problem(entry.file, place, ID, message, hint, level="warning")


def _translations(built: BuiltSite, entry: SitemapEntry) -> set[tuple[str, str]]:
    return {
        (tag.lower(), built.target_from(built.root, address).path)
        for tag, address in entry.alternates
    }


def _own(built: BuiltSite, page: HtmlPage) -> set[tuple[str, str]]:
    return {(link.hreflang.lower(), built.target(page, link.href).path) for link in page.alternates}


def _robots(built: BuiltSite) -> Iterator[Problem]:
    """Compare robots.txt, if there is one, with where the sitemap is."""
    if "robots.txt" not in built.files:
        return
    text = (built.folder / "robots.txt").read_bytes().decode("utf-8", "replace")
    for number, line in enumerate(text.splitlines(), 1):
        key, _, value = line.partition(":")
        if key.strip().lower() == "sitemap":
            there = built.target_from(built.home, value.strip())
            if "://" not in value or there.kind not in {"file", "outside"}:
                message = f"names the sitemap {value.strip()}, which does not exist"
                hint = "Write the sitemap's full address."
                yield built.problem("robots.txt", ElementPlace(number, "", 0), ID, message, hint)

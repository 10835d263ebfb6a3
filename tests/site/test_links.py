"""Every link stays in its language; a page's translations are one click away.

That links lead to what exists is a matter of the audit.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from brochure.site.page_index import NOT_FOUND
from brochure.site.redirects import redirects
from brochure.site.site import Site
from brochure.text import cldr
from engine.once_a_language import REFUSALS
from tests.site.pages import TAGS, Pages, language_of, text_of

# Where the links to other languages are: the navigation whose links name a language.
SWITCH = "//header//nav[.//a[@hreflang]]//a"


def test_the_site_has_every_page_that_its_files_promise_and_no_other(
    site: Site, pages: Pages, built_site: Path
) -> None:
    moved = {built_site / redirect.file for redirect in redirects(site)}
    refusals = {
        built_site / site.folder(tag) / f"{status}.html" for tag in site.tags for status in REFUSALS
    }
    of_files = {page.file for page in pages.values()}
    assert {*built_site.rglob("*.html")} == of_files | moved | refusals


def test_every_internal_link_stays_in_the_language_that_it_is_written_in(
    pages: Pages, tag: str
) -> None:
    known = {page.address: page for page in pages.values()}
    strays = []
    for page in pages.values():
        for link in page.elements("//a[@href]") if page.tag == tag else []:
            there = known.get(page.target(link.get("href", "")))
            if there and there.tag != language_of(link):
                strays.append(f"{page}: {text_of(link)} → {there}")
    assert not strays


def test_every_page_is_reached_from_the_home_page(pages: Pages, tag: str) -> None:
    known = {page.address: page for page in pages.values() if page.tag == tag}
    home = pages[tag, "index"]
    waiting, seen = [home], {home.address}
    while waiting:
        page = waiting.pop()
        addresses = page.all("//a/@href | //form[@role='search']/@action")
        for path in {page.target(address) for address in addresses} & {*known} - seen:
            seen.add(path)
            waiting.append(known[path])
    assert {*known} - seen == {pages[tag, NOT_FOUND].address}


def test_the_language_switch_stays_on_the_page(site: Site, pages: Pages, tag: str) -> None:
    for (language, name), page in pages.items():
        if language != tag:
            continue
        links = list(page.elements(SWITCH))
        assert [link.get("hreflang") for link in links] == list(TAGS)
        for link in links:
            other = str(link.get("hreflang"))
            assert page.target(link.get("href", "")) == pages[other, name].address
            assert text_of(link) == cldr.own_name(other)
            assert link.get("lang") == other
            assert link.get("dir") == cldr.direction(site.language(other).locale)
            assert (link.get("aria-current") == "true") is (other == tag)


@pytest.mark.parametrize("menu", ["header", "footer"])
def test_the_menus_show_every_page_in_order_and_mark_the_current_one(
    site: Site, pages_of_tag: Pages, tag: str, menu: str
) -> None:
    wanted = [item.page for item in site.content.navigation if item.place == menu]
    for page in pages_of_tag.values():
        links = list(page.elements(f"//{menu}//nav[not(.//@hreflang)]//a"))
        addresses = [page.target(link.get("href", "")) for link in links]
        assert addresses == [pages_of_tag[tag, name].address for name in wanted]
        marks = [link.get("aria-current") for link in links]
        assert marks == ["page" if name == page.name else None for name in wanted]


def test_every_heading_below_the_first_has_an_id(pages_of_tag: Pages) -> None:
    bare = [
        f"{page}: {text_of(heading)}"
        for page in pages_of_tag.values()
        for heading in page.elements("//h2[not(@id)] | //h3[not(@id)]")
    ]
    assert not bare


def test_headings_have_the_same_ids_in_all_languages(pages: Pages) -> None:
    for (tag, name), page in pages.items():
        if page.role != NOT_FOUND:  # its headings are the other languages, each page has its own
            first = pages[TAGS[0], name]
            ids = "//h2/@id | //h3/@id"
            assert page.all(ids) == first.all(ids), f"{page} ({tag})"


def test_a_link_to_another_site_is_a_full_https_address(pages: Pages) -> None:
    for page in pages.values():
        for href in page.all("//a/@href"):
            there = urlsplit(urljoin("https://site.invalid/", href))
            assert there.scheme in {"https", "mailto"}, f"{page}: {href}"

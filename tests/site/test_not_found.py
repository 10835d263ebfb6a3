"""An address that does not exist is answered in the reader's language, with a way on in each."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import pytest

from brochure.site.page_index import HOME, NOT_FOUND
from brochure.site.site import Site
from tests.site.pages import TAGS, Page, Pages, language_of, text_of


@pytest.fixture
def page(pages: Pages, tag: str) -> Page:
    """Return the 404 page of one language."""
    return pages[tag, NOT_FOUND]


def test_there_is_a_404_page_where_servers_look_for_it_in_each_language(
    built_site: Path, tag: str
) -> None:
    folder = built_site if tag == TAGS[0] else built_site / tag
    assert (folder / "404.html").is_file()


def test_it_explains_what_is_wrong_in_its_own_language_first(site: Site, page: Page) -> None:
    assert page.one("//h1/text()") == site.pages[page.tag, page.name].title
    headings = [language_of(heading) for heading in page.elements("//main//h1 | //main//h2")]
    assert headings[0] == page.tag


def test_it_helps_in_every_language_with_a_way_home_and_every_page(
    site: Site, pages: Pages, page: Page
) -> None:
    menu = [item.page for item in site.content.navigation if item.place == "header"]
    for tag in TAGS:
        links = [a for a in page.elements("//a[@href]") if language_of(a) == tag]
        there = {page.target(a.get("href", "")) for a in links}
        assert {pages[tag, name].address for name in (HOME, *menu)} <= there
        spoken = [text_of(p) for p in page.elements("//main//p") if language_of(p) == tag]
        assert spoken, f"no word in {tag}"


def test_search_engines_are_asked_to_leave_it_out(page: Page) -> None:
    assert page.one("//meta[@name='robots']/@content") == "noindex"
    assert not page.all("//link[@rel='canonical']")


def test_it_works_at_any_address_as_all_its_links_begin_at_the_root(page: Page) -> None:
    addresses = page.all("//@href | //@src")
    assert addresses
    for address in addresses:
        assert address.startswith(("/", "#", "https://", "mailto:")), address


def test_a_server_answers_an_unknown_address_with_it(
    serve_folder: Callable[[Path], str], built_site: Path, page: Page
) -> None:
    folder = page.address.removesuffix("404.html")
    address = f"{serve_folder(built_site)}{folder}no/such/page/"
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(address)  # noqa: S310 - an address of ours
    with error.value as response:
        assert response.code == HTTPStatus.NOT_FOUND
        assert response.read().decode() == page.source

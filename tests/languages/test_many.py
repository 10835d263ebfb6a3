"""The site in twenty-four languages: every page in each, and no word in another's place."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from brochure.files import compressed
from brochure.render.environment import host
from brochure.render.search import write_index
from brochure.site.page_index import NOT_FOUND, SEARCH
from brochure.site.site import Site
from brochure.text import cldr, formatting
from brochure.translation import languages
from tests.engine import project
from tests.languages.sites import (
    DRAFTS,
    Built,
    BuiltSites,
    each_word,
    in_other_language,
    texts,
    translate,
    words_in,
)
from tests.site.pages import Page
from tests.support import nginx
from tests.support.searching import LIMIT, search

pytestmark = pytest.mark.soak

ADDED = [
    *("bg", "cs", "da", "de", "el", "es", "et", "fi", "ga", "hr", "hu"),
    *("it", "lt", "lv", "mt", "nl", "pl", "ro", "sk", "sl", "sv"),
]
AUTHORED = ["en", "fr", "pt"]
# The signs of a language at the end of each of its words: no word of another ends like that.
MARKED = re.compile(r"q([a-z]{2})q$")
ADDRESS = r"[\w.+-]+@[\w-]+(\.[\w-]+)+|https?://\S+|\bwww\.[\w./-]+|\{\$\w+\}"
SPOKEN = "//@aria-label | //@alt | //@title | //@placeholder | //@data-left | //@data-over"
NAMED = ("description", "og:title", "og:description", "og:site_name")
META = " | ".join(f"//meta[@name='{name}' or @property='{name}']/@content" for name in NAMED)


def marked(source: str, tag: str, _number: int = 0) -> str:
    """Return a text in which each word ends with the signs of a language."""
    return each_word(source, lambda word: f"{word}q{tag}q")


@pytest.fixture(scope="session")
def many(built_sites: BuiltSites) -> Built:
    """Return the project in 24 languages, all of them published."""

    def change(place: Path) -> None:
        for tag in DRAFTS:
            languages.remove(place, tag, force=True)
        for tag in ADDED:
            languages.add(place, tag)
        translate(place, ADDED, marked)
        for tag in ADDED:
            project.edit(place / f"content/languages/{tag}.yaml", "status: draft\n", "")

    return built_sites.build("many", change)


def own_words(page: Page) -> list[str]:
    """Return a page's texts in its own language, with titles and attributes, without addresses."""
    own_texts = [
        text for e, text in texts(page.root, whole=True) if not in_other_language(e, page.tag)
    ]
    hosts = {host(address) for address in page.all("//a/@href") if address.startswith("http")}
    addresses = re.compile("|".join([ADDRESS, *map(re.escape, hosts)]))
    return [addresses.sub(" ", text) for text in (*own_texts, *page.all(SPOKEN), *page.all(META))]


def test_every_page_exists_in_every_language(many: Built) -> None:
    names = many.site.page_names
    assert many.site.tags == (*AUTHORED, *ADDED)
    assert many.pages.keys() == {(tag, name) for tag in many.site.tags for name in names}
    for (tag, name), page in many.pages.items():
        assert page.one("/html/@lang") == tag
        switcher = page.all("//nav[@id='site-languages']//a/@hreflang")
        assert switcher == list(many.site.tags)
        there = [page.target(href) for href in page.all("//nav[@id='site-languages']//a/@href")]
        assert there == [many.pages[other, name].address for other in many.site.tags]


def of_cldr(site: Site, tag: str) -> frozenset[str]:
    """Return the words on pages in a language that come from CLDR, or are names in the data."""
    locale = site.language(tag).locale
    known = [cldr.country(code, locale) for code in cldr.countries()]
    known += [cldr.own_name(other) for other in site.tags]
    days = [day for fact in site.content.facts for day in (fact.as_of, fact.value)]
    known += [formatting.date(day, locale) for day in days if isinstance(day, datetime.date)]
    changed = {page.changed for page in site.pages.values() if page.changed}
    known += [formatting.date(day, locale) for day in changed]
    known += [cldr.alternatives("abc", locale)]
    profiles = site.content.site.profiles
    known += [name for profile in profiles for name in (profile.network, profile.name)]
    return frozenset().union(*map(words_in, known))


def strangers(page: Page, known: frozenset[str]) -> set[str]:
    """Return the words of a page that are marked as no language, or as another one."""
    words = frozenset().union(*map(words_in, own_words(page)))
    return {word for word in words - known if marking(word) != page.tag}


def marking(word: str) -> str | None:
    """Return the language whose signs a word ends with."""
    found = MARKED.search(word)
    return found[1] if found else None


def test_every_word_on_a_page_is_of_its_own_language(many: Built) -> None:
    wrong = {}
    for tag in ADDED:
        known = of_cldr(many.site, tag)
        for page in many.of(tag).values():
            if found := strangers(page, known):
                wrong[str(page)] = found
    assert wrong == {}


@pytest.mark.parametrize("tag", AUTHORED)
def test_no_word_of_an_added_language_is_on_a_page_of_another(many: Built, tag: str) -> None:
    for page in many.of(tag).values():
        words = frozenset().union(*map(words_in, own_words(page)))
        assert len(words) > 20
        assert not {word for word in words if marking(word)}, str(page)


def test_the_404_page_of_each_language_helps_in_all_others_in_their_words(many: Built) -> None:
    for (tag, _), page in many.pages.items():
        if page.role != NOT_FOUND:
            continue
        sections = {str(e.get("lang")): e for e in page.elements("//main//details[@lang]")}
        assert list(sections) == [other for other in many.site.tags if other != tag]
        for other, section in sections.items():
            words = words_in(" ".join(section.xpath(".//h2//text() | .//p//text()")))
            assert {marking(word) for word in words} == {other if other in ADDED else None}


def test_a_word_of_another_language_would_be_found(many: Built, tmp_path: Path) -> None:
    page = many.pages["de", "areas"]
    file = tmp_path / "index.html"
    file.write_text(page.source.replace("</h1>", " Aqfrq Bqcsq Cqdeq plain</h1>"), encoding="utf-8")
    changed = replace(page, file=file)
    assert strangers(changed, of_cldr(many.site, "de")) == {"Aqfrq", "Bqcsq", "plain"}


def test_a_search_in_one_of_24_languages_weighs_no_more(
    many: Built, browser: Browser, tmp_path: Path
) -> None:
    site, search_page = tmp_path / "site", many.site.page_with(SEARCH)
    project.copy_folder(many.folder, site)
    write_index(many.site.as_shown(), site)
    compressed.write_copies(site, tmp_path / "none")
    with nginx.running(site, tmp_path / "nginx") as server:
        for tag in ("fr", "mt"):  # one whose words have forms, and one whose have none
            address = f"/{many.site.address(tag, search_page)}"
            done = search(browser, server, address, "migration" if tag == "fr" else "migrationqmtq")
            assert not done.refused
            assert done.found
            assert all(path.startswith(f"/{tag}/") for path in done.found)
            assert done.bytes <= LIMIT, f"{tag}: {done.bytes:,} bytes"

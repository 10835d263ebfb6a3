"""The search finds what its language's pages say, by keyboard; without scripts, it lists them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route, expect
from playwright.sync_api import Page as Tab

from brochure.site.page_index import NOT_FOUND, SEARCH
from brochure.site.site import Site
from brochure.text import formatting
from brochure.text.folded import folded
from tests.site.pages import SHOWN, TAGS, Pages, plain
from tests.support import depth, searching
from tests.support.page_checks import assert_fits_and_is_accessible

NOT_WORDS = [
    *("<script>alert(1)</script>", "%", "%E0%A4%A", "é", "x" * 500, '"', "\\", "{$count}"),
    "\u202e \u2066",
]

FILES = [r"pagefind\.js", ".*_index", ".*entry", r".*\.pf_meta", ".*wasm"]


def _ask(tab: Tab, pages: Pages, tag: str, words: str) -> str:
    """Search by keyboard alone; return what is announced."""
    return searching.ask(tab, pages[tag, SEARCH].address, words)


def _found(tab: Tab) -> list[str]:
    return [str(url) for url in tab.locator(".found a").evaluate_all("all => all.map(a => a.href)")]


def _title(site: Site, tag: str) -> str:
    """Return the title of an area, which its page shows as a heading."""
    return plain(site.content.areas[0].title[tag])


def _word(site: Site, tag: str) -> str:
    """Return a long word of that title."""
    return str(max(re.findall(r"[^\W\d_]+", _title(site, tag)), key=len))


def _string(site: Site, tag: str, name: str, count: int = 0) -> str:
    from brochure.render.localizer import Localizer
    from brochure.site import default_strings

    language = site.language(tag)
    text = default_strings.texts(tag)[f"search.{name}"]
    localizer = Localizer(site, language, site.page_with(SEARCH))
    number = formatting.number(count, language.locale, formatting.digits(language.locale))
    return plain(str(localizer.markdown(text.replace("{$count}", number))))


@pytest.mark.parametrize("tag", TAGS)
def test_each_language_finds_its_own_pages_whatever_accents_are_typed_and_says_how_many(
    shown: Tab, site: Site, pages: Pages, tag: str
) -> None:
    part = _word(site, tag).lower()
    said = _ask(shown, pages, tag, folded(_title(site, tag)))
    found = _found(shown)
    assert found
    of_tag = {page.address for page in pages.values() if page.tag == tag}
    assert {urlsplit(url).path for url in found} <= of_tag
    searching.show_all(shown)
    count = shown.locator(".found > li").count()
    assert plain(said) == _string(site, tag, "found", count)
    assert part in shown.locator(".found").inner_text().lower()
    assert shown.locator(".found mark").count()


def test_a_word_of_another_language_finds_nothing(shown: Tab, site: Site, pages: Pages) -> None:
    for tag, other in (("fr", "pt"), ("pt", "fr")):
        known, there = (_beginnings(pages, one) for one in (tag, other))
        only_there = next(word for begins, word in there.items() if begins not in known)
        assert plain(_ask(shown, pages, tag, only_there)) == _string(site, tag, "none"), only_there
        assert not _found(shown)


def _beginnings(pages: Pages, tag: str) -> dict[str, str]:
    """Return the long words of a language's pages by the letters that they begin with."""
    text = " ".join(page.text for page in pages.values() if page.tag == tag)
    return {folded(word)[:4]: word for word in re.findall(r"[^\W\d_]{6,}", text)}


def test_a_result_leads_to_the_part_of_a_page_that_has_the_words(
    shown: Tab, site: Site, pages: Pages
) -> None:
    _ask(shown, pages, "fr", _title(site, "fr"))
    part = shown.locator(".found a[href*='/fr/areas/#']").first
    title = part.inner_text()
    part.press("Enter")
    shown.wait_for_url("**/fr/areas/#*")
    assert plain(shown.locator(":target").inner_text()) == plain(title)


@pytest.mark.parametrize("tag", SHOWN)
def test_the_menus_form_leads_there_with_the_words(phone: Tab, pages: Pages, tag: str) -> None:
    phone.goto(pages[tag, "areas"].address)
    phone.locator("[popovertarget='site-menu']").press("Enter")
    phone.keyboard.press("Tab")
    phone.keyboard.type("anything")
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    assert phone.url.endswith(f"{pages[tag, SEARCH].address}?q=anything")
    assert searching.said(phone)
    assert phone.locator("main #find").input_value() == "anything"


def test_on_a_wide_screen_the_menus_button_leads_to_the_page(shown: Tab, pages: Pages) -> None:
    shown.set_viewport_size({"width": 1280, "height": 800})
    shown.goto(pages["fr", "areas"].address)
    with shown.expect_navigation():
        shown.locator("#site-menu .find button").press("Enter")
    assert pages["fr", SEARCH].address in shown.url
    expect(shown.locator("main #find")).to_be_visible()


def test_back_and_forward_show_what_was_searched_before(
    shown: Tab, site: Site, pages: Pages
) -> None:
    word = _word(site, "fr")
    _ask(shown, pages, "fr", word)
    first = _found(shown)
    shown.locator("main #find").fill("xyzxyz")
    shown.keyboard.press("Enter")
    expect(shown.locator("#found")).to_be_hidden()
    shown.go_back()
    expect(shown.locator("#found")).to_be_visible()
    assert _found(shown) == first
    assert shown.locator("main #find").input_value() == word


def test_whatever_is_typed_nothing_is_shown_that_was_not_meant(
    own_tab: Tab, site: Site, pages: Pages
) -> None:
    alarms: list[str] = []
    own_tab.on("dialog", lambda dialog: alarms.append(dialog.message))
    own_tab.on("pageerror", lambda error: alarms.append(error.message))
    counted = plain(_string(site, "fr", "found", 0)).rstrip("0")
    for words in depth.some(NOT_WORDS[::2], NOT_WORDS):
        own_tab.goto(pages["fr", SEARCH].address + "?q=" + words.replace(" ", "+"))
        own_tab.wait_for_load_state("networkidle")
        said = plain(own_tab.locator("#status").inner_text())
        assert said in {"", _string(site, "fr", "none")} or said.startswith(counted), words
        assert not own_tab.locator("#found :not(ol, li, h2, a, p, ul, mark, button)").count(), words
        assert not alarms, words


@pytest.mark.soak
def test_marks_that_nobody_sees_change_nothing(shown: Tab, site: Site, pages: Pages) -> None:
    word = _word(site, "fr")
    _ask(shown, pages, "fr", word)
    found = _found(shown)
    _ask(shown, pages, "fr", f"\u200f{word[:3]}\u00ad{word[3:]}\u202e")
    assert _found(shown) == found or not _found(shown)
    _ask(shown, pages, "fr", f"\u2067{word}\u2069\u200f")
    assert _found(shown) == found


@pytest.mark.parametrize("file", depth.some(FILES[:2], FILES))
def test_if_the_index_is_broken_the_page_says_so_and_has_all_pages(
    own_tab: Tab, site: Site, pages: Pages, file: str
) -> None:
    def damage(route: Route) -> None:
        route.fulfill(content_type="text/javascript", body="not what it should be")

    own_tab.route(re.compile(f"/assets/search/{file}"), damage)
    said = _ask(own_tab, pages, "fr", _word(site, "fr"))
    assert plain(said) in {_string(site, "fr", "failed"), _string(site, "fr", "none")}
    expect(own_tab.locator("#found")).to_be_hidden()
    expect(own_tab.locator("#all")).to_be_visible()


@pytest.mark.parametrize("tag", SHOWN)
def test_without_scripts_the_page_says_so(
    browser: Browser, served: str, site: Site, pages: Pages, tag: str
) -> None:
    context = browser.new_context(base_url=served, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(pages[tag, "areas"].address)
    tab.set_viewport_size({"width": 1280, "height": 800})
    with tab.expect_navigation():
        tab.locator("#site-menu .find button").press("Enter")
    assert plain(tab.locator("main .notice").inner_text()) == _string(site, tag, "no-script")
    context.close()


@pytest.mark.parametrize("tag", TAGS)
def test_the_page_lists_the_whole_site_for_those_without_scripts(pages: Pages, tag: str) -> None:
    page = pages[tag, SEARCH]
    listed = {page.target(href) for href in page.all("//*[@class='columns outline']//h3/a/@href")}
    assert listed == {
        other.address
        for other in pages.values()
        if other.tag == tag and other.role not in {NOT_FOUND, SEARCH}
    }


def test_the_list_names_what_each_page_is_about(site: Site, pages: Pages) -> None:
    for tag in TAGS:
        page = pages[tag, SEARCH]
        links = {
            page.target(a.get("href", "")) + "#" + a.get("href", "").partition("#")[2]
            for a in page.elements("//*[@class='columns outline']//li/a")
        }
        areas = {f"{pages[tag, 'areas'].address}#{area.id}" for area in site.content.areas}
        assert areas <= links


@pytest.mark.parametrize("tag", SHOWN)
def test_results_fit_every_screen_and_have_no_barrier(
    shown: Tab, axe_source: str, site: Site, pages: Pages, tag: str
) -> None:
    shown.goto(f"{pages[tag, SEARCH].address}?q={_word(site, tag)}")
    assert searching.said(shown)
    assert_fits_and_is_accessible(shown, axe_source, shown.url)

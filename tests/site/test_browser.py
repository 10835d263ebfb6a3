"""Pages hold on narrow screens, on paper, in the dark, from right to left and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from brochure.site.form_answers import fields
from brochure.site.page_index import HOME, NOT_FOUND
from brochure.site.site import Site
from tests.site.conftest import States
from tests.site.pages import SHOWN, TAGS, Pages, plain
from tests.support import depth

OVERFLOW = """() => {
    const width = document.documentElement.clientWidth;
    const out = [...document.querySelectorAll("body *")]
        .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > width + 1);
    const wide = document.documentElement.scrollWidth;
    return wide > width ? [wide, ...out.slice(0, 3).map(e => e.outerHTML.slice(0, 120))] : [];
}"""
PRINTED = """() => {
    const seen = selector => [...document.querySelectorAll(selector)]
        .filter(e => e.checkVisibility() && e.getBoundingClientRect().height > 0)
        .map(e => e.tagName);
    const ground = getComputedStyle(document.body).backgroundColor;
    return {
        menus: seen("nav, nav a, nav button, header button"),
        shown: seen("h1, main, footer .emblem").sort(),
        ground: ["rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"].includes(ground) ? "light" : ground,
    };
}"""
LUMINANCE = """() => {
    const parts = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number);
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
}"""


@pytest.mark.parametrize("tag", SHOWN)
def test_no_page_scrolls_sideways_on_a_phone_nor_where_its_text_is_twice_as_large(
    shown: Tab, pages_of_tag: Pages
) -> None:
    for page in pages_of_tag.values():
        shown.goto(page.address)
        for direction in ("ltr", "rtl"):
            shown.evaluate("dir => document.documentElement.dir = dir", direction)
            for width in (320, 360):
                shown.set_viewport_size({"width": width, "height": 640})
                assert not shown.evaluate(OVERFLOW), f"{page}, {direction}, {width}"
        shown.set_viewport_size({"width": 640, "height": 800})
        shown.evaluate("document.documentElement.style.fontSize = '200%'")
        assert not shown.evaluate(OVERFLOW), f"{page}, large"


def test_a_page_written_from_right_to_left_is_the_mirror_of_itself(shown: Tab) -> None:
    shown.set_viewport_size({"width": 360, "height": 640})
    shown.goto("/areas/")
    box = "e => { const b = e.getBoundingClientRect(); return [b.left, innerWidth - b.right] }"
    places = [".name", "button[popovertarget='site-menu']", "main ul"]
    before = [shown.locator(place).first.evaluate(box) for place in places]
    shown.evaluate("document.documentElement.dir = 'rtl'")
    after = [shown.locator(place).first.evaluate(box) for place in places]
    for (left, right), mirrored in zip(before, after, strict=True):
        assert mirrored == pytest.approx([right, left], abs=1.5)


@pytest.mark.parametrize("tag", SHOWN)
def test_a_dark_scheme_turns_the_page_dark(shown: Tab, pages: Pages, tag: str) -> None:
    shown.goto(pages[tag, "areas"].address)
    shown.emulate_media(color_scheme="light")
    assert shown.evaluate(LUMINANCE) > 200
    shown.emulate_media(color_scheme="dark")
    assert shown.evaluate(LUMINANCE) < 60


@pytest.mark.parametrize("tag", SHOWN)
def test_paper_has_the_text_but_no_menus_and_no_dark_ground(
    shown: Tab, pages_of_tag: Pages
) -> None:
    shown.emulate_media(media="print", color_scheme="dark")
    for page in pages_of_tag.values():
        shown.goto(page.address)
        assert shown.evaluate(PRINTED) == {
            "menus": [],
            "shown": ["H1", "IMG", "MAIN"],
            "ground": "light",
        }, str(page)


def test_paper_has_the_emblems_though_nobody_has_come_near_them(shown: Tab) -> None:
    shown.set_viewport_size({"width": 360, "height": 400})
    shown.goto("/")
    shown.pdf()
    drawn = "[...document.querySelectorAll('.emblem')].map(e => e.complete && e.naturalWidth > 0)"
    assert all(shown.evaluate(drawn))


@pytest.mark.parametrize("tag", SHOWN)
def test_without_scripts_pages_show_the_same(
    browser: Browser, served: str, pages: Pages, tag: str
) -> None:
    contexts = [browser.new_context(java_script_enabled=enabled) for enabled in (True, False)]
    with_scripts, without = (context.new_page() for context in contexts)
    for name in (HOME, "request", "where", NOT_FOUND):
        page = pages[tag, name]
        for tab in (with_scripts, without):
            tab.goto(served + page.address)
        text = without.locator("body").inner_text()
        assert text == with_scripts.locator("body").inner_text(), str(page)
        assert plain(page.one("//h1/text()")) in plain(text)
    for context in contexts:
        context.close()


@pytest.mark.parametrize("tag", SHOWN)
def test_without_scripts_all_questions_of_the_form_can_be_read_before_beginning(
    browser: Browser, serve_folder: Callable[[Path], str], states: States, tag: str
) -> None:
    form = states.site.content.form
    assert form
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    address = states.pages("open", tag)[tag, "form"].address
    tab.goto(serve_folder(states.build("open")) + address)
    text = plain(tab.locator("main").text_content() or "")
    for question in fields(form):
        assert plain(question.label[tag]) in text
    expect(tab.locator("main form button")).to_be_enabled()
    context.close()


@pytest.mark.parametrize(
    "accepted", depth.some(["pt-PT,pt;q=0.9"], ["pt-PT,pt;q=0.9", "fr", "de-DE,de;q=0.8", "ar"])
)
def test_a_deep_link_is_never_redirected_whatever_languages_a_browser_asks_for(
    browser: Browser, served: str, pages: Pages, accepted: str
) -> None:
    context = browser.new_context(locale=accepted.partition(",")[0])
    context.set_extra_http_headers({"Accept-Language": accepted})
    tab = context.new_page()
    for tag in TAGS:
        for name in (HOME, "areas", "request"):
            wanted = served + pages[tag, name].address
            answer = tab.goto(wanted)
            assert answer
            assert answer.request.redirected_from is None
            assert tab.url == wanted
            assert tab.evaluate("document.documentElement.lang") == tag
    context.close()


@pytest.mark.parametrize("tag", SHOWN)
def test_a_link_to_a_heading_shows_it_below_the_edge_of_the_window(
    shown: Tab, site: Site, pages: Pages, tag: str
) -> None:
    shown.set_viewport_size({"width": 360, "height": 640})
    heading = f"#{site.content.areas[-1].id}"
    shown.goto(f"{pages[tag, 'areas'].address}{heading}")
    expect(shown.locator(heading)).to_be_in_viewport()
    top = shown.locator(heading).evaluate("e => e.getBoundingClientRect().top")
    assert top >= 0

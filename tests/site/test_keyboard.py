"""Tab and Enter alone reach and operate everything, and the focus is always seen."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from brochure.site.page_index import HOME, NOT_FOUND
from tests.site.pages import SHOWN, TAGS, Pages
from tests.support import depth

MENU = "button[popovertarget='site-menu']"
LANGUAGES = "button[popovertarget='site-languages']"
CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex]"
# What has the focus: its number among the page's controls, and how it shows.
FOCUSED = f"""() => {{
    const focused = document.activeElement;
    const style = getComputedStyle(focused), box = focused.getBoundingClientRect();
    const inside = box.top < innerHeight && box.bottom > 0
        && box.left < innerWidth && box.right > 0;
    const middle = (start, end, size) => (Math.max(start, 0) + Math.min(end, size)) / 2;
    const top = document.elementFromPoint(
        middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight));
    return {{
        number: [...document.querySelectorAll("{CONTROLS}")].indexOf(focused),
        text: focused.textContent.trim(),
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        seen: inside && box.width > 0 && !!top && (focused.contains(top) || top.contains(focused)),
    }};
}}"""
# What the controls of the menu say: of the search's field and button, nothing.
OF_MENU = """() => [...document.querySelectorAll("#site-menu :is(a, input, button)")]
    .map(control => control.textContent.trim())"""
# The controls that are on the page now: not those of a closed menu, and of radio buttons the first,
# as arrows lead to the others.
REACHABLE = f"""() => [...document.querySelectorAll("{CONTROLS}")]
    .map((control, number, all) => {{
        const radios = all.filter(e => e.type === "radio" && e.name === control.name);
        const reached = control.type !== "radio" || control === radios[0];
        return control.checkVisibility() && control.tabIndex >= 0 && reached ? number : -1;
    }})
    .filter(number => number >= 0)"""


def walk(shown: Tab, most: int = 200) -> list[dict[str, Any]]:
    """Press Tab until the focus has been everywhere; return what had it, in order."""
    stops: list[dict[str, Any]] = []
    for _ in range(most):
        shown.keyboard.press("Tab")
        stop = shown.evaluate(FOCUSED)
        if stop["number"] < 0 or (stops and stop["number"] == stops[0]["number"]):
            return stops
        stops.append(stop)
    raise AssertionError(f"the focus does not come round: {stops[-5:]}")


@pytest.mark.parametrize("tag", SHOWN)
def test_tab_reaches_every_control_of_every_page_in_order_and_the_focus_is_seen(
    phone: Tab, pages_of_tag: Pages
) -> None:
    for page in [*pages_of_tag.values()][:: depth.rounds(3, 1)]:
        phone.goto(page.address)
        stops = walk(phone)
        assert [stop["number"] for stop in stops] == phone.evaluate(REACHABLE), str(page)
        unseen = [stop["text"] for stop in stops if not (stop["outlined"] and stop["seen"])]
        assert not unseen, f"{page}: focus not seen on {unseen}"


@pytest.mark.parametrize("tag", SHOWN)
def test_enter_opens_the_menu_and_tab_reaches_each_of_its_pages(
    phone: Tab, pages: Pages, tag: str
) -> None:
    for name in (HOME, "areas"):
        phone.goto(pages[tag, name].address)
        wanted = phone.evaluate(OF_MENU)
        expect(phone.locator("#site-menu")).to_be_hidden()
        while phone.evaluate("!document.activeElement.matches(`[popovertarget='site-menu']`)"):
            phone.keyboard.press("Tab")
        phone.keyboard.press("Enter")
        expect(phone.locator("#site-menu")).to_be_visible()
        stops = []
        for _ in wanted:
            phone.keyboard.press("Tab")
            stops.append(phone.evaluate(FOCUSED))
        assert [stop["text"] for stop in stops] == wanted
        assert all(stop["outlined"] and stop["seen"] for stop in stops)


@pytest.mark.parametrize("tag", SHOWN)
def test_no_control_takes_the_focus_where_the_open_menu_covers_it(phone: Tab, tag: str) -> None:
    phone.goto("/" if tag == TAGS[0] else f"/{tag}/")
    phone.locator(MENU).press("Enter")
    covered = []
    for _ in range(4):  # back from the button: the languages, the programme's name
        phone.keyboard.press("Shift+Tab")
        stop = phone.evaluate(FOCUSED)
        if not stop["seen"] and phone.locator("#site-menu").is_visible():
            covered.append(stop["text"])
    assert not covered


@pytest.mark.parametrize("tag", SHOWN)
def test_enter_on_a_page_of_the_menu_goes_there(phone: Tab, pages: Pages, tag: str) -> None:
    phone.goto(pages[tag, HOME].address)
    phone.locator(MENU).press("Enter")
    for _ in range(2 + 4):  # the search is before the pages
        phone.keyboard.press("Tab")
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    assert phone.locator("h1").inner_text() == pages[tag, "areas"].one("//h1/text()")


def test_escape_closes_the_menu_and_gives_the_focus_back(phone: Tab) -> None:
    phone.goto("/")
    phone.locator(MENU).press("Enter")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Escape")
    expect(phone.locator("#site-menu")).to_be_hidden()
    expect(phone.locator(MENU)).to_be_focused()


@pytest.mark.parametrize("tag", SHOWN)
def test_the_first_tab_and_enter_skip_to_the_content(phone: Tab, pages: Pages, tag: str) -> None:
    phone.goto(pages[tag, "areas"].address)
    phone.keyboard.press("Tab")
    assert phone.evaluate(FOCUSED)["seen"]
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("tag", SHOWN)
def test_a_language_is_chosen_by_keyboard_and_leads_to_the_same_page(
    phone: Tab, pages: Pages, tag: str
) -> None:
    for name in (HOME, "areas", NOT_FOUND):
        for other in TAGS:
            phone.goto(pages[tag, name].address)
            phone.locator(LANGUAGES).press("Enter")
            while phone.evaluate("document.activeElement.hreflang") != other:
                phone.keyboard.press("Tab")
            with phone.expect_navigation():
                phone.keyboard.press("Enter")
            assert phone.url.endswith(pages[other, name].address)
            assert phone.evaluate("document.documentElement.lang") == other


@pytest.mark.parametrize("tag", SHOWN)
def test_links_within_the_text_are_told_from_it_without_colour(phone: Tab, tag: str) -> None:
    phone.goto("/questions/" if tag == TAGS[0] else f"/{tag}/questions/")
    lines = phone.locator("main p a").evaluate_all(
        """links => links
            .filter(link => link.textContent.trim() !== link.closest("p").textContent.trim())
            .map(link => getComputedStyle(link).textDecorationLine)"""
    )
    assert lines
    assert {*lines} == {"underline"}

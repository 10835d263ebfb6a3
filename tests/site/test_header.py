"""The header: its menus cover nothing that is needed, and its marks stand as the rules ask."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from brochure.site.page_index import HOME, NOT_FOUND
from tests.site.pages import SHOWN, TAGS, Pages, text_of

MENUS = ("site-menu", "site-languages")
PLAIN = "html { font-size: 100% }"
LARGE = "html { font-size: 22px !important }"
SPACED = "* { letter-spacing: .12em !important; word-spacing: .16em !important }"
LOOKS = [(320, PLAIN), (360, PLAIN), (320, LARGE), (360, SPACED), (768, LARGE)]
# Whether a button can be pressed at its centre, and what lies over it otherwise.
COVERED = """button => {
    const box = button.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return button.contains(top) ? "" : top?.outerHTML.slice(0, 80) ?? "outside of the window";
}"""


def _button(tab: Tab, menu: str) -> Any:
    return tab.locator(f"button[popovertarget='{menu}']")


@pytest.mark.parametrize(("width", "style"), LOOKS)
@pytest.mark.parametrize("tag", SHOWN)
def test_an_open_menu_never_covers_its_button(
    shown: Tab, pages: Pages, tag: str, width: int, style: str
) -> None:
    shown.set_viewport_size({"width": width, "height": 640})
    for menu in MENUS:
        shown.goto(pages[tag, HOME].address)
        shown.add_style_tag(content=style)
        button = _button(shown, menu)
        if not button.is_visible():  # a few languages are in a row where there is space
            continue
        button.click()
        expect(shown.locator(f"#{menu}")).to_be_visible()
        assert button.evaluate(COVERED) == ""
        box = shown.locator(f"#{menu}").bounding_box()
        assert box
        assert box["y"] + box["height"] <= 640 + 1, "the menu ends below the window"


@pytest.mark.parametrize("menu", MENUS)
def test_an_open_menu_goes_when_the_focus_leaves_it(phone: Tab, menu: str) -> None:
    phone.goto("/")
    _button(phone, menu).press("Enter")
    expect(phone.locator(f"#{menu}")).to_be_visible()
    phone.locator("main a").first.focus()
    expect(phone.locator(f"#{menu}")).to_be_hidden()


@pytest.mark.parametrize("row", [".strip :is(.emblem, p)", ".bar :is(.name, button, ul)"])
def test_what_is_in_a_row_has_its_middle_on_one_line(shown: Tab, row: str) -> None:
    shown.set_viewport_size({"width": 1280, "height": 800})
    shown.goto("/")
    boxes = [place.bounding_box() for place in shown.locator(row).all()]
    middles = [box["y"] + box["height"] / 2 for box in boxes if box]
    assert len(middles) > 1
    assert middles == pytest.approx([middles[0]] * len(middles), abs=2)


def test_where_menus_are_in_a_row_they_stay_whatever_has_the_focus(shown: Tab) -> None:
    shown.set_viewport_size({"width": 1280, "height": 800})
    shown.goto("/areas/")
    shown.locator("main a").first.focus()
    for menu in MENUS:
        expect(shown.locator(f"#{menu}")).to_be_visible()


def test_the_current_page_and_language_are_marked_without_colour(phone: Tab) -> None:
    """Forced colours keep borders, and replace all colours."""
    phone.emulate_media(forced_colors="active")
    for menu in MENUS:
        phone.goto("/areas/")
        _button(phone, menu).press("Enter")
        widths = phone.locator(f"#{menu} li:not(.main) a").evaluate_all(
            "links => links.map(a => [a.hasAttribute('aria-current'),"
            " parseFloat(getComputedStyle(a).borderInlineStartWidth)])"
        )
        assert [width > 0 for _, width in widths] == [current for current, _ in widths]
        assert any(current for current, _ in widths)


def test_languages_are_recognised_by_a_sign_as_well_as_by_a_word(phone: Tab) -> None:
    phone.goto("/")
    button = _button(phone, "site-languages")
    expect(button.locator("svg")).to_be_visible()
    assert button.inner_text().strip()


@pytest.mark.parametrize("tag", SHOWN)
def test_no_mark_is_larger_than_an_emblem_that_stands_with_its_statement(
    shown: Tab, pages: Pages, tag: str
) -> None:
    for width in (360, 1280):
        shown.set_viewport_size({"width": width, "height": 800})
        shown.goto(pages[tag, HOME].address)
        for place in ("header", "footer"):
            emblem = shown.locator(f"{place} .emblem").bounding_box()
            mark = shown.locator("header .logo").bounding_box()
            assert emblem
            assert mark
            assert emblem["height"] >= mark["height"]
            assert emblem["width"] >= mark["width"]
            expect(shown.locator(f"{place} .funding p")).to_be_visible()


@pytest.mark.parametrize("tag", TAGS)
def test_a_label_of_the_header_or_of_a_button_leads_to_one_page(pages: Pages, tag: str) -> None:
    targets: dict[str, set[str]] = {}
    for (language, name), page in pages.items():
        if language == tag and name != NOT_FOUND:
            for link in page.elements("//header//a[not(@hreflang)] | //a[@class='button']"):
                target = page.target(link.get("href") or "").partition("#")[0]
                targets.setdefault(text_of(link), set()).add(target)
    several = {label: found for label, found in targets.items() if len(found) > 1}
    assert not several


@pytest.mark.soak
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_two_dozen_languages_with_long_names_fit_every_width(shown: Tab, width: int) -> None:
    """Names are added to the list as it is, so that no other site has to be built."""
    shown.set_viewport_size({"width": width, "height": 640})
    shown.goto("/fr/")
    shown.evaluate(
        """() => {
            const list = document.querySelector("#site-languages ul");
            list.parentElement.classList.add("many");
            for (let i = 0; i < 21; i++) {
                const item = list.firstElementChild.cloneNode(true);
                item.querySelector("a").textContent = "Lingua con un nome molto lungo " + i;
                list.append(item);
            }
        }"""
    )
    _button(shown, "site-languages").click()
    menu = shown.locator("#site-languages")
    expect(menu).to_be_visible()
    assert _button(shown, "site-languages").evaluate(COVERED) == ""
    assert shown.evaluate("document.documentElement.scrollWidth") == width
    menu.locator("a").last.focus()
    expect(menu.locator("a").last).to_be_in_viewport()

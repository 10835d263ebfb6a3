"""Drafts hold in a browser: no violation that axe sees, nothing sideways, languages by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from brochure.text import cldr
from tests.languages.sites import DRAFTS, Built
from tests.site.test_accessibility import RULES
from tests.site.test_browser import OVERFLOW
from tests.support import depth

WIDTHS = (360, 1280)
IN_THE_DARK = ("index", "express-interest")
SWITCHER = "button[popovertarget='site-languages']"
AXE: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": list(RULES)},
    "resultTypes": ["violations"],
}
FOCUSED = """() => {
    const focused = document.activeElement, box = focused.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const seen = !!top && (focused.contains(top) || top.contains(focused));
    return [focused.hreflang, seen];
}"""


def violations(tab: Tab, scheme: Literal["light", "dark"]) -> list[str]:
    """Return axe's violations of the page that a tab shows."""
    tab.emulate_media(color_scheme=scheme)
    found = tab.evaluate("options => axe.run(document, options)", AXE)["violations"]
    return [
        f"{violation['id']}: {violation['help']}: {node['html']}"
        for violation in found
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("tag", depth.some(["ar"], DRAFTS))  # from right to left, unlike others
def test_axe_finds_no_violation_on_any_page_of_a_draft_and_nothing_overflows(
    drafted: Built, show: Callable[[Built], Tab], axe_source: str, tag: str
) -> None:
    tab, wrong = show(drafted), {}
    pages = list(drafted.of(tag).items())
    for (_, name), page in depth.some(pages[::4], pages):
        tab.goto(page.address)
        tab.evaluate(axe_source)
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 800})
            found = violations(tab, "light") + tab.evaluate(OVERFLOW)
            if name in IN_THE_DARK:
                found += violations(tab, "dark")
            if found:
                wrong[str(page), width] = found
    assert not wrong


@pytest.mark.parametrize("width", depth.some(WIDTHS[:1], WIDTHS))
@pytest.mark.parametrize("way", [("ar", "fr"), ("en", "ar")])
def test_tab_and_enter_open_the_languages_and_lead_to_the_same_page_in_another(
    drafted: Built, show: Callable[[Built], Tab], axe_source: str, way: tuple[str, str], width: int
) -> None:
    tag, other = way
    tab = show(drafted)
    tab.set_viewport_size({"width": width, "height": 640})
    tab.goto(drafted.pages[tag, "areas"].address)
    languages = tab.locator("#site-languages")
    expect(languages).to_be_hidden()
    expect(tab.locator(SWITCHER)).to_have_text(cldr.own_name(tag))
    while not tab.evaluate(f'document.activeElement.matches("{SWITCHER}")'):
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(languages).to_be_visible()
    assert not tab.evaluate(OVERFLOW)
    tab.evaluate(axe_source)
    assert not violations(tab, "light")
    reached: list[Any] = []
    while not reached or reached[-1][0] != other:
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate(FOCUSED))
    before = drafted.site.tags[: drafted.site.tags.index(other) + 1]
    assert reached == [[name, True] for name in before]
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert tab.url.endswith(drafted.pages[other, "areas"].address)
    assert tab.evaluate("document.documentElement.lang") == other


def test_escape_closes_the_languages_and_gives_the_focus_back(
    drafted: Built, show: Callable[[Built], Tab]
) -> None:
    tab = show(drafted)
    tab.goto(drafted.pages["ar", "areas"].address)
    tab.locator(SWITCHER).press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Escape")
    expect(tab.locator("#site-languages")).to_be_hidden()
    expect(tab.locator(SWITCHER)).to_be_focused()

"""Somebody without a mouse sends the form, on a narrow screen."""

from __future__ import annotations

from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from intake import references
from tests.form import journey
from tests.form.conftest import OpenTab
from tests.form.journey import CONTINUE, SEND
from tests.form.served_form import ServedForm
from tests.site.test_keyboard import FOCUSED

TAG = "en"


def _tab_to(tab: Tab, selector: str) -> None:
    """Press Tab until the focus is where it should be, and see that it shows there."""
    for _ in range(150):
        tab.keyboard.press("Tab")
        if tab.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert tab.evaluate(FOCUSED)["outlined"], selector
            expect(tab.locator(":focus")).to_be_in_viewport()
            return
    raise AssertionError(f"Tab does not reach {selector}")


def _type(tab: Tab, name: str, text: str) -> None:
    _tab_to(tab, f"#{name}")
    tab.keyboard.type(text)


def _press(tab: Tab, selector: str) -> None:
    _tab_to(tab, selector)
    with tab.expect_navigation():
        tab.keyboard.press("Enter")


def test_the_keyboard_alone_leads_from_the_home_page_through_an_error_to_the_receipt(
    open_tab: OpenTab, served_form: ServedForm
) -> None:
    tab = open_tab(width=360)
    tab.goto(served_form.home(TAG))
    _press(tab, "main a.button")
    expect(tab).to_have_url(served_form.page(TAG))
    _press(tab, CONTINUE)
    expect(tab.locator(".errors")).to_be_focused()
    _tab_to(tab, ".errors a")
    tab.keyboard.press("Enter")
    expect(tab.locator("#institution")).to_be_focused()
    tab.keyboard.type("Police aux frontières")
    _tab_to(tab, "#kind")
    tab.keyboard.press("Space")
    _type(tab, "country", "Sen")
    _type(tab, "contact-person", "Awa Ndiaye")
    _type(tab, "position", "Head")
    _type(tab, "email", "keyboard@example.org")
    _tab_to(tab, "#areas")
    tab.keyboard.press("Space")
    _tab_to(tab, "input[name='areas'][value='protection']")
    tab.keyboard.press("Space")
    _tab_to(tab, "#need")
    tab.keyboard.type("One line")
    tab.keyboard.press("Enter")
    tab.keyboard.type("and another")
    _type(tab, "result", "Better work")
    for name in ("when", "letter"):  # the third choice
        _tab_to(tab, f"#{name}")
        tab.keyboard.press("Space")
        tab.keyboard.press("ArrowDown")
        tab.keyboard.press("ArrowDown")
    _tab_to(tab, "#correspondence")
    tab.keyboard.press("Space")
    assert journey.typed(tab) == {
        "institution": ["Police aux frontières"],
        "kind": ["national"],
        "country": ["SN"],
        "contact-person": ["Awa Ndiaye"],
        "position": ["Head"],
        "email": ["keyboard@example.org"],
        "areas": ["legal-migration", "protection"],
        "need": ["One line\nand another"],
        "result": ["Better work"],
        "when": ["later"],
        "letter": ["not-yet"],
        "correspondence": [TAG],
    }
    _press(tab, CONTINUE)
    expect(tab.locator("h1")).to_have_text(served_form.string(TAG, "check.title"))
    tab.wait_for_timeout(journey.READING)
    _press(tab, SEND)
    assert references.parse(journey.reference(tab))

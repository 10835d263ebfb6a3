"""Somebody without a mouse sends the form, on a narrow screen."""

from __future__ import annotations

from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from brochure.schema import FormField
from intake.journey import references
from tests.intake.answers import good
from tests.journey import walk
from tests.journey.conftest import OpenTab
from tests.journey.served_form import ServedForm
from tests.journey.walk import CHECK, CONTINUE, SEND, START, Entered, Walk
from tests.site.pages import TAGS
from tests.site.test_keyboard import FOCUSED

TAG = TAGS[0]


def _tab_to(tab: Tab, selector: str) -> None:
    """Press Tab until the focus is where it should be, and see that it shows there."""
    for _ in range(60):
        tab.keyboard.press("Tab")
        if tab.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert tab.evaluate(FOCUSED)["outlined"], selector
            expect(tab.locator(":focus")).to_be_in_viewport()
            return
    raise AssertionError(f"Tab does not reach {selector}")


def _answer(tab: Tab, field: FormField, value: str) -> None:
    """Answer a question, with the keys that its control takes."""
    _tab_to(tab, f".field [name='{field.id}']")
    if field.type in {"checkboxes", "radios"}:
        tab.keyboard.press("Space")
    else:
        for number, line in enumerate(value.split("\n")):
            if number:
                tab.keyboard.press("Enter")
            tab.keyboard.type(line)


def _press(tab: Tab, selector: str) -> None:
    _tab_to(tab, selector)
    with tab.expect_navigation():
        tab.keyboard.press("Enter")


def test_the_keyboard_alone_leads_from_the_home_page_through_an_error_to_the_receipt(
    open_tab: OpenTab, served_form: ServedForm
) -> None:
    tab = open_tab(width=360)
    here = Walk(tab, served_form, TAG)
    tab.goto(served_form.home(TAG))
    _press(tab, "main a.button")
    expect(tab).to_have_url(served_form.page(TAG))
    _press(tab, START)
    _press(tab, CONTINUE)
    expect(tab.locator(".errors")).to_be_focused()
    _tab_to(tab, ".errors a")
    tab.keyboard.press("Enter")
    expect(tab.locator(f"#{next(served_form.fields).id}")).to_be_focused()
    tab.keyboard.press("Shift+Tab")
    answers, given = good(served_form.site), Entered()
    for _ in range(2 * len(here.steps)):
        if here.place == CHECK:
            break
        already = walk.typed(tab)
        step = next(step for step in served_form.form.steps if step.id == here.place)
        for field in step.fields:
            if field.required and field.id not in already and walk.is_there(tab, field):
                value = "Sen" if field.type == "country" else answers[field.id][0]
                _answer(tab, field, value)
        given |= walk.typed(tab)
        _press(tab, CONTINUE)
    assert walk.listed(tab) == here.words(given)
    _press(tab, SEND)
    assert references.parse(walk.reference(tab))

"""Somebody without a mouse sends the form, on a narrow screen."""

from __future__ import annotations

from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from brochure.schema import FormField
from brochure.site import form_answers
from intake import references
from tests.form import journey
from tests.form.conftest import OpenTab
from tests.form.journey import CONTINUE, SEND, Entered
from tests.form.served_form import ServedForm
from tests.intake.answers import good
from tests.site.pages import TAGS
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


def _answer(tab: Tab, field: FormField, value: str) -> None:
    """Answer a question, with the keys that its control takes."""
    _tab_to(tab, f"#{field.id}")
    if field.type == "checkboxes":
        tab.keyboard.press("Space")
    elif field.type == "radios":  # the second choice
        tab.keyboard.press("Space")
        tab.keyboard.press("ArrowDown")
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
    tab.goto(served_form.home(TAG))
    _press(tab, "main a.button")
    expect(tab).to_have_url(served_form.page(TAG))
    _press(tab, CONTINUE)
    expect(tab.locator(".errors")).to_be_focused()
    _tab_to(tab, ".errors a")
    tab.keyboard.press("Enter")
    required = {field.id: field for field in served_form.fields if field.required}
    first = next(iter(required))
    expect(tab.locator(f"#{first}")).to_be_focused()
    tab.keyboard.press("Shift+Tab")
    answers = good(served_form.site, reply_language=TAGS[1])
    expected: Entered = {}
    for field in served_form.fields:
        if not field.required or field not in form_answers.asked(served_form.form, expected):
            continue
        choices = form_answers.values(served_form.site, field)
        expected[field.id] = answers[field.id]
        if field.type == "radios":
            expected[field.id] = [choices[1]]
        elif field.type == "checkboxes":
            expected[field.id] = [choices[0]]
        elif field.type == "country":
            expected[field.id] = ["SN"]
        _answer(tab, field, "Sen" if field.type == "country" else expected[field.id][0])
    assert journey.typed(tab) == expected
    _press(tab, CONTINUE)
    expect(tab.locator("h1")).to_have_text(served_form.string(TAG, "check.title"))
    tab.wait_for_timeout(journey.READING)
    _press(tab, SEND)
    assert references.parse(journey.reference(tab))

"""What else the script does: it counts characters, and sends once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import Route, expect

from tests.form import journey
from tests.form.journey import CONTINUE, SEND
from tests.form.served_form import ServedForm
from tests.site.pages import SHOWN, TAGS

SPOKEN = "form.form > [role='status']"


@pytest.mark.parametrize("tag", SHOWN)
def test_the_characters_left_are_shown_at_once_and_spoken_after_a_pause(
    tab: Tab, served_form: ServedForm, tag: str
) -> None:
    tab.goto(served_form.page(tag))
    area = served_form.id("text")
    most = next(field.max_length for field in served_form.fields if field.id == area)
    shown = tab.locator(f"#{area} + .count")
    lengths = {"": most, "Łódź 🙂": most - 6, "x" * (most - 1): 1, "x" * (most + 1500): -1500}
    for text, left in lengths.items():
        name = "form.over" if left < 0 else "form.left"
        words = served_form.string(tag, name, count=served_form.number(tag, abs(left)))
        tab.locator(f"#{area}").fill(text)
        expect(shown).to_have_text(words)
        if text:
            expect(tab.locator(SPOKEN)).to_have_text(words)


def test_the_intake_counts_characters_as_the_page_does(tab: Tab, served_form: ServedForm) -> None:
    tag = TAGS[1]
    tab.goto(served_form.page(tag))
    # A mark that is taken out, two code units each, line ends that are sent as two characters,
    # accents that are composed.
    area = served_form.id("text")
    most = next(field.max_length for field in served_form.fields if field.id == area)
    exact = "\u061c" + "🙂" * 500 + "a\n" * 100 + "e\u0301" * (most - 701) + "a"
    journey.fill(tab, served_form, journey.answers(served_form, tag, text=exact))
    expect(tab.locator(f"#{area} + .count")).to_have_text(
        served_form.string(tag, "form.left", count=served_form.number(tag, 0))
    )
    assert journey.press(tab, CONTINUE).status == 200
    journey.press(tab, f"button[formaction$='/edit#{area}']")
    tab.locator(f"#{area}").fill(f"{exact}!")
    expect(tab.locator(f"#{area} + .count")).to_have_text(
        served_form.string(tag, "form.over", count=served_form.number(tag, 1))
    )
    assert journey.press(tab, CONTINUE).status == 422


def test_a_second_click_on_send_while_the_first_is_on_its_way_sends_nothing(
    tab: Tab, served_form: ServedForm
) -> None:
    tag = TAGS[1]
    journey.check(tab, served_form, tag, journey.answers(served_form, tag))
    sent: list[Route] = []

    def hold(route: Route) -> None:
        sent.append(route)

    tab.route("**/send", hold)
    tab.wait_for_timeout(journey.READING)
    tab.locator(SEND).scroll_into_view_if_needed()
    box = tab.locator(SEND).bounding_box()
    assert box
    for _ in range(2):
        tab.mouse.click(box["x"] + 20, box["y"] + 10)
        tab.wait_for_timeout(300)
    assert len(sent) == 1
    sent[0].continue_()
    expect(tab.locator(journey.REFERENCE)).to_be_visible()


def test_a_form_that_could_not_be_sent_can_be_sent_again(tab: Tab, served_form: ServedForm) -> None:
    tag = TAGS[1]
    journey.check(tab, served_form, tag, journey.answers(served_form, tag))
    tab.wait_for_timeout(journey.READING)
    lost = []

    def lose(route: Route) -> None:
        lost.append(route.request.url)
        route.fulfill(status=204)  # the page stays, as after a stop

    tab.clock.install()
    tab.route("**/send", lose)
    tab.locator(SEND).click()
    expect(tab.locator(SEND)).to_have_attribute("aria-disabled", "true")
    tab.unroute("**/send")
    tab.clock.fast_forward(15_000)
    expect(tab.locator(SEND)).not_to_have_attribute("aria-disabled", "true")
    journey.press(tab, SEND)
    assert journey.reference(tab)
    assert len(lost) == 1

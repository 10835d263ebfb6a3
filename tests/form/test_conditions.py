"""Some questions must be answered only because of another answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.form import journey
from tests.form.journey import CONTINUE
from tests.form.served_form import ServedForm
from tests.site.pages import TAGS, plain

TAG = TAGS[1]
# What differs from good answers, the question that is asked for then, and an answer to it.
CASES: dict[str, tuple[dict[str, str], str, str]] = {
    "a-civil-society-organisation-names-its-government-partner": (
        {"kind": "civil-society"},
        "government-partner",
        "Ministère de l’Intérieur",
    ),
    "a-regional-organisation-names-its-region-and-no-country": (
        {"kind": "regional-organisation", "country": ""},
        "region",
        "Afrique de l’Ouest",
    ),
    "a-national-institution-names-its-country": ({"country": ""}, "country", "SN"),
    "a-letter-in-preparation-has-an-addressee": (
        {"letter-addressee": ""},
        "letter-addressee",
        "team",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_question_that_another_answer_makes_necessary_is_asked_for_alone(
    tab: Tab, served_form: ServedForm, case: str
) -> None:
    changes, name, value = CASES[case]
    tab.goto(served_form.page(TAG))
    journey.fill(tab, served_form, journey.answers(TAG, **changes))
    assert journey.press(tab, CONTINUE).status == 422
    errors = [plain(text) for text in tab.locator(".errors a").all_inner_texts()]
    assert errors == [served_form.missing(TAG, name)]
    journey.fill(tab, served_form, {name: [value]})
    assert journey.press(tab, CONTINUE).status == 200
    expect(tab.locator("h1")).to_have_text(served_form.string(TAG, "check.title"))


def test_a_letter_that_is_not_begun_needs_no_addressee(tab: Tab, served_form: ServedForm) -> None:
    tab.goto(served_form.page(TAG))
    entered = journey.answers(TAG, letter="not-yet", letter_addressee="")
    journey.fill(tab, served_form, entered)
    assert journey.press(tab, CONTINUE).status == 200

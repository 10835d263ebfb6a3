"""Some questions must be answered only because of another answer."""

from __future__ import annotations

from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from brochure.site import form_answers
from tests.form import journey
from tests.form.journey import CONTINUE
from tests.form.served_form import ServedForm
from tests.intake.answers import good
from tests.site.pages import TAGS, plain

TAG = TAGS[1]


def test_a_question_that_another_answer_makes_necessary_is_asked_for_alone(
    tab: Tab, served_form: ServedForm
) -> None:
    dependent = [field for field in served_form.fields if field.asked_if]
    assert dependent
    everything = good(served_form.site)
    for field in dependent:
        assert field.asked_if
        other, value = field.asked_if.field, field.asked_if.values[0]
        tab.goto(served_form.page(TAG))
        entered = everything | {other: [value]}
        journey.fill(tab, served_form, {k: v for k, v in entered.items() if k != field.id})
        assert journey.press(tab, CONTINUE).status == 422
        errors = [plain(text) for text in tab.locator(".errors a").all_inner_texts()]
        assert errors == [served_form.missing(TAG, field.id)]
        journey.fill(tab, served_form, {field.id: everything[field.id]})
        assert journey.press(tab, CONTINUE).status == 200
        expect(tab.locator("h1")).to_have_text(served_form.string(TAG, "check.title"))


def test_a_question_that_no_answer_makes_necessary_may_be_left_empty(
    tab: Tab, served_form: ServedForm
) -> None:
    everything = good(served_form.site)
    fields = {field.id: field for field in served_form.fields}
    tried = 0
    for field in fields.values():
        if field.asked_if is None:
            continue
        choices = form_answers.values(served_form.site, fields[field.asked_if.field])
        others = [value for value in choices if value not in field.asked_if.values]
        if others and not tried:
            tried += 1
            tab.goto(served_form.page(TAG))
            entered = everything | {field.asked_if.field: [others[0]]}
            journey.fill(tab, served_form, {k: v for k, v in entered.items() if k != field.id})
            assert journey.press(tab, CONTINUE).status == 200
    assert tried

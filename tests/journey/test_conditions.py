"""Some questions are asked only because of another answer; what does not apply is never kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from brochure.schema import FormField
from brochure.site import form_answers
from tests.intake.answers import good
from tests.journey import walk
from tests.journey.served_form import ServedForm
from tests.journey.walk import CHECK, CONTINUE, Walk
from tests.site.pages import TAGS, plain
from tests.support import depth

TAG = TAGS[1]


def _dependent(served_form: ServedForm) -> list[FormField]:
    found = [field for field in served_form.fields if field.asked_if]
    assert found
    return found


def _wanting(served_form: ServedForm, field: FormField) -> walk.Entered:
    """Return answers of somebody who is asked a question, with an answer to it."""
    assert field.asked_if
    other = {field.asked_if.field: [field.asked_if.values[0]]}
    text = {name: values for name, values in good(served_form.site).items() if name == field.id}
    return walk.answers(served_form, TAG) | other | text


def test_a_question_is_asked_as_soon_as_another_answer_makes_it_necessary(
    tab: Tab, served_form: ServedForm
) -> None:
    for field in _dependent(served_form):
        here, entered = Walk(tab, served_form, TAG), _wanting(served_form, field)
        here.begin()
        step = next(step.id for step in served_form.form.steps if field in step.fields)
        here.to(step, entered)
        expect(tab.locator(f".field #{field.id}")).to_have_count(0)
        here.onward({name: v for name, v in entered.items() if name != field.id})
        assert here.place == step
        expect(tab.locator(f".field #{field.id}")).to_be_focused()
        expect(tab.locator(".errors")).to_have_count(0)
        walk.press(tab, CONTINUE)  # it cannot be left empty
        errors = [plain(text) for text in tab.locator(".errors a").all_inner_texts()]
        assert errors == [served_form.missing(TAG, field.id)]
        here.onward(entered)
        assert here.place != step


@pytest.mark.parametrize("any_tab", depth.some([False], [True, False]), indirect=True)
def test_what_an_answer_has_made_needless_is_named_before_it_is_dropped_and_never_sent(
    any_tab: Tab, served_form: ServedForm
) -> None:
    (field, *_) = [f for f in _dependent(served_form) if f.type == "text"][::-1]
    assert field.asked_if
    here, entered = Walk(any_tab, served_form, TAG), _wanting(served_form, field)
    entered[field.id] = ["Typed before it became needless"]
    here.begin()
    here.to(CHECK, entered)
    assert plain(field.label[TAG]) in walk.listed(any_tab)
    walk.press(any_tab, f".answers a[id='{field.asked_if.field}']")
    asking = next(f for f in served_form.fields if f.id == field.asked_if.field)
    others = form_answers.values(served_form.site, asking)
    free = [value for value in others if value not in _values_that_ask(served_form, asking)]
    entered[asking.id] = [free[0]]
    walk.fill(any_tab, served_form, {asking.id: entered[asking.id]})
    walk.press(any_tab, CONTINUE)
    assert here.place == CHECK
    dropped = plain(any_tab.locator(".dropped").inner_text())
    assert served_form.string(TAG, "check.dropped") in dropped
    assert "Typed before it became needless" in dropped
    assert walk.listed(any_tab) == here.words(entered)
    reference = here.send()
    expect(any_tab.locator("main")).not_to_contain_text("Typed before")
    team, _ = served_form.wait_for_mails(reference)
    assert "Typed before" not in team.get_content()


def _values_that_ask(served_form: ServedForm, asking: FormField) -> set[str]:
    return {
        value
        for field in served_form.fields
        if field.asked_if and field.asked_if.field == asking.id
        for value in field.asked_if.values
    }

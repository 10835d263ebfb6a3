"""Some questions are asked only because of another answer; what does not apply is never kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import Route, expect

from brochure.schema import FormField, FormStep
from brochure.site import form_answers
from tests.intake.answers import good
from tests.journey import walk
from tests.journey.conftest import OpenTab
from tests.journey.served_form import ServedForm
from tests.journey.walk import CHECK, CONTINUE, Walk
from tests.site.pages import TAGS, plain
from tests.support import depth

TAG = TAGS[1]
Found = dict[str, tuple[FormField, FormStep]]


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


def _has_both(step: FormStep, field: FormField) -> bool:
    """Whether a step has a question, and the one on which it depends."""
    condition, ids = field.asked_if, {one.id for one in step.fields}
    return condition is not None and {field.id, condition.field} <= ids


def _one_of_each_kind(served_form: ServedForm, found: Found) -> list[tuple[FormField, FormStep]]:
    """Return one question for each way in which CSS finds what was chosen in another."""
    types = {field.id: field.type for field in served_form.fields}
    return [
        *{types[f.asked_if.field]: (f, step) for f, step in found.values() if f.asked_if}.values()
    ]


@pytest.mark.parametrize("any_tab", depth.some([False], [True, False]), indirect=True)
def test_a_question_is_shown_as_soon_as_another_answer_makes_it_necessary(
    any_tab: Tab, served_form: ServedForm
) -> None:
    found = {
        field.id: (field, step)
        for step in served_form.form.steps
        for field in step.fields
        if _has_both(step, field)
    }
    for field, step in depth.some(_one_of_each_kind(served_form, found), [*found.values()]):
        here, entered = Walk(any_tab, served_form, TAG), _wanting(served_form, field)
        here.begin()
        here.to(step.id, entered)
        question = any_tab.locator(f".field:has(#{field.id})")
        expect(question).to_be_hidden()
        before = {name: v for name, v in entered.items() if name != field.id}
        walk.fill(any_tab, served_form, before)
        expect(question).to_be_visible()
        expect(question.locator(".follows")).to_be_hidden()
        walk.press(any_tab, CONTINUE)  # it cannot be left empty
        errors = [plain(text) for text in any_tab.locator(".errors a").all_inner_texts()]
        assert errors == [served_form.missing(TAG, field.id)]
        here.onward(entered)
        assert here.place != step.id
    assert found


@pytest.mark.soak
def test_a_browser_that_cannot_hide_a_question_until_then_shows_when_it_is_asked(
    open_tab: OpenTab, served_form: ServedForm
) -> None:
    tab = open_tab(scripts=False, bypass_csp=True)

    def without_has(route: Route) -> None:
        page = route.fetch(max_redirects=0)
        if page.status == 200:
            route.fulfill(response=page, body=page.text().replace(":has(", ":old("))
        else:
            route.fulfill(response=page)

    here, entered = walk.begun(tab, served_form, TAG)
    tab.route("**/draft/**", without_has)
    seen = 0
    while here.place != CHECK:
        tab.reload()  # what a redirect leads to passes no route
        step = next(one for one in served_form.form.steps if one.id == here.place)
        for field in (one for one in step.fields if _has_both(step, one)):
            seen += 1
            question = tab.locator(f".field:has(#{field.id})")
            expect(question.locator(".follows")).to_be_visible()
            assert field.id not in entered
        here.onward(entered)  # whom it does not concern leaves it empty
        assert here.place != step.id
    assert seen
    assert walk.listed(tab) == here.words(entered)


@pytest.mark.soak
def test_what_was_typed_into_a_question_that_is_hidden_by_then_is_named_and_never_sent(
    tab: Tab, served_form: ServedForm
) -> None:
    field, step = next(
        (field, step)
        for step in served_form.form.steps
        for field in step.fields
        if field.type == "text" and _has_both(step, field)
    )
    assert field.asked_if
    here, entered = walk.begun(tab, served_form, TAG)
    here.to(step.id, entered)
    walk.fill(tab, served_form, {field.asked_if.field: [field.asked_if.values[0]]})
    tab.locator(f"#{field.id}").fill("Typed, and then hidden")
    here.onward(entered)
    assert here.place != step.id
    here.to(CHECK, entered)
    assert "Typed, and then hidden" in tab.locator(".dropped").inner_text()
    assert walk.listed(tab) == here.words(entered)
    here.send()
    expect(tab.locator("main")).not_to_contain_text("Typed, and then hidden")


@pytest.mark.soak
def test_someone_who_knows_the_answers_needs_no_more_interactions_than_one_a_step_above_one_page(
    open_tab: OpenTab, served_form: ServedForm
) -> None:
    form, tab = served_form.form, open_tab(scripts=False)
    entered = walk.answers(served_form, TAG)
    for field in _dependent(served_form):  # who is asked the most
        assert field.asked_if
        if field.asked_if.field in entered and field.type != "textarea":
            entered |= {field.asked_if.field: [field.asked_if.values[0]]}
    given = {field.id: ("x",) for field in served_form.fields} | {
        name: tuple(values) for name, values in entered.items()
    }
    required = [field for field in form_answers.asked(form, given) if field.required]
    answers = good(served_form.site) | entered
    on_one_page = len(required) + 2  # each answer, then to check, and to send
    here, interactions = Walk(tab, served_form, TAG), 1  # begin
    here.begin()
    while here.place != CHECK:
        already = walk.typed(tab)
        for field in required:
            if field.id not in already and walk.is_there(tab, field):
                walk.fill(tab, served_form, {field.id: answers[field.id][:1]})
                interactions += 1
        walk.press(tab, CONTINUE)
        interactions += 1
    here.send()
    interactions += 1
    assert interactions <= on_one_page + len(form.steps), (interactions, on_one_page)


@pytest.mark.soak
@pytest.mark.parametrize("any_tab", [True, False], indirect=True)
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

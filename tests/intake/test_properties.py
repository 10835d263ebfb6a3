"""Whatever the form is and whatever is answered: what is asked is shown, and that alone is sent."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from brochure.schema import Form, FormField
from brochure.site import form_answers
from brochure.site.form_answers import Answers
from brochure.site.site import Site
from intake.journey import names
from intake.journey.draft import Draft
from intake.journey.draft_view import OpenedStep
from intake.journey.journey import Journey, PostedStep
from tests.intake import generated_forms
from tests.intake.answers import Entered, on_page
from tests.intake.pages import pages_of
from tests.intake.steps import journey
from tests.support import depth

FEW = settings(
    max_examples=depth.rounds(60, 600),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
# With a site among its arguments, Hypothesis calls a failure flaky: each property is within a test.
ON_PAGES = settings(FEW, max_examples=depth.rounds(15, 150))


def draw_journey(data: st.DataObject, site: Site, form: Form) -> Journey:
    """Return the journey through a form like ours, but with other steps and questions."""
    return journey(generated_forms.with_form(site, data.draw(generated_forms.forms(form))))


def post(way: Journey, draft: Draft, step: str, entered: Entered) -> Draft:
    """Answer a step as its page does, to the questions that this has."""
    of_page = way.on_page(way.steps[step], draft.answers | way.standing(draft, way.steps[step]))
    shown = tuple(field.id for field in of_page)
    given_ = {name: values for name, values in entered.items() if name in shown}
    seen = way.seen(draft, way.steps[step])
    return way.answer(draft, way.steps[step], PostedStep(given_, "en", seen, shown))[0]


def walk(way: Journey, draft: Draft, entered: Entered) -> Draft:
    """Answer all that a draft still needs."""
    for _ in range(2 * sum(1 + len(step.fields) for step in way.form.steps)):
        step = way.step_to_do(draft)
        if step is None:
            return draft
        draft = post(way, draft, step.id, entered)
    raise AssertionError("the journey has no end")


def applies(field: FormField, form: Form, answers: Answers) -> bool:
    """Whether a question is to be asked, by what the guide says of conditions."""
    condition = field.asked_if
    if condition is None:
        return True
    other = next(one for one in form_answers.fields(form) if one.id == condition.field)
    is_said = any(value in answers.get(other.id, ()) for value in condition.values)
    return is_said and applies(other, form, answers)


def assert_sent_is_asked(way: Journey, draft: Draft, entered: Entered) -> None:
    sent = way.to_send(draft)
    questions = list(form_answers.fields(way.form))
    asked = [field for field in questions if applies(field, way.form, draft.answers)]
    assert list(sent) == [field.id for field in asked]
    assert form_answers.validate(way.site, asked, sent) == []
    for field in asked:
        assert sent[field.id] == form_answers.read([field], entered)[field.id]
        # It was shown on the page with which its step was answered.
        step = next(step for step in way.form.steps if field in step.fields)
        assert field.id in draft.steps[step.id].shown


@pytest.mark.slow
def test_what_is_sent_is_what_is_asked_and_was_shown_also_after_answers_have_changed(
    site: Site, form: Form
) -> None:
    @FEW
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        way = draw_journey(data, site, form)
        entered = data.draw(generated_forms.right(way.form))
        draft = walk(way, Draft("en"), entered)
        assert_sent_is_asked(way, draft, entered)
        for step in data.draw(st.lists(st.sampled_from(sorted(way.steps)), max_size=3)):
            entered |= data.draw(generated_forms.right(way.form))
            draft = walk(way, post(way, draft, step, entered), entered)
            answered = {name: list(values) for name, values in draft.answers.items()}
            assert_sent_is_asked(way, draft, answered)
            for field in way.dropped(draft):
                assert field.id not in way.to_send(draft)

    holds()


def test_nothing_wrong_is_ever_accepted_and_nothing_typed_is_ever_lost(
    site: Site, form: Form
) -> None:
    @FEW
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        way = draw_journey(data, site, form)
        draft = Draft("en")
        for _ in range(data.draw(st.integers(1, 6))):
            step = way.step_to_do(draft) or way.form.steps[0]
            entered = data.draw(generated_forms.typed(way.form))
            of_page = way.on_page(step, draft.answers | way.standing(draft, step))
            draft = post(way, draft, step.id, entered)
            stands = way.standing(draft, step)
            for field in of_page:
                assert stands[field.id] == form_answers.read([field], entered)[field.id]
            is_wrong = bool(way.errors(draft, step))
            assert is_wrong == (step.id in draft.attempts)
            assert not (is_wrong and way.is_done(draft, step))
            for done in way.form.steps:
                if way.is_done(draft, done):
                    asked = way.asked(done, draft.answers)
                    assert form_answers.validate(way.site, asked, draft.answers) == []

    holds()


@pytest.mark.slow
def test_pages_have_the_questions_that_may_be_asked_and_the_page_to_check_lists_what_is_asked(
    site: Site, form: Form
) -> None:
    @ON_PAGES
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        generated = data.draw(generated_forms.forms(form))
        entered = data.draw(generated_forms.right(generated))
        pages = pages_of(generated_forms.with_form(site, generated))
        way, draft = pages.journey, Draft("en")
        while step := way.step_to_do(draft):
            page = pages.step("en", draft, step, OpenedStep())
            (shown,) = on_page(page, step.id)[names.SHOWN]
            assert controls(page) == shown.split(" ")
            draft = post(way, draft, step.id, entered)
            # What is asked was there, and what is there and not asked says when it is.
            answered = draft.answers | way.standing(draft, step)
            for field in step.fields:
                is_asked = applies(field, generated, answered)
                assert field.id in shown.split(" ") or not is_asked
                assert is_asked or field.id not in shown.split(" ") or f'id="{field.id}_if"' in page
        asked = [
            f.id for f in form_answers.fields(generated) if applies(f, generated, draft.answers)
        ]
        checked = html.document_fromstring(pages.check("en", draft))
        listed = [str(name) for name in checked.xpath("//main//section//dd/a/@id")]
        assert listed == asked == list(way.to_send(draft))
        assert all(section.xpath(".//dd") for section in checked.xpath("//main//section"))

    holds()


def controls(page: str) -> list[str]:
    """Return the questions that a page has controls for, in their order."""
    found = html.document_fromstring(page).xpath("//form//*[@name]/@name")
    return list(dict.fromkeys(str(name) for name in found if "_" not in name))

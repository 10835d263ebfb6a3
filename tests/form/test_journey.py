"""From the home page to the receipt, in every language, with scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Error, expect
from playwright.sync_api import Page as Tab

from intake import references
from tests.form import journey
from tests.form.conftest import TEAM
from tests.form.journey import CONTINUE, SEND
from tests.form.served_form import ServedForm, filled
from tests.site.pages import TAGS, plain
from tests.support import depth

# Scripts and languages do not depend on each other: two of the six pairs represent all.
PAIRS = depth.some(
    [(True, TAGS[1]), (False, TAGS[2])], [(on, tag) for on in (True, False) for tag in TAGS]
)
pytestmark = pytest.mark.parametrize(("any_tab", "tag"), PAIRS, indirect=["any_tab"])


def test_an_empty_form_comes_back_with_every_error_above_and_beside_its_field(
    any_tab: Tab, served_form: ServedForm, tag: str
) -> None:
    journey.open_form(any_tab, served_form, tag)
    assert journey.press(any_tab, CONTINUE).status == 422
    assert plain(any_tab.title()).startswith(served_form.string(tag, "form.error") + " ")
    expect(any_tab.locator(".errors")).to_be_focused()
    links = any_tab.locator(".errors a")
    required = [field.id for field in served_form.fields if field.required]
    wanted = {name: served_form.missing(tag, name) for name in required}
    assert [plain(text) for text in links.all_inner_texts()] == list(wanted.values())
    for name, link in zip(required, links.all(), strict=True):
        beside = plain(any_tab.locator(f"[id='{name}_error']").inner_text())
        assert beside == f"{served_form.string(tag, 'form.error')} {wanted[name]}"
        link.click()
        expect(any_tab.locator(f"#{name}:target")).to_be_focused()
        expect(any_tab.locator(f"#{name}")).to_be_in_viewport()
    expect(any_tab.locator(".error")).to_have_count(len(required))


def test_the_page_to_check_shows_every_answer_as_typed_and_leads_back_to_each_question(
    any_tab: Tab, served_form: ServedForm, tag: str
) -> None:
    entered = journey.answers(served_form, tag)
    journey.check(any_tab, served_form, tag, entered)
    rows = any_tab.locator(".answers > div").all()
    for field, row in zip(served_form.fields, rows, strict=True):
        texts = row.locator("dd p").all_inner_texts()
        given = [served_form.shown(tag, field, value) for value in entered.get(field.id, ())]
        assert sorted(texts) == sorted(given or [served_form.string(tag, "check.empty")]), field.id
    expect(any_tab.locator(".answers :is(b, i, em, script, a)")).to_have_count(0)
    for name in map(served_form.id, ("text", "country", "areas", "sender_address")):
        response = journey.press(any_tab, f"button[formaction$='/edit#{name}']")
        assert response.status == 200
        expect(any_tab.locator(f"#{name}")).to_be_focused()
        assert journey.typed(any_tab) == entered
        journey.press(any_tab, CONTINUE)


def test_what_is_sent_gets_a_reference_at_an_address_that_nobody_can_guess(
    any_tab: Tab, served_form: ServedForm, tag: str
) -> None:
    journey.check(any_tab, served_form, tag, journey.answers(served_form, tag))
    reference = journey.send(any_tab)
    assert references.parse(reference) == reference
    expect(any_tab.locator("h1")).to_have_text(served_form.string(tag, "receipt.title"))
    expect(any_tab.locator("html")).to_have_attribute("lang", tag)
    address = any_tab.url
    assert re.fullmatch(rf".*/intake/{tag}/receipt/[\w-]{{38}}", address)
    assert reference not in address
    again = any_tab.reload()
    assert again
    assert again.headers["cache-control"] == "no-store"
    assert "noindex" in again.headers["x-robots-tag"]
    assert (any_tab.url, journey.reference(any_tab)) == (address, reference)


def test_the_team_gets_the_answers_and_the_sender_an_acknowledgement_that_quotes_none(
    any_tab: Tab, served_form: ServedForm, tag: str
) -> None:
    entered = journey.answers(served_form, tag)
    journey.check(any_tab, served_form, tag, entered)
    reference = journey.send(any_tab)
    team, sender = served_form.wait_for_mails(reference)
    address = entered[served_form.id("sender_address")][0]
    assert (team["To"], team["Reply-To"]) == (TEAM, address)
    text = team.get_content()
    for field in served_form.fields:
        for value in entered.get(field.id, ()):
            assert plain(served_form.shown(TAGS[0], field, value)) in plain(text), field.id
    assert sender["To"] == address
    assert sender["Content-Language"] == tag
    subject = served_form.form.acknowledgement.subject[tag]
    assert plain(sender["Subject"]) == filled(subject, reference=reference)
    words = plain(sender.get_content())
    contact = served_form.site.content.site.contact.email
    body = served_form.form.acknowledgement.body[tag]
    assert words == filled(body, reference=reference, email=contact)


def test_the_same_sent_again_after_going_back_is_one_submission_with_one_reference(
    any_tab: Tab, served_form: ServedForm, tag: str
) -> None:
    journey.check(any_tab, served_form, tag, journey.answers(served_form, tag))
    first = journey.send(any_tab)
    served_form.wait_for_mails(first)
    try:
        any_tab.go_back()
    except Error as error:  # the page was the answer to a post: the browser asks before
        assert "ERR_CACHE_MISS" in error.message  # noqa: PT017 - nothing else is expected
        expect(any_tab.locator(journey.REFERENCE)).to_have_count(0)
        any_tab.reload()
    expect(any_tab.locator(SEND)).to_be_visible()
    assert journey.send(any_tab) == first
    journey.check(any_tab, served_form, tag, journey.answers(served_form, tag))
    last = journey.send(any_tab)
    served_form.wait_for_mails(last)  # had there been more, they would have come before
    assert len(served_form.mailed(first)) == 2

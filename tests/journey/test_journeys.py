"""From the home page to the receipt, in every language, with scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from brochure.site import form_answers
from intake.journey import references
from tests.journey import walk
from tests.journey.conftest import TEAM
from tests.journey.served_form import ServedForm, filled
from tests.journey.walk import CHECK, CONTINUE, RECEIPT, SEND, Walk
from tests.site.pages import TAGS, plain
from tests.support import depth

# Scripts and languages do not depend on each other: a few of the six pairs represent all.
PAIRS = [(on, tag) for on in (True, False) for tag in TAGS]


def _with(*few: tuple[bool, str]) -> pytest.MarkDecorator:
    """Parametrise a test with pairs of scripts and language: a few, or all in soak."""
    pairs = depth.some(few, PAIRS)
    return pytest.mark.parametrize(("any_tab", "tag"), pairs, indirect=["any_tab"])


with_scripts = _with((True, TAGS[0]))
without_scripts = _with((False, TAGS[1]))


@without_scripts
def test_the_way_leads_straight_through_from_the_home_page_to_a_record_of_every_answer(
    any_tab: Tab, served_form: ServedForm, tag: str
) -> None:
    here, entered = walk.begun(any_tab, served_form, tag)
    total = served_form.number(tag, len(here.steps))
    for number, step in enumerate(here.steps, 1):
        assert here.place == step
        place = served_form.string(
            tag, "form.step", number=served_form.number(tag, number), total=total
        )
        assert place in plain(any_tab.title())
        assert place in plain(any_tab.locator("h1").inner_text())
        expect(any_tab.locator("[aria-current='step']")).to_have_count(1)
        here.onward(entered)
    assert here.place == CHECK
    assert any_tab.evaluate("performance.getEntriesByType('navigation')[0].redirectCount") == 1
    assert walk.listed(any_tab) == here.words(entered)
    expect(any_tab.locator(".answers :is(b, i, em, script)")).to_have_count(0)
    shown = here.send()
    assert references.parse(shown) == shown
    expect(any_tab.locator("h1")).to_have_text(served_form.string(tag, "receipt.title"))
    expect(any_tab.locator("html")).to_have_attribute("lang", tag)
    assert walk.listed(any_tab) == here.words(entered)
    assert any_tab.context.cookies() == []
    assert any_tab.evaluate("Object.keys({...localStorage, ...sessionStorage})") == []


@pytest.mark.soak
@without_scripts
def test_what_is_sent_gets_a_reference_at_an_address_that_nobody_can_guess(
    any_tab: Tab, served_form: ServedForm, tag: str
) -> None:
    here, entered = walk.begun(any_tab, served_form, tag)
    assert re.search(r"/draft/[\w-]{22,}/", any_tab.url)
    here.to(CHECK, entered)
    draft = any_tab.url
    reference = here.send()
    receipt = any_tab.url
    assert re.search(r"/receipt/[\w-]{22,}", receipt)
    assert reference not in receipt
    again = any_tab.reload()
    assert again
    assert again.headers["cache-control"] == "no-store"
    assert "noindex" in again.headers["x-robots-tag"]
    assert walk.reference(any_tab) == reference
    any_tab.goto(draft)
    assert (any_tab.url, walk.reference(any_tab)) == (receipt, reference)
    team, _ = served_form.wait_for_mails(reference)
    here.begin()
    here.to(CHECK, entered)  # equal answers, and another request
    other = here.send()
    assert other != reference
    served_form.wait_for_mails(other)  # had there been more, they would have come before
    assert len(served_form.mailed(reference)) == 2
    address = entered[served_form.id("sender_address")][0]
    assert (team["To"], team["Reply-To"]) == (TEAM, address)


@pytest.mark.soak
@with_scripts
def test_the_team_gets_the_answers_and_the_sender_an_acknowledgement_that_quotes_none(
    any_tab: Tab, served_form: ServedForm, tag: str
) -> None:
    here, entered = walk.begun(any_tab, served_form, tag)
    here.to(CHECK, entered)
    reference = here.send()
    team, sender = served_form.wait_for_mails(reference)
    text = plain(team.get_content())
    for field in served_form.fields:
        for value in entered.get(field.id, ()):
            shown = {plain(served_form.shown(t, field, value)) for t in (TAGS[0], tag)}
            assert any(words in text for words in shown), field.id
    address = entered[served_form.id("sender_address")][0]
    assert (sender["To"], sender["Content-Language"]) == (address, tag)
    subject = served_form.form.acknowledgement.subject[tag]
    assert plain(sender["Subject"]) == filled(subject, reference=reference)
    words = plain(sender.get_content())
    contact = served_form.site.content.site.contact.email
    body = served_form.form.acknowledgement.body[tag]
    record = next(word for word in words.split() if "/receipt/" in word)
    assert words == filled(body, reference=reference, email=contact, address=record)
    expect(any_tab.locator("main form")).to_have_count(
        0
    )  # a stranger's mailbox may be the sender's
    any_tab.goto(record)
    walk.press(any_tab, "main form button")
    expect(any_tab.locator("[role='status']")).to_have_text(
        served_form.string(tag, "receipt.mailed")
    )
    mailed = served_form.wait_for_mail_with(entered[served_form.id("institution")][0], to=address)
    assert reference in mailed.get_content()


@without_scripts
def test_a_page_without_answers_comes_back_with_every_error_above_and_beside_its_field(
    any_tab: Tab, served_form: ServedForm, tag: str
) -> None:
    here = Walk(any_tab, served_form, tag)
    here.begin()
    walk.press(any_tab, CONTINUE)
    for arrival in (any_tab.url, ""):
        if not arrival:
            any_tab.reload()  # errors stay with their fields
        assert plain(any_tab.title()).startswith(served_form.string(tag, "form.error") + " ")
        expect(any_tab.locator(".errors")).to_be_focused()
        links = any_tab.locator(".errors a")
        step = served_form.form.steps[0]
        asked = {field.id for field in form_answers.asked(served_form.form, {})}
        required = [field.id for field in step.fields if field.required and field.id in asked]
        wanted = {name: served_form.missing(tag, name) for name in required}
        assert [plain(text) for text in links.all_inner_texts()] == list(wanted.values())
    for name, link in zip(required, links.all(), strict=True):
        beside = plain(any_tab.locator(f"[id='{name}_error']").inner_text())
        assert beside == f"{served_form.string(tag, 'form.error')} {wanted[name]}"
        link.click()
        expect(any_tab.locator(f"#{name}:target")).to_be_focused()
        expect(any_tab.locator(f"#{name}")).to_be_in_viewport()
    expect(any_tab.locator(".error")).to_have_count(len(required))


@with_scripts
def test_each_answer_can_be_changed_from_the_page_to_check_and_leads_back_to_its_row(
    any_tab: Tab, served_form: ServedForm, tag: str
) -> None:
    here, entered = walk.begun(any_tab, served_form, tag)
    other = walk.answers(served_form, tag)
    here.to(CHECK, entered)
    every = [field for field in served_form.fields if field.id in entered]
    some = [served_form.id(name) for name in ("country", "areas", "text")]
    for field in every if depth.SOAK else [field for field in every if field.id in some]:
        row = f".answers a[id='{field.id}']"
        walk.press(any_tab, row)
        expect(any_tab.locator(f".field #{field.id}")).to_be_focused()
        assert walk.typed(any_tab) == here.on_page(entered)
        if other[field.id] != entered[field.id]:
            entered = entered | {field.id: other[field.id]}
        elif field.type == "text":
            entered = entered | {field.id: [f"Changed: {field.id}"]}
        walk.fill(any_tab, served_form, {field.id: entered[field.id]})
        walk.press(any_tab, CONTINUE)
        assert here.place == CHECK
        expect(any_tab.locator(row)).to_be_focused()
        expect(any_tab.locator(row)).to_be_in_viewport()
        assert walk.listed(any_tab) == here.words(entered)
    here.send()
    assert here.place == RECEIPT
    assert walk.listed(any_tab) == here.words(entered)


@pytest.mark.soak
@without_scripts
def test_a_draft_can_be_deleted_by_whoever_has_it_and_is_gone_then(
    any_tab: Tab, served_form: ServedForm, tag: str
) -> None:
    here, entered = walk.begun(any_tab, served_form, tag)
    here.onward(entered)
    draft = any_tab.url
    walk.press(any_tab, "a[href$='/delete']")
    expect(any_tab.locator("h1")).to_have_text(served_form.string(tag, "draft.delete-title"))
    walk.press(any_tab, "main a:not(.button)")  # thinks better of it
    assert here.place == here.steps[1]
    walk.press(any_tab, "a[href$='/delete']")
    walk.press(any_tab, "main form button")
    expect(any_tab).to_have_url(served_form.page(tag) + "#deleted")
    expect(any_tab.locator("#deleted")).to_have_text(served_form.string(tag, "start.deleted"))
    expect(any_tab.locator("#deleted")).to_be_visible()
    gone = any_tab.goto(draft)
    assert gone
    assert gone.status == 404
    expect(any_tab.locator("h1")).to_have_text(served_form.string(tag, "refusal.not-found"))


@pytest.mark.soak
@with_scripts
def test_the_address_to_continue_later_is_shown_and_sent_and_leads_to_the_same_draft(
    any_tab: Tab, served_form: ServedForm, tag: str
) -> None:
    here, entered = walk.begun(any_tab, served_form, tag)
    here.to(here.steps[2], entered)
    walk.press(any_tab, ".onward a[href$='/later']")
    address = any_tab.locator(".address a").inner_text()
    to = entered[served_form.id("sender_address")][0]
    any_tab.locator("input[type='email']").fill(to)
    walk.press(any_tab, "main form button")
    expect(any_tab.locator("[role='status']")).to_have_text(
        served_form.string(tag, "draft.mail-sent")
    )
    mail = served_form.wait_for_mail_with(address)
    assert mail["To"] == to
    assert entered[served_form.id("institution")][0] not in mail.get_content()
    any_tab.goto(address)
    assert here.place == here.steps[2]
    here.to(CHECK, entered)
    assert walk.listed(any_tab) == here.words(entered)


@pytest.mark.soak
@without_scripts
def test_the_page_of_a_later_step_does_not_skip_what_an_earlier_one_needs(
    any_tab: Tab, served_form: ServedForm, tag: str
) -> None:
    here, entered = walk.begun(any_tab, served_form, tag)
    here.onward(entered)
    base = any_tab.url.rpartition("/")[0]
    for later in (*here.steps[2:], CHECK):
        any_tab.goto(f"{base}/{later}")
        assert here.place == here.steps[1]
    expect(any_tab.locator(SEND)).to_have_count(0)

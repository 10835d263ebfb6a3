"""The journey of a form: check, change, send, receipt; nothing typed is ever lost on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from markupsafe import escape

from brochure.render.localizer import Localizer
from brochure.render.page_context import fill_values
from brochure.schema import Form, FormField
from brochure.site import form_answers
from brochure.site.site import Site
from brochure.text import cldr
from intake import references, staff
from tests.intake.answers import (
    SENDER,
    Entered,
    answers,
    different,
    form_to,
    good,
    holds,
    named,
    on_page,
)
from tests.intake.conftest import TEAM
from tests.intake.pages import language, words
from tests.intake.serving import RunningIntake, stamp
from tests.support.smtp import MailServer

RECEIPT = re.compile(r".*/(\w+)/receipt/[A-Za-z0-9_-]{38}")


def test_from_the_form_to_the_receipt_and_the_mails(
    mail_server: MailServer, serve: Callable[..., RunningIntake], site: Site
) -> None:
    running = serve(smtp=f"smtp://127.0.0.1:{mail_server.port}", sender="intake@example.org")
    typed = different(site)
    checked = running.post("check", typed)
    assert checked.status_code == 200
    sent = running.post("send", on_page(checked.text, "send") | {"signed_at": [stamp()]})
    assert (sent.status_code, bool(RECEIPT.fullmatch(sent.headers["location"]))) == (303, True)
    receipt = running.get(sent.headers["location"])
    assert receipt.status_code == 200
    (there,) = staff.list_submissions(running.service.engine)
    assert there.reference in receipt.text
    assert references.parse(there.reference)
    assert there.answers == answers(site, typed)
    mails = mail_server.wait(2)
    assert {str(mail["To"]) for mail in mails} == {TEAM, SENDER}
    assert all(there.reference in str(mail["Subject"]) for mail in mails)


@pytest.mark.parametrize("tag", ["en", "fr", "pt"])
def test_the_page_to_check_shows_every_answer_in_words(
    running: RunningIntake, site: Site, form: Form, tag: str
) -> None:
    typed = good(site, text="One line\nand <b>another</b> & “more”", country="XK")
    page = running.post("check", typed, tag)
    assert language(page.text) == tag
    shown = words(page.text)
    assert "<b>another</b> & “more”" in shown
    country = Localizer(site, site.language(tag), site.page_with("form")).country("XK")
    assert country.footnote
    assert country.marked in shown
    assert words(country.footnote) in shown
    for field in form_answers.fields(form):
        for option in field.options:
            assert option.id not in typed[field.id] or option.label[tag] in shown
    assert holds(page.text, answers_as_entered(site, typed))


def answers_as_entered(site: Site, typed: Entered) -> Entered:
    return {name: list(values) for name, values in answers(site, typed).items() if values}


def test_anyone_who_goes_back_finds_everything_in_the_form(
    running: RunningIntake, site: Site
) -> None:
    typed = good(site, text='One line\n\n  and <b>another</b> & "more"', line="'\"><i>")
    checked = running.post("check", typed)
    edited = running.post("edit", on_page(checked.text))
    assert edited.status_code == 200
    assert form_to(edited.text, "check") is not None
    assert holds(edited.text, typed)
    assert on_page(running.post("check", on_page(edited.text)).text).keys() >= typed.keys()


def test_nothing_is_lost_on_the_way_back_even_if_nothing_is_right_yet(
    running: RunningIntake, site: Site
) -> None:
    area = site.content.areas[1].id
    typed = named(site, institution="Ministério", sender_address="not yet", areas=area)
    assert holds(running.post("edit", typed).text, typed)


@pytest.mark.parametrize("tag", ["en", "fr", "pt"])
@pytest.mark.parametrize("step", ["check", "send"])
def test_every_error_is_shown_beside_its_field_in_the_language_of_the_page(
    running: RunningIntake, site: Site, form: Form, tag: str, step: str
) -> None:
    too_long = next(field for field in form_answers.fields(form) if field.type == "textarea")
    long = {too_long.id: ["x" * (too_long.max_length + 7)]}
    typed = long | named(site, sender_address="ana", country="XX")
    page = running.post(step, typed | {"signed_at": [stamp()]}, tag)
    assert page.status_code == 422
    wrong = form_answers.validate_answers(site, form, answers(site, typed))
    assert {error.kind for error in wrong} == {"missing", "invalid", "too-long"}
    fields = {field.id: field for field in form_answers.fields(form)}
    shown = words(page.text)
    for error in wrong:
        assert words(f"<p>{message(site, tag, fields[error.field], error.kind)}</p>") in shown
    assert holds(page.text, long | named(site, sender_address="ana"))
    assert list(staff.list_submissions(running.service.engine)) == []


def message(site: Site, tag: str, field: FormField, kind: str) -> str:
    """Return the message for an error, from the content's own files."""
    own_message = getattr(field.errors, kind.replace("-", "_"), None)
    texts = own_message or site.content.strings["form"][kind]
    language = site.language(tag)
    return str(
        fill_values(
            escape(texts[tag]),
            label=field.label[tag],
            maximum=cldr.number(field.max_length, language.locale, language.digits),
            count=cldr.number(field.max_length + 7, language.locale, language.digits),
        )
    )


def test_the_same_answers_sent_twice_lead_to_the_same_receipt(
    running: RunningIntake, site: Site
) -> None:
    typed = different(site)
    first, second = running.send(typed), running.send(typed)
    assert first.headers["location"] == second.headers["location"]
    assert len(list(staff.list_submissions(running.service.engine))) == 1


@pytest.mark.parametrize("tag", ["en", "fr", "pt"])
def test_a_receipt_is_in_the_language_of_the_form_and_has_no_form_and_no_answers(
    running: RunningIntake, site: Site, tag: str
) -> None:
    typed = different(site, institution="Unmistakable")
    page = running.get(running.send(typed, tag).headers["location"])
    assert language(page.text) == tag
    assert "Unmistakable" not in page.text
    assert SENDER not in page.text


def test_a_receipt_is_for_one_person_and_for_no_cache_and_no_search_engine(
    running: RunningIntake, site: Site
) -> None:
    location = running.send(different(site)).headers["location"]
    page = running.get(location)
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-robots-tag"] == "noindex"
    assert page.headers["referrer-policy"] == "same-origin"
    for guessed in (location[:-1], location[:-1] + ("A" if location[-1] != "A" else "B")):
        assert running.get(guessed).status_code == 404


@pytest.mark.parametrize("step", ["check", "edit", "send"])
@pytest.mark.parametrize("tag", ["en", "fr", "pt"])
def test_opening_the_address_of_a_step_leads_to_the_form(
    running: RunningIntake, site: Site, step: str, tag: str
) -> None:
    led = running.get(f"{tag}/{step}")
    assert led.status_code == 303
    path = urlsplit(led.headers["location"]).path
    assert path == f"/{site.address(tag, site.page_with('form'))}"


@pytest.mark.parametrize(
    ("reason", "more", "age"), [("honeypot", {"web_site": ["x"]}, 5.0), ("too fast", {}, 0.2)]
)
def test_suspected_spam_is_held_and_its_sender_sees_no_difference(
    running: RunningIntake, site: Site, reason: str, more: Entered, age: float
) -> None:
    person, machine = running.send(different(site)), running.send(different(site) | more, age=age)
    assert person.status_code == machine.status_code == 303
    shown = []
    for answer in (person, machine):
        page = running.get(answer.headers["location"])
        shown.append(re.sub(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]", "", page.text))
        of_pages = {"content-type", "content-encoding", "vary"}
        assert page.headers.keys() == running.get("health").headers.keys() | of_pages
    assert shown[0] == shown[1]
    held = [each.reason for each in staff.list_submissions(running.service.engine, "held")]
    assert held == [reason]


def test_a_filled_honeypot_is_carried_from_the_form_to_the_end(
    running: RunningIntake, site: Site
) -> None:
    checked = running.post("check", different(site) | {"web_site": ["spam"]})
    running.post("send", on_page(checked.text, "send") | {"signed_at": [stamp()]})
    assert [each.reason for each in staff.list_submissions(running.service.engine)] == ["honeypot"]

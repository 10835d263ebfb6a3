"""The desk's pages as staff use them: the list, one request, two tabs, figures, odd characters."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from lxml import html

from brochure.site.site import Site
from intake.desk import case_routes
from intake.journey.submission import Submission
from intake.storage import case_table
from intake.storage.store import Store
from intake.storage.tables import submissions
from tests.intake.answers import field_id
from tests.intake.conftest import MakeSubmission
from tests.intake.desk_helpers import case_of, moved, state_name, words
from tests.intake.serving import RunningIntake
from tests.intake.signing import ANA, DESK, RUI, Browser, add, signed_in
from tests.intake.storage_helpers import store_submission

HOME = f"{DESK}en/"
# What does something elsewhere: in a page, a spreadsheet, a terminal, a line of text.
ODD = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=a()>',
    "=1+1",
    "@SUM(1)",
    "{{ 7331 * 7331 }}",
    "\x1b[31mred\x1b[0m",
    "\u202egnp.exe",
    "\u2066\u202b\u0622\u0628",
    "A\u200fB",
    "{$reference}",
    "&lt;b&gt;",
)


@pytest.fixture
def keep(served: Store, submission: MakeSubmission) -> Callable[..., str]:
    """Return a function: answers → the reference of a submission, once it is stored."""

    def kept(reason: str = "", **changes: str | list[str]) -> str:
        sent: Submission = submission(reason, **changes)
        store_submission(served, sent)
        return sent.reference

    return kept


@pytest.fixture
def ana(running: RunningIntake) -> Browser:
    """Return the browser of somebody who handles requests."""
    add(running.service.engine, ANA, "handle", "Ana Sá")
    return signed_in(running, ANA)


def page_of(reference: str, tag: str = "en") -> str:
    """Return the address of a request."""
    return f"{DESK}{tag}/requests/{reference}"


def filled(page: httpx.Response, **entered: str) -> dict[str, str]:
    """Return what the form of a request sends, with some of it changed."""
    (form,) = html.document_fromstring(page.text).xpath("//form[.//textarea]")
    sent = {name: value or "" for name, value in form.form_values()}
    assert set(entered) <= {*sent, "note"}
    return sent | entered


def test_the_desk_leads_to_the_members_language(ana: Browser) -> None:
    for path in (DESK, DESK.rstrip("/"), f"{DESK}en"):
        response = ana.get(path)
        assert (response.status_code, response.headers["location"]) == (303, HOME)


def test_the_list_shows_requests_and_leads_to_each(
    ana: Browser, keep: Callable[..., str], site: Site
) -> None:
    reference = keep(institution="Ministry of Évora", person="Łucja Ávila", country="SN")
    page = ana.get(HOME)
    (link,) = html.document_fromstring(page.text).xpath("//table//a")
    assert (link.text_content(), link.get("href")) == ("Ministry of Évora", page_of(reference))
    said = words(page)
    shown = (reference, "Łucja Ávila", "Senegal", state_name(site, "received"))
    assert all(word in said for word in shown)
    assert page.headers["cache-control"] == "no-store"
    assert "No request matches." in words(ana.get(f"{HOME}?text=nowhere"))
    (back,) = (
        html.document_fromstring(ana.get(f"{HOME}?text=evora&view=spam").text)
        .xpath("//p[@class='nothing']/a/@href")
    )  # fmt: skip
    assert reference in words(ana.get(back))


def test_one_request_has_all_answers_in_the_members_language_or_as_they_were_put(
    ana: Browser, served: Store, submission: MakeSubmission
) -> None:
    sent = dataclasses.replace(submission(), language="fr")
    store_submission(served, sent)
    form = served.form
    page, put = (ana.get(page_of(sent.reference) + more) for more in ("", "?words=sent"))
    for step in form.steps:
        for field in step.fields:
            if field.id in sent.answers:
                assert " ".join(field.label["en"].split()) in words(page)
                assert " ".join(field.label["fr"].split()) in words(put)
    assert html.document_fromstring(put.text).xpath("//section[@lang='fr']")
    assert not html.document_fromstring(page.text).xpath("//section[@lang]")


def test_who_may_only_read_changes_nothing(
    running: RunningIntake, keep: Callable[..., str], served: Store, ana: Browser
) -> None:
    reference = keep()
    entered = filled(ana.get(page_of(reference)), note="From Ana's page")
    add(running.service.engine, RUI, "read", "Rui")
    rui = signed_in(running, RUI)
    page = rui.get(page_of(reference))
    assert page.status_code == 200
    assert not html.document_fromstring(page.text).xpath("//textarea")
    (token,) = html.document_fromstring(page.text).xpath("//form//input[@type='hidden']")
    entered[token.get("name")] = token.get("value")
    assert rui.post(page_of(reference), entered).status_code == 403
    assert case_of(served, reference).revision == 0


def test_moving_assigning_and_noting_are_one_form_and_its_history_is_shown(
    ana: Browser, keep: Callable[..., str], served: Store, running: RunningIntake
) -> None:
    rui = add(running.service.engine, RUI, "handle", "Rui Łódzki")
    reference = keep()
    page = ana.get(page_of(reference))
    entered = filled(page, state="decided", assigned=rui.id, note="First line\r\nsecond line")
    done = ana.post(page_of(reference), entered)
    assert (done.status_code, done.headers["location"]) == (303, page_of(reference) + "?why=saved")
    page = ana.follow(done)
    said = words(page)
    assert "Saved." in said
    site = running.service.site
    for line in (moved(site, "received", "decided"), "Assigned to Rui Łódzki", "Ana Sá"):
        assert line in said
    (note,) = html.document_fromstring(page.text).xpath("//blockquote")
    assert note.text_content() == "First line\nsecond line"
    case = case_of(served, reference)
    assert (case.state, case.assigned, case.revision) == ("decided", rui.id, 1)
    again = ana.post(page_of(reference), filled(page))
    assert again.headers["location"].endswith("?why=unchanged")
    assert case_of(served, reference) == case


def test_of_two_tabs_neither_overwrites_the_other_unseen(
    ana: Browser, keep: Callable[..., str], served: Store, site: Site
) -> None:
    reference = keep()
    address = page_of(reference)
    one, two = ana.get(address), ana.get(address)
    assert ana.post(address, filled(one, state="decided", note="By one")).status_code == 303
    late = ana.post(address, filled(two, state="closed", note="By two"))
    assert late.status_code == 409
    assert case_of(served, reference).state == "decided"
    (alert,) = html.document_fromstring(late.text).xpath("//*[@role='alert']")
    told = " ".join(alert.text_content().split())
    assert "Nothing has been saved yet" in told
    assert moved(site, "received", "decided") in told
    assert "By one" in told
    # What was typed is there, and is saved if one wants it still.
    entered = filled(late)
    assert (entered["state"], entered["note"]) == ("closed", "By two")
    assert ana.post(address, entered).status_code == 303
    assert case_of(served, reference).state == "closed"
    # A repeated click on what is saved already says that it was changed; nothing is noted twice.
    assert ana.post(address, entered).status_code == 409
    said = words(ana.get(address))
    assert (said.count("By one"), said.count("By two")) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"state": "unknown"}, 400),
        ({"state": ""}, 400),
        ({"assigned": "nobody-known"}, 400),
        ({"revision": "x"}, 409),
        ({"revision": "9" * 40}, 409),
        ({"seen": "x", "revision": "7"}, 409),
    ],
)
def test_what_the_form_cannot_send_changes_nothing_and_loses_nothing(
    ana: Browser, keep: Callable[..., str], served: Store, changes: dict[str, str], status: int
) -> None:
    reference = keep()
    entered = filled(ana.get(page_of(reference)), note="Typed") | changes
    response = ana.post(page_of(reference), entered)
    assert response.status_code == status
    assert filled(response)["note"] == "Typed"
    assert case_of(served, reference).revision == 0


def test_a_note_that_is_too_long_is_said_beside_it(
    ana: Browser, keep: Callable[..., str], served: Store
) -> None:
    reference = keep()
    text = "é" * (case_routes.LONGEST_NOTE + 1)
    response = ana.post(page_of(reference), filled(ana.get(page_of(reference)), note=text))
    assert response.status_code == 400
    (area,) = html.document_fromstring(response.text).xpath("//textarea[@aria-invalid='true']")
    assert area.value == text
    (error,) = html.document_fromstring(response.text).xpath("//p[@id='note_error']")
    assert "4,000" in error.text_content()
    assert "note_error" in area.get("aria-describedby")
    assert case_of(served, reference).revision == 0


@contextmanager
def locked(sqlite: str, how: str) -> Iterator[None]:
    """Have the database locked by another program meanwhile."""
    with sqlite3.connect(sqlite.removeprefix("sqlite:///"), isolation_level=None) as other:
        other.execute(f"BEGIN {how}")
        yield
        other.execute("ROLLBACK")


@pytest.mark.slow
def test_where_nothing_can_be_written_what_was_typed_stays_in_the_form(
    ana: Browser, keep: Callable[..., str], sqlite: str
) -> None:
    reference = keep()
    page = ana.get(page_of(reference))
    with locked(sqlite, "IMMEDIATE"):  # nobody else writes meanwhile
        response = ana.post(page_of(reference), filled(page, note="Typed in vain"))
        assert response.status_code == 503
        assert filled(response)["note"] == "Typed in vain"
        assert "temporarily unavailable" in words(response)
    assert ana.post(page_of(reference), filled(response)).status_code == 303


@pytest.mark.slow
def test_where_nothing_can_even_be_read_what_was_typed_can_be_copied(
    ana: Browser, keep: Callable[..., str], sqlite: str
) -> None:
    reference = keep()
    page = ana.get(page_of(reference))
    with locked(sqlite, "EXCLUSIVE"):
        response = ana.post(page_of(reference), filled(page, note="Typed in vain"))
        assert ana.get(page_of(reference)).status_code == 503
    assert response.status_code == 503
    (area,) = html.document_fromstring(response.text).xpath("//textarea")
    assert area.value == "Typed in vain"


def test_a_request_that_is_held_says_what_to_do_and_then_goes_on(
    ana: Browser, keep: Callable[..., str], served: Store, site: Site
) -> None:
    reference = keep("honeypot")
    page = ana.get(page_of(reference))
    assert f"move it to “{state_name(site, 'received')}”: the emails are then sent" in words(page)
    held = html.document_fromstring(ana.get(HOME).text).xpath("//a[@class='held']")
    assert [link.text_content() for link in held] == ["Held 1"]
    assert ana.post(page_of(reference), filled(page, state="received")).status_code == 303
    assert case_of(served, reference).state == "received"
    assert "the emails are then sent" not in words(ana.get(page_of(reference)))


def test_what_is_erased_has_a_page_with_its_history_and_nobody_in_it(
    ana: Browser, keep: Callable[..., str], served: Store, site: Site
) -> None:
    reference = keep(institution="Évora", person="Łucja Ávila")
    page = ana.get(page_of(reference))
    ana.post(page_of(reference), filled(page, state="closed"))
    with served.engine.begin() as connection:
        case_table.erase_submissions(connection, submissions.c.reference == reference)
    page = ana.get(page_of(reference))
    assert page.status_code == 200
    assert "have been erased" in words(page)
    assert moved(site, "received", "closed") in words(page)
    shown = page.text + ana.get(f"{HOME}?view=all").text
    assert "Data erased" in shown
    assert not [word for word in ("Évora", "Łucja") if word in shown]


@pytest.mark.parametrize(
    "path", ["en/requests/2222-2222-2", "xx/", "en/requests/", "en/figures.xml"]
)
def test_an_unknown_address_is_not_found(ana: Browser, path: str) -> None:
    assert ana.get(DESK + path).status_code == 404


def test_nothing_that_people_type_does_anything_on_a_page(
    ana: Browser, served: Store, submission: MakeSubmission, site: Site
) -> None:
    made = submission()
    # As it is, past what cleans it: an earlier version may have kept it so.
    odd = {name: tuple(f"{value} {text}" for value, text in zip(values, ODD, strict=False))
           for name, values in made.answers.items()}  # fmt: skip
    for name in ("institution", "person", "text", "line"):
        odd[field_id(site, name)] = (" ".join(ODD),)
    sent = dataclasses.replace(made, answers=odd)
    store_submission(served, sent)
    page = ana.get(page_of(sent.reference))
    ana.post(page_of(sent.reference), filled(page, note=" ".join(ODD)))
    for address in (HOME, page_of(sent.reference), f"{HOME}?text={'%3Cscript%3E'}&country=%22%3E"):
        shown = ana.get(address)
        document = html.document_fromstring(shown.text)
        assert not document.xpath("//script | //img[@onerror]"), address
        assert str(7331 * 7331) not in words(shown)
        assert "{$reference}" in words(shown) or "text=" in address
        # What turns the direction of text ends with the element that it is in.
        for element in document.xpath("//main//*"):
            if "\u202e" in (element.text or ""):
                assert (
                    element.tag == "bdi"
                    or element.get("dir") == "auto"
                    or (element.getparent().get("dir") == "auto")
                ), html.tostring(element)


def test_figures_count_requests_and_name_nobody(
    ana: Browser, keep: Callable[..., str], site: Site
) -> None:
    first, second = (area.id for area in site.content.areas[:2])
    names = {"institution": "=Évora", "person": "Łucja Ávila"}
    keep(country="SN", areas=[first, second], **names)
    keep(country="SN", areas=[second], **names)
    keep("honeypot", country="GH", areas=[first], **names)
    page = ana.get(f"{DESK}fr/figures")
    sheet = ana.get(f"{DESK}fr/figures.csv")
    data = ana.get(f"{DESK}fr/figures.json").json()
    assert data["total"] == 2
    assert [(one["value"], one["name"], one["requests"]) for one in data["country"]] == [
        ("SN", "Sénégal", 2)
    ]
    assert {one["value"]: one["requests"] for one in data["area"] if one["requests"]} == {
        first: 1,
        second: 2,
    }
    by_state = {one["value"]: one["requests"] for one in data["state"]}
    assert (by_state["received"], by_state["held"], by_state["spam"]) == (2, 1, 0)
    assert sum(one["requests"] for one in data["month"]) == 2
    rows = list(csv.DictReader(io.StringIO(sheet.text.removeprefix("\ufeff"), newline="")))
    assert {"by": "country", "value": "SN", "name": "Sénégal", "requests": "2"} in rows
    assert "attachment" in sheet.headers["content-disposition"]
    for text in (words(page), sheet.text, json.dumps(data, ensure_ascii=False)):
        assert not [word for word in ("Évora", "Łucja", ANA) if word in text]
    assert "Sénégal" in words(page)

"""Pages on which staff answer, see to emails, and find, hand out and erase personal data."""

from __future__ import annotations

import html as entities
import json
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from lxml import html

from brochure.site.site import Site
from intake.desk import erasure
from intake.journey.submission import Submission
from intake.storage import listing
from intake.storage.store import Store
from intake.storage.tables import outbox, texts
from tests.intake.conftest import TEAM, MakeSubmission
from tests.intake.desk_helpers import happened, note, words
from tests.intake.serving import RunningIntake
from tests.intake.signing import ANA, DESK, EVE, RUI, Browser, add, signed_in
from tests.intake.storage_helpers import TIMEOUT, store_submission
from tests.support.smtp import MailServer

HOME = f"{DESK}en/"
SENDER = "zoe.nguyen@example.org"


@pytest.fixture
def running(serve: Callable[..., RunningIntake], mail_server: MailServer) -> RunningIntake:
    """Return the intake, which sends its emails."""
    return serve(smtp=f"smtp://127.0.0.1:{mail_server.port}")


@pytest.fixture
def sent(served: Store, submission: MakeSubmission) -> Submission:
    """Return a submission, which wants to be written to in French."""
    one = submission(sender_address=SENDER, reply_language="fr", line="Zoé Nguyen")
    store_submission(served, one)
    return one


def member(running: RunningIntake, mail_server: MailServer, role: str, address: str) -> Browser:
    """Sign somebody in, and forget the emails until then once all of them have arrived."""
    add(running.service.engine, address, role, "Ana Sá")
    # Anyone who asks for a link has what waits sent, also somebody who gets none.
    Browser(running.client).post(f"{DESK}en/sign-in", {"address": EVE})
    wait_until_sent(running)
    mail_server.received.clear()
    return signed_in(running, address)


def wait_until_sent(running: RunningIntake) -> None:
    """Wait until no email is on its way: what the mail server has is recorded a little later."""
    end = time.monotonic() + TIMEOUT
    while any(mail["status"] in {"waiting", "sending"} for mail in open_mails(running)):
        assert time.monotonic() < end
        time.sleep(0.02)


def open_mails(running: RunningIntake) -> list[dict[str, Any]]:
    """Return the emails that were not sent."""
    return listing.list_mails(running.service.engine)


@pytest.fixture
def ana(running: RunningIntake, sent: Submission, mail_server: MailServer) -> Browser:
    """Return the browser of somebody who handles requests."""
    assert sent.reference
    return member(running, mail_server, "handle", ANA)


@pytest.fixture
def rui(running: RunningIntake, sent: Submission, mail_server: MailServer) -> Browser:
    """Return the browser of an administrator."""
    assert sent.reference
    return member(running, mail_server, "administer", RUI)


def typed(page: httpx.Response) -> tuple[str, str]:
    """Return the subject and the text that stand in the page's form."""
    document = html.document_fromstring(page.text)
    (subject,) = document.xpath("//input[@id='subject']/@value")
    (body,) = document.xpath("//textarea[@id='body']")
    return str(subject), str(body.text or "").removeprefix("\n")


# ── Answers ──────────────────────────────────────────────────────────────────────────────────────


def test_an_answer_begins_with_a_text_in_the_senders_language_is_looked_at_and_arrives_as_it_was(
    ana: Browser, sent: Submission, mail_server: MailServer, running: RunningIntake, site: Site
) -> None:
    case = ana.get(f"{HOME}requests/{sent.reference}")
    (address,) = html.document_fromstring(case.text).xpath("//a[contains(@href, '/answer')]/@href")
    desk = site.content.desk
    assert desk
    chosen = desk.answers[0]
    page = ana.get(f"{address}?text={chosen.id}")
    subject, body = typed(page)
    assert subject == chosen.subject["fr"].replace("{$reference}", sent.reference)
    assert body == chosen.body["fr"].replace("{$reference}", sent.reference)
    body += "\n\n<b>P.S.</b> {$answers} ćšž مرحبا"
    kept = ana.press(page, "/answer", subject=subject, body=body)
    check = ana.follow(kept)
    assert check.status_code == 200
    assert entities.escape(body, quote=False) in check.text
    assert SENDER in words(check)
    assert mail_server.received == []
    done = ana.press(check, kept.headers["location"])
    assert done.headers["location"].endswith(f"requests/{sent.reference}?why=answered")
    (mail,) = mail_server.wait(1)
    assert (mail["To"], mail["Subject"], mail["Reply-To"]) == (SENDER, subject, None)
    assert (mail["Content-Language"], mail["Auto-Submitted"]) == ("fr", None)
    assert str(mail.get_content()).replace("\r\n", "\n").rstrip("\n") == body
    case = ana.follow(done)
    assert " ".join(subject.split()) in words(case)
    assert " ".join(body.split()) in words(case)
    assert [kind for kind, _, _ in happened(running.service.engine, sent.reference)] == [
        "looked",
        "answered",
    ]
    # A second click, and the page from before.
    assert ana.press(check, kept.headers["location"]).status_code == 303
    assert ana.get(kept.headers["location"]).status_code == 303
    assert len(mail_server.wait(2, 0.5)) == 1


def test_what_is_not_filled_in_is_kept_but_not_sent(
    ana: Browser, sent: Submission, running: RunningIntake
) -> None:
    address = f"{HOME}requests/{sent.reference}/answer"
    page = ana.get(f"{address}?text=more-information")
    subject, body = typed(page)
    cases = {
        (subject, body): "[…]",
        ("", body.replace("[…]", "When?")): "subject",
        (subject, " \n"): "text",
        (subject, "x" * 10_001): "10,000",
    }
    for (one, other), said in cases.items():
        kept = ana.press(page, "/answer", subject=one, body=other)
        again = ana.follow(kept)
        assert again.status_code == 200
        (errors,) = html.document_fromstring(again.text).xpath("//div[@class='errors']")
        assert said in errors.text_content()
        assert typed(again) == (one, other.strip())
        begun = kept.headers["location"].rpartition("=")[2]
        assert ana.get(f"{address}/{begun}").headers["location"] == kept.headers["location"]
    with running.service.engine.connect() as connection:
        kinds = set(connection.execute(sa.select(outbox.c.kind)).scalars())
    assert "answer" not in kinds


def test_an_answer_is_not_sent_unseen_after_somebody_else_has_changed_the_case(
    ana: Browser,
    sent: Submission,
    running: RunningIntake,
    mail_server: MailServer,
) -> None:
    address = f"{HOME}requests/{sent.reference}"
    page = ana.get(f"{address}/answer")
    kept = ana.press(page, "/answer", subject="Hello", body="There")
    check = ana.follow(kept)
    other = member(running, mail_server, "handle", "bea@example.org")
    fields = html.document_fromstring(other.get(address).text).xpath(
        "//form[@class='guide']//input[@type='hidden']"
    )
    hidden = {field.get("name"): field.get("value") for field in fields}
    changed = other.post(address, hidden | {"state": "received", "note": "Wait with this"})
    assert changed.status_code == 303
    stale = ana.press(check, kept.headers["location"])
    assert "why=conflict" in stale.headers["location"]
    again = ana.follow(stale)
    assert "Wait with this" in words(again)
    assert mail_server.received == []
    ana.press(again, kept.headers["location"])
    assert mail_server.wait(1)[0]["Subject"] == "Hello"


def test_nobody_is_answered_whose_data_were_erased_meanwhile(
    ana: Browser, sent: Submission, running: RunningIntake, mail_server: MailServer
) -> None:
    address = f"{HOME}requests/{sent.reference}/answer"
    page = ana.get(address)
    kept = ana.press(page, "/answer", subject="Hello", body="Unmistakable")
    check = ana.follow(kept)
    with running.service.engine.begin() as connection:
        assert erasure.erase(connection, "case", sent.reference)
        assert connection.execute(sa.select(texts)).all() == []
    refused = ana.press(check, kept.headers["location"])
    assert ana.follow(refused).status_code == 410
    again = ana.press(page, "/answer", subject="Hello", body="Unmistakable")
    assert again.status_code == ana.get(address).status_code == 410
    assert "erased" in words(again)
    with running.service.engine.connect() as connection:
        assert connection.execute(sa.select(texts)).all() == []
    assert mail_server.wait(1, 0.5) == []


def test_who_may_only_read_answers_nobody_and_changes_no_mail(
    running: RunningIntake, sent: Submission, mail_server: MailServer
) -> None:
    reader = member(running, mail_server, "read", "eve@example.org")
    case = reader.get(f"{HOME}requests/{sent.reference}")
    assert "/answer" not in case.text
    for path in (f"requests/{sent.reference}/answer", "mails/x", "people", "people/chosen"):
        assert reader.get(HOME + path).status_code == 403
    assert reader.get(f"{HOME}mails").status_code == 200


# ── Documents ────────────────────────────────────────────────────────────────────────────────────


def test_a_request_has_its_record_and_its_letter_as_files_as_the_receipt_has(
    ana: Browser, sent: Submission, running: RunningIntake
) -> None:
    case = ana.get(f"{HOME}requests/{sent.reference}")
    found = html.document_fromstring(case.text).xpath("//ul[@class='files']//a/@href")
    names = [address.rpartition("/")[2] for address in found]
    assert names == ["record.pdf", "letter.docx", "letter.odt", "letter.pdf"]
    for address in found:
        response = ana.get(address)
        assert response.status_code == 200
        assert sent.reference in response.headers["content-disposition"]
        assert response.headers["cache-control"] == "no-store"
    assert ana.get(found[0].replace("record.pdf", "else.pdf")).status_code == 404
    stranger = Browser(running.client)
    assert stranger.get(found[0]).status_code == 303


# ── Emails ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def failed(running: RunningIntake, sent: Submission, ana: Browser) -> str:
    """Return the id of an email that has failed."""
    assert ana.cookie
    of_it = (outbox.c.submission == sent.id, outbox.c.kind == "acknowledgement")
    with running.service.engine.begin() as connection:
        error = "550 5.1.1 <b>No such user</b>"
        connection.execute(sa.update(outbox).where(*of_it).values(status="failed", error=error))
        return str(connection.execute(sa.select(outbox.c.id).where(*of_it)).scalar_one())


def test_a_mail_that_failed_is_listed_with_its_reason_and_sent_to_the_right_address(
    ana: Browser, failed: str, sent: Submission, mail_server: MailServer, running: RunningIntake
) -> None:
    listed = ana.get(f"{HOME}mails")
    assert "<b>No such user</b>" in words(listed)
    assert sent.reference in words(listed)
    page = ana.get(f"{HOME}mails/{failed}")
    for wrong in ("", "zoe@", "a@b@c.example"):
        forms = html.document_fromstring(page.text)
        (csrf,) = set(forms.xpath("//main//input[@type='hidden']/@name"))
        (token,) = set(forms.xpath("//main//input[@type='hidden']/@value"))
        entered = {csrf: token, "do": "correct", "address": wrong}
        again = ana.post(f"{HOME}mails/{failed}", entered)
        assert again.status_code == 400
        there = html.document_fromstring(again.text).xpath("//input[@id='address']/@value")
        assert there == [wrong]
    done = ana.post(f"{HOME}mails/{failed}", entered | {"address": "zoe@example.org"})
    assert done.headers["location"].endswith("mails?why=corrected")
    (mail,) = mail_server.wait(1)
    assert mail["To"] == "zoe@example.org"
    wait_until_sent(running)
    late = ana.post(f"{HOME}mails/{failed}", entered | {"do": "give-up"})
    assert late.headers["location"].endswith("why=gone")
    assert ana.get(f"{HOME}mails/{failed}").headers["location"].endswith("why=gone")
    assert happened(running.service.engine, sent.reference)[-1][0] == "mail-corrected"


@pytest.mark.parametrize("do", ["retry", "give-up"])
def test_a_mail_is_tried_again_or_given_up(
    ana: Browser, failed: str, mail_server: MailServer, running: RunningIntake, do: str
) -> None:
    arrives = int(do == "retry")
    page = ana.get(f"{HOME}mails/{failed}")
    document = html.document_fromstring(page.text)
    (csrf,) = set(document.xpath("//main//input[@type='hidden']/@name"))
    (token,) = set(document.xpath("//main//input[@type='hidden']/@value"))
    done = ana.post(f"{HOME}mails/{failed}", {csrf: token, "do": do})
    assert ana.follow(done).status_code == 200
    assert len(mail_server.wait(1, 5 if arrives else 0.5)) == arrives
    assert ana.post(f"{HOME}mails/{failed}", {csrf: token, "do": "else"}).status_code == 404
    if not arrives:
        assert open_mails(running) == []


# ── Personal data ────────────────────────────────────────────────────────────────────────────────


def test_everything_about_a_person_is_found_handed_out_and_erased_and_that_is_written_down(
    rui: Browser,
    sent: Submission,
    running: RunningIntake,
    served: Store,
    submission: MakeSubmission,
) -> None:
    engine = running.service.engine
    other = submission()
    store_submission(served, other)
    text = note(engine, other.reference, "zoe nguyen")
    found = rui.get(f"{HOME}people?text=zoe+NGUYEN")
    names = html.document_fromstring(found.text).xpath("//input[@name='item']/@value")
    assert names == [f"case:{sent.reference}", f"text:{text}"]
    none = rui.get(f"{HOME}people/chosen?text=zoe+nguyen")
    assert "Choose at least one entry" in words(none)
    query = "&".join(f"item={name}" for name in [*names, "case:2222-2222-2", "else"])
    chosen = rui.get(f"{HOME}people/chosen?text=zoe+nguyen&{query}")
    given = rui.press(chosen, "people/export", item=names[0])
    assert given.headers["content-disposition"].startswith("attachment")
    assert [case["reference"] for case in json.loads(given.text)["cases"]] == [sent.reference]
    done = rui.press(chosen, "people/erase", item=names[0])
    after = rui.follow(done)
    assert "Erased: 1" in words(after)
    assert "Zoé" not in after.text
    kinds = [kind for kind, _, _ in happened(engine, sent.reference)]
    assert kinds == ["exported", "erased"]
    assert all(actor for _, actor, _ in happened(engine, sent.reference))
    assert happened(engine)[-1][0] == "searched"
    log = html.document_fromstring(after.text).xpath("//ol[@class='history']/li")
    assert len(log) == 3
    assert "Ana Sá" in log[0].text_content()
    left = rui.get(f"{HOME}people?text=zoe+NGUYEN")
    assert html.document_fromstring(left.text).xpath("//input[@name='item']/@value") == names[1:]


def test_odd_signs_in_what_was_typed_do_nothing_on_these_pages(
    rui: Browser, served: Store, submission: MakeSubmission
) -> None:
    odd = '<script>alert(1)</script>"{{ 7*7 }}'
    one = submission(institution=odd, line=odd, sender_address=SENDER)
    store_submission(served, one)
    pages = [f"people?text={SENDER}", f"requests/{one.reference}/answer", "mails"]
    for path in pages:
        page = rui.get(HOME + path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
    kept = rui.press(rui.get(HOME + pages[1]), "/answer", subject=odd, body=odd)
    check = rui.follow(kept)
    assert "<script>alert" not in check.text
    assert odd in words(check)


def test_who_is_not_signed_in_gets_no_page_and_no_post_is_taken_from_elsewhere(
    running: RunningIntake, rui: Browser, sent: Submission
) -> None:
    stranger = Browser(running.client)
    paths = [f"requests/{sent.reference}/answer", "mails", "people", "people/chosen"]
    for path in paths:
        assert stranger.get(HOME + path).status_code == 303
    posts = [paths[0], f"{paths[0]}/x", "mails/x", "people/export", "people/erase"]
    for path in posts:
        assert stranger.post(HOME + path, {"item": f"case:{sent.reference}"}).status_code == 403
        assert rui.post(HOME + path, {"item": f"case:{sent.reference}"}).status_code == 403
    assert happened(running.service.engine, sent.reference) == []
    assert TEAM

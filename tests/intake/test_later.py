"""Continuing later: the draft's address, by email too; it expires, and can be deleted."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from brochure.site.site import Site
from intake.journey.draft import Draft
from intake.storage import listing
from intake.storage.tables import drafts, outbox
from tests.intake.answers import different, field_id, on_page
from tests.intake.pages import is_error_page, words
from tests.intake.serving import RunningIntake
from tests.site.pages import SHOWN
from tests.support.smtp import MailServer

DAY = 86_400


@pytest.mark.parametrize("tag", SHOWN)
def test_the_address_of_a_draft_is_mailed_in_the_language_of_the_draft_and_leads_on(
    mail_server: MailServer, serve: Callable[..., RunningIntake], site: Site, tag: str
) -> None:
    running = serve(smtp=f"smtp://127.0.0.1:{mail_server.port}", sender="intake@example.org")
    walker = running.walker(tag).begin()
    typed = different(site, institution="Unmistakable")
    first = walker.at
    while walker.at == first:
        walker.answer(typed)
    step = walker.at
    walker.go("later").submit({"mail_to": ["Ana@example.org"]})
    assert walker.why == "sent"
    (mail,) = mail_server.wait(1)
    assert mail["To"] == "Ana@example.org"
    assert mail["Content-Language"] == tag
    text = str(mail.get_content())
    address = f"{site.content.site.url}intake/{tag}/draft/{walker.draft}"
    assert address in text
    assert "{$" not in text + mail["Subject"]
    assert "Unmistakable" not in mail.as_string()
    assert walker.go(address.removeprefix(site.content.site.url.rstrip("/"))).at == step


@pytest.mark.parametrize("tag", SHOWN)
def test_an_address_that_is_none_or_has_a_slip_is_asked_for_again(
    running: RunningIntake, tag: str
) -> None:
    walker = running.walker(tag).begin().go("later")
    walker.submit({"mail_to": ["ana"]})
    for _ in range(2):  # also after a reload
        assert walker.why == ""
        assert on_page(walker.page, "later")["mail_to"] == ["ana"]
        assert 'aria-invalid="true"' in walker.page
        walker.go("later")
    walker.submit({"mail_to": ["ana@gmail.con"]})
    assert walker.why == ""
    assert "ana@gmail.com" in words(walker.page)
    walker.submit({"mail_to": ["ana@gmail.con"]})
    assert walker.why == "sent"
    assert [mail["recipient"] for mail in listing.list_mails(running.service.engine)] == [
        "ana@gmail.con"
    ]


@pytest.mark.slow
def test_nobody_can_be_flooded_with_mails(serve: Callable[..., RunningIntake]) -> None:
    running = serve(proxies="1")

    def mail(recipient: str, client: str) -> str:
        walker = running.walker().begin().go("later")
        return walker.submit({"mail_to": [recipient]}, x_forwarded_for=client).why

    found = [mail("ana@example.org", f"192.0.2.{number}") for number in range(5)]
    assert found == ["sent"] * 3 + ["too-many"] * 2
    assert mail("ANA@EXAMPLE.ORG", "192.0.2.9") == "too-many"
    found = [mail(f"bo{number}@example.org", "192.0.2.99") for number in range(12)]
    assert found == ["sent"] * 10 + ["too-many"] * 2
    walker = running.walker().begin()
    found = []
    for number in range(5):
        walker.go("later").submit(
            {"mail_to": [f"cy{number}@example.org"]}, x_forwarded_for=f"198.51.100.{number}"
        )
        found.append(walker.why)
    assert found == ["sent"] * 3 + ["too-many"] * 2
    assert "cy0@example.org" not in walker.page


def test_a_draft_is_deleted_with_its_mails_and_its_address_leads_nowhere(
    running: RunningIntake, site: Site
) -> None:
    walker = running.walker("fr").begin()
    walker.answer(different(site)).go("later").submit({"mail_to": ["ana@example.org"]})
    draft = walker.draft
    walker.go("delete")
    deleted = running.post(f"draft/{draft}/delete", {}, "fr")
    assert deleted.status_code == 303
    start = f"/{site.address('fr', site.page_with('form'))}"
    assert deleted.headers["location"] == f"{start}#deleted"
    assert listing.list_mails(running.service.engine) == []
    assert is_error_page(running.get(f"fr/draft/{draft}/check"), site, "fr", "not-found")
    answer = running.post(f"draft/{draft}/{running.service.form.steps[0].id}", {}, "fr")
    assert is_error_page(answer, site, "fr", "not-found")


def test_deleting_what_was_sent_deletes_no_submission(running: RunningIntake, site: Site) -> None:
    walker = running.walker().to_check(different(site))
    draft = walker.draft
    walker.send()
    running.post(f"draft/{draft}/delete", {})
    assert len(list(listing.list_submissions(running.service.engine))) == 1


def test_a_draft_expires_after_the_days_that_its_pages_name(
    running: RunningIntake, site: Site
) -> None:
    days = running.service.form.draft_days
    store = running.service.store()
    kept = Draft("en", changed=int(time.time()) - days * DAY + 60)
    gone = dataclasses.replace(Draft("en"), changed=int(time.time()) - days * DAY - 60)
    for draft in (kept, gone):
        store.drafts.begin(draft).result(30)
    first = running.service.form.steps[0].id
    assert running.walker().go(f"/intake/en/draft/{kept.id}/{first}").status == 200
    for answer in (
        running.get(f"en/draft/{gone.id}/{first}"),
        running.post(f"draft/{gone.id}/{first}", {}),
        running.post(f"draft/{gone.id}/check", {}),
    ):
        assert is_error_page(answer, site, "en", "not-found")
    store.drafts.delete_expired().result(30)  # or the service has, which does so as it starts
    with running.service.engine.connect() as connection:
        assert connection.execute(sa.select(drafts.c.id)).scalars().all() == [kept.id]


def test_a_running_service_deletes_what_has_expired(
    serve: Callable[..., RunningIntake], running: RunningIntake, sqlite: str
) -> None:
    store = running.service.store()
    store.drafts.begin(dataclasses.replace(Draft("en"), changed=0)).result(30)
    second = serve(sqlite)
    until = time.monotonic() + 30
    while second.drafts:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_each_answer_keeps_a_draft_for_longer(running: RunningIntake, site: Site) -> None:
    old = Draft("en", changed=int(time.time()) - DAY)
    store = running.service.store()
    store.drafts.begin(old).result(30)
    walker = running.walker().go(f"/intake/en/draft/{old.id}")
    walker.answer(different(site))
    draft = store.drafts.find(old.id)
    assert isinstance(draft, Draft)
    assert draft.changed > old.changed
    assert draft.created == old.created


def test_the_record_is_mailed_only_to_whoever_has_the_mail_to_the_sender(
    mail_server: MailServer, serve: Callable[..., RunningIntake], site: Site
) -> None:
    running = serve(smtp=f"smtp://127.0.0.1:{mail_server.port}", sender="intake@example.org")
    typed = different(site, institution="Unmistakable", sender_address="ana@example.org")
    walker = running.send(typed, "fr")
    assert "/mail" not in walker.page
    place = walker.place
    for guess in ("", "x", "é"):
        refused = running.client.post(f"{place}/mail", params={"mail_key": guess})
        assert refused.headers["location"] == place
    (there,) = listing.list_submissions(running.service.engine)
    walker.go(f"{place}?mail_key={there.key}")
    walker.post(f"{place}/mail?mail_key={there.key}", {})
    assert walker.why == "sent"
    mails = mail_server.wait(3)
    (record,) = [
        mail
        for mail in mails
        if "Unmistakable" in mail.get_content() and mail["To"] == "ana@example.org"
    ]
    assert there.reference in str(record["Subject"])
    name = field_id(site, "institution")
    fields = [f for s in running.service.form.steps for f in s.fields if f.id == name]
    assert fields[0].label["fr"] in record.get_content()


def test_the_record_counts_against_the_mails_of_a_day(
    serve: Callable[..., RunningIntake], site: Site
) -> None:
    running = serve(mails_per_day="2")
    walker = running.send(different(site))
    (there,) = listing.list_submissions(running.service.engine)
    place, found = walker.place, []
    for _ in range(2):
        walker.post(f"{place}/mail?mail_key={there.key}", {})
        found.append(walker.why)
    assert found == ["sent", "too-many"]
    with running.service.engine.connect() as connection:
        kinds = connection.execute(sa.select(outbox.c.kind)).scalars().all()
    assert sorted(kinds) == ["acknowledgement", "record", "team"]

"""Mails as a real server receives them: their recipients and content, with nothing injected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brochure.render.localizer import Localizer
from brochure.schema import Form
from brochure.site import form_answers
from brochure.site.site import Site
from intake.journey.form_version import FormVersion
from intake.journey.submission import Submission
from intake.mail.builder import MailBuilder, OutboxEntry
from intake.mail.outbox import Outbox
from intake.storage.database import connect
from intake.storage.store import Store
from intake.storage.tables import outbox
from tests.intake.answers import Entered, answers, different, field_id, good
from tests.intake.conftest import SENDER, TEAM
from tests.intake.storage_helpers import store_submission
from tests.support.smtp import MailServer

# Every header that an email may have, and how often.
HEADERS = [
    *("from", "to", "reply-to", "subject", "date", "message-id", "auto-submitted"),
    *("content-language", "content-type", "content-transfer-encoding", "mime-version"),
]
Mailed = Callable[..., tuple[EmailMessage, EmailMessage]]


@pytest.fixture
def store(sqlite: str, form: Form, version: FormVersion) -> Iterator[Store]:
    opened = Store(connect(sqlite), form, version, TEAM, mails_per_day=1000)
    yield opened
    opened.close()


@pytest.fixture
def mailed(store: Store, site: Site, mail_builder: MailBuilder, mail_server: MailServer) -> Mailed:
    """Return a function: changed answers → the team's email and the sender's, as received."""
    sending = Outbox(store.engine, mail_server.address, mail_builder)

    def sent(tag: str = "en", **changes: str | list[str]) -> tuple[EmailMessage, EmailMessage]:
        before = len(mail_server.received)
        store_submission(store, Submission(answers(site, different(site, **changes)), tag))
        assert sending.send_due() == 2
        team, acknowledgement = sorted(
            mail_server.received[before:], key=lambda mail: TEAM not in str(mail["To"])
        )
        return team, acknowledgement

    return sent


def words(mail: EmailMessage) -> str:
    return str(mail.get_content()).replace("\r\n", "\n")


def text(site: Site, tag: str, reference: str, part: str, address: str = "") -> str:
    """Return the acknowledgement's subject or body, as the form's file has it.

    ``address`` is that of the record, which nobody can guess.
    """
    form = site.content.form
    assert form
    localizer = Localizer(site, site.language(tag), site.page_with("form"))
    values = {"reference": reference, "email": site.content.site.contact.email, "address": address}
    return localizer.plain(getattr(form.acknowledgement, part), **values)


def test_the_team_gets_every_question_with_its_answer(
    mailed: Mailed, site: Site, form: Form
) -> None:
    team, _ = mailed("fr", text="First\nsecond — “Łódź” مرحبا 💡", institution="São Tomé")
    assert team["To"] == TEAM
    assert "    First\n    second — “Łódź” مرحبا 💡\n" in words(team)
    for field in form_answers.asked(form, answers(site, good(site))):
        assert field.label["en"] in words(team)
    assert re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]", str(team["Subject"]))
    assert team["Content-Language"] == "en"


def test_the_team_reads_the_official_name_of_a_country_and_its_footnote(
    site: Site, mail_builder: MailBuilder
) -> None:
    noted = [country for country in site.content.countries.names if country.footnote]
    assert noted
    for country in noted:
        received = Submission(answers(site, good(site, country=country.code)), "fr")
        mail = words(
            mail_builder.build(OutboxEntry(received, "1", "team", TEAM, received.received))
        )
        name = Localizer(site, site.languages[0], "index").country(country.code).name
        assert country.footnote
        assert f"\n    {name}*\n    * {country.footnote['en']}\n" in mail


def test_a_country_that_is_no_longer_offered_keeps_its_name_in_what_was_sent(
    site: Site, mail_builder: MailBuilder
) -> None:
    assert "FR" not in site.offered_countries
    received = Submission(answers(site, good(site, country="FR")), "en")
    mail = words(mail_builder.build(OutboxEntry(received, "1", "team", TEAM, received.received)))
    assert "\n    France\n" in mail


def test_an_answer_to_a_question_that_was_removed_reaches_the_team(
    site: Site, mail_builder: MailBuilder
) -> None:
    given = answers(site, good(site)) | {"quota": ("Twelve\npeople",), "unasked": ()}
    received = Submission(given, "en")
    mail = words(mail_builder.build(OutboxEntry(received, "1", "team", TEAM, received.received)))
    assert "\nquota\n    Twelve\n    people\n" in mail
    assert "unasked" not in mail


def test_the_sender_is_answered_in_the_language_that_they_chose(mailed: Mailed, site: Site) -> None:
    for tag in site.tags:
        for shown in (tag, site.tags[0]):
            _, mail = mailed(shown, reply_language=tag, sender_address=f"ana.{tag}@example.org")
            found = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]", str(mail["Subject"]))
            assert found
            assert mail["Subject"] == text(site, tag, found[0], "subject")
            (address,) = re.findall(rf"\S+/intake/{tag}/receipt/[\w-]+\?mail_key=\S+", words(mail))
            assert words(mail).strip() == text(site, tag, found[0], "body", address).strip()
            assert mail["Content-Language"] == tag
            assert mail["To"] == f"ana.{tag}@example.org"


def test_the_acknowledgement_quotes_nothing_that_someone_wrote(mailed: Mailed, site: Site) -> None:
    typed = {name: values[0] for name, values in good(site).items()}
    spam = "BUY at http://spam.example {$email} {$answers} {$reference}"
    telephone = field_id(site, "telephone")
    free = [name for name, value in typed.items() if " " in value and name != telephone]
    assert len(free) > 3
    _, mail = mailed(**dict.fromkeys(free, spam))
    assert "BUY" not in mail.as_string()
    assert "spam.example" not in mail.as_string()


def test_a_reply_reaches_the_right_person(mailed: Mailed) -> None:
    team, acknowledgement = mailed(sender_address="Ana.Sousa@example.org")
    assert (team["From"], team["Reply-To"]) == (SENDER, "Ana.Sousa@example.org")
    assert (acknowledgement["From"], acknowledgement["Reply-To"]) == (SENDER, TEAM)


def test_mails_ask_not_to_be_answered_automatically(mailed: Mailed) -> None:
    team, acknowledgement = mailed()
    assert team["Auto-Submitted"] == "auto-generated"
    assert acknowledgement["Auto-Submitted"] == "auto-replied"


def test_a_mail_sent_again_is_the_same_mail(
    mailed: Mailed, store: Store, mail_builder: MailBuilder, mail_server: MailServer
) -> None:
    mailed()
    with store.engine.begin() as connection:  # as after a crash between sending and recording it
        rows = connection.execute(sa.select(outbox)).mappings().all()
        connection.execute(sa.update(outbox).values(status="waiting", due=0))
    again = Outbox(store.engine, mail_server.address, mail_builder)
    assert again.send_due() == 2
    ids = [mail["Message-ID"] for mail in mail_server.received]
    assert len(ids) == 4
    assert len(set(ids)) == len(rows) == 2
    assert all(re.fullmatch(r"<[0-9a-f]{40}@example\.org>", name) for name in ids)


INJECTIONS = [
    "Ministry\r\nBcc: victim@example.org",
    "Ministry\nSubject: Other\n\nBody",
    "Ministry\r\n.\r\nMAIL FROM:<x@example.org>",
    "Ministry\x00\x0b\x0c\u2028Bcc: victim@example.org",
    "=?utf-8?q?Ministry=0ABcc=3A_victim=40example.org?=",
    "\u202eMinistry" + "\N{GREEK SMALL LETTER ALPHA}" * 150,
]


@pytest.mark.parametrize("typed", INJECTIONS)
def test_nobody_can_add_headers_or_recipients(
    mailed: Mailed, mail_server: MailServer, typed: str
) -> None:
    for name in ("institution", "line", "text"):
        for mail in mailed(**{name: typed}):
            assert sorted(header.lower() for header in mail) == sorted(HEADERS)
            assert mail.get_content_type() == "text/plain"
    assert {name for to in mail_server.recipients for name in to} == {TEAM, "ana.sousa@example.org"}


local = st.text("abcXYZ019!#$%&'*+/=?^_`{|}~-", min_size=1, max_size=30)
label = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)
addresses = st.builds(
    lambda names, labels: f"{'.'.join(names)}@{'.'.join(labels)}",
    st.lists(local, min_size=1, max_size=2),
    st.lists(label, min_size=2, max_size=9),
)


@given(addresses)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_address_that_the_form_accepts_can_be_written_to(
    site: Site, form: Form, mail_builder: MailBuilder, address: str
) -> None:
    entered: Entered = good(site, sender_address=address)
    if form_answers.validate(site, form_answers.fields(form), answers(site, entered)):
        return  # too long, say
    submission = Submission(answers(site, entered), "en")
    for kind, recipient in (("team", TEAM), ("acknowledgement", address)):
        mail = mail_builder.build(
            OutboxEntry(submission, "1", kind, recipient, submission.received)
        )
        assert {mail["To"], mail["Reply-To"]} == {TEAM, address}
        raw = mail.as_bytes()
        assert address.encode() in raw
        assert max(map(len, raw.split(b"\r\n"))) <= 998

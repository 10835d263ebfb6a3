"""What staff do with emails that wait or failed: try again, correct the address, give up."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from intake.desk import mails
from intake.journey.draft import Draft
from intake.journey.submission import Submission
from intake.storage import listing
from intake.storage.store import Store
from intake.storage.submission_table import find
from intake.storage.tables import cases, outbox
from tests.intake.conftest import TEAM, Run, Sending, StoreOne
from tests.intake.desk_helpers import happened
from tests.support.smtp import MailServer

WRONG, RIGHT = "wrong@example.org", "right@example.org"


@pytest.fixture
def failed(store_one: StoreOne, sending: Sending, mail_server: MailServer) -> Submission:
    """Return a submission whose acknowledgement the mail server has refused for good."""
    stored = store_one(sender_address=WRONG)
    mail_server.replies[WRONG] = "550 5.1.1 No such user"
    sending().send_due()
    return stored


@pytest.fixture
def repaired(engine: Engine, failed: Submission, mail_server: MailServer) -> str:
    """Return the id of the email that has failed, which the mail server would take now."""
    mail_server.replies.clear()
    (mail,) = mails.open_mails(engine)
    assert mail.reference == failed.reference
    return str(mail.id)


def test_those_that_failed_come_first_and_say_why(
    engine: Engine, failed: Submission, store_one: StoreOne
) -> None:
    store_one()
    first, *others = mails.open_mails(engine)
    assert (first.reference, first.kind, first.status) == (
        failed.reference,
        "acknowledgement",
        "failed",
    )
    assert "No such user" in first.error
    assert [each.status for each in others] == ["waiting"] * 2
    assert mails.open_mail(engine, first.id) == first
    assert mails.open_mail(engine, "x") is None


def test_a_corrected_address_gets_the_mail_and_all_that_follow_and_what_was_typed_stays(
    engine: Engine,
    store: Store,
    failed: Submission,
    sending: Sending,
    mail_server: MailServer,
) -> None:
    (mail,) = mails.open_mails(engine)
    with engine.begin() as connection:
        assert mails.correct(connection, mail.id, RIGHT, "somebody")
    assert sending().send_due() == 1
    assert mail_server.received[-1]["To"] == RIGHT
    with engine.connect() as connection:
        corrected = find(connection, failed.id)
    assert corrected
    assert corrected.answers == failed.answers
    assert store.submissions.mail_record(corrected).result(30)
    assert sending().send_due() == 1
    assert mail_server.received[-1]["To"] == RIGHT
    assert happened(engine, failed.reference) == [("mail-corrected", "somebody", "acknowledgement")]
    with engine.connect() as connection:
        sought = connection.execute(sa.select(cases.c.sought)).scalar_one()
    assert WRONG in sought
    assert RIGHT in sought


def test_a_mail_that_is_tried_again_begins_anew(
    engine: Engine, failed: Submission, repaired: str, sending: Sending, mail_server: MailServer
) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(outbox).values(attempts=99))
        assert mails.retry(connection, repaired, "somebody")
    assert mails.open_mails(engine)[0].attempts == 0
    assert sending().send_due() == 1
    assert mail_server.received[-1]["To"] == WRONG
    assert happened(engine, failed.reference) == [("mail-retried", "somebody", "acknowledgement")]


def test_a_mail_that_is_given_up_is_never_sent_and_no_longer_listed(
    engine: Engine, failed: Submission, repaired: str, sending: Sending
) -> None:
    with engine.begin() as connection:
        assert mails.give_up(connection, repaired, "somebody")
        assert not mails.retry(connection, repaired)
        assert not mails.correct(connection, repaired, RIGHT)
    assert sending().send_due() == 0
    assert mails.open_mails(engine) == listing.list_mails(engine) == []
    assert listing.figures(engine).mails["dropped"] == 1
    assert happened(engine, failed.reference) == [("mail-dropped", "somebody", "acknowledgement")]


@pytest.mark.parametrize("status", ["sending", "sent"])
def test_what_is_sent_or_on_its_way_is_left_alone(
    engine: Engine, store_one: StoreOne, status: str
) -> None:
    stored = store_one()
    with engine.begin() as connection:
        connection.execute(sa.update(outbox).values(status=status))
        for mail in connection.execute(sa.select(outbox.c.id)).scalars().all():
            assert not mails.retry(connection, mail)
            assert not mails.give_up(connection, mail)
            assert not mails.correct(connection, mail, RIGHT)
        assert set(connection.execute(sa.select(outbox.c.recipient)).scalars()) != {RIGHT}
    assert happened(engine, stored.reference) == []


def test_an_address_that_is_corrected_too_late_for_the_mails_holds_for_what_follows(
    run: Run, engine: Engine, store_one: StoreOne
) -> None:
    stored = store_one()
    with engine.begin() as connection:
        connection.execute(sa.update(outbox).values(status="sent"))
        (mail, *_) = connection.execute(sa.select(outbox.c.id)).scalars().all()
        assert not mails.correct(connection, mail, RIGHT)
    with engine.connect() as connection:
        assert getattr(find(connection, stored.id), "address", "") is None
    told = f"Emails that now go to {RIGHT}: 0.\n"
    assert run("outbox", "--correct", stored.reference, RIGHT) == (0, told, "")
    with engine.connect() as connection:
        assert getattr(find(connection, stored.id), "address", "") == RIGHT
    assert happened(engine, stored.reference) == [("mail-corrected", None, "")]


def test_no_other_mails_than_those_to_senders_can_be_sent_elsewhere(
    engine: Engine, store: Store, store_one: StoreOne
) -> None:
    stored, draft = store_one(), Draft("en")
    store.drafts.begin(draft).result(30)
    store.drafts.mail_later(draft.id, "ana@example.org").result(30)
    with engine.begin() as connection:
        row = {"id": "1" * 40, "kind": "sign-in", "recipient": "boss@example.org"}
        connection.execute(sa.insert(outbox).values(row))
        others = outbox.c.kind.not_in(mails.TO_SENDERS)
        for mail in connection.execute(sa.select(outbox.c.id).where(others)).scalars().all():
            assert not mails.correct(connection, mail, RIGHT)
        to = set(connection.execute(sa.select(outbox.c.recipient)).scalars())
    assert RIGHT not in to
    assert {TEAM, "boss@example.org", "ana@example.org"} <= to
    assert happened(engine, stored.reference) == []


def test_the_command_corrects_and_gives_up_the_mails_of_one_submission(
    run: Run, engine: Engine, failed: Submission, store_one: StoreOne
) -> None:
    other = store_one()
    heard = failed.reference.lower().replace("-", " ")
    told = f"Emails that now go to {RIGHT}: 1.\n"
    assert run("outbox", "--correct", heard, RIGHT) == (0, told, "")
    assert f"waiting  {RIGHT}" in run("outbox")[1]
    code, _, error = run("outbox", "--correct", heard, "right@")
    assert (code, error) == (1, '"right@" is not an email address.\n')
    assert run("outbox", "--correct", "2222-2222-W", RIGHT)[0] == 2
    assert run("outbox", "--give-up", heard) == (0, "Emails given up: 1.\n", "")
    lines = run("outbox")[1].splitlines()
    assert {line[:11] for line in lines} == {other.reference}
    assert f"{failed.reference}  acknowledgement  dropped" in run("outbox", "--all")[1]
    assert [kind for kind, _, _ in happened(engine, failed.reference)] == [
        "mail-corrected",
        "mail-dropped",
    ]

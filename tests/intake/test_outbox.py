"""The outbox: nothing is lost while the mail server is away, and nothing is sent by two."""

from __future__ import annotations

import time
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from intake.mail.builder import MailBuilder
from intake.mail.outbox import Outbox
from intake.storage import listing
from intake.storage.tables import outbox
from tests.intake.conftest import TEAM, Sending, StoreOne
from tests.intake.storage_helpers import make_due
from tests.support.smtp import MailServer

HOUR = 3600


def rows(engine: Engine) -> list[dict[str, Any]]:
    return listing.list_mails(engine, sent=True)


def test_mails_arrive_once_and_are_recorded_as_sent(
    engine: Engine, store_one: StoreOne, mail_server: MailServer, sending: Sending
) -> None:
    for _ in range(3):
        store_one()
    assert sending().send_due() == 6
    assert len(mail_server.received) == 6
    assert {(row["status"], row["attempts"]) for row in rows(engine)} == {("sent", 1)}
    assert sending().send_due() == 0


def test_while_the_server_is_away_no_mail_is_to_blame_and_staff_see_why_they_wait(
    engine: Engine, store_one: StoreOne, mail_server: MailServer, sending: Sending
) -> None:
    store_one()
    mail_server.stop()
    away = sending()
    pauses = []
    for _ in range(6):
        assert away.send_due() == 0
        pauses.append(round(away._next_try - time.monotonic()))
        assert {(row["status"], row["attempts"]) for row in rows(engine)} == {("waiting", 0)}
        assert all("refused" in row["error"] for row in rows(engine))
    assert pauses == [30, 60, 120, 240, 300, 300]
    mail_server.start()
    assert away.send_due() == 2


@pytest.mark.slow
def test_waits_grow_from_a_minute_to_six_hours_while_a_recipient_cannot_receive(
    engine: Engine, store_one: StoreOne, mail_server: MailServer, sending: Sending
) -> None:
    mail_server.replies["full@example.org"] = "452 4.2.2 Mailbox full"
    store_one(sender_address="full@example.org")
    waits = []
    for attempt in range(1, 13):
        make_due(engine)
        before = int(time.time())
        sending().send_due()
        (row,) = listing.list_mails(engine)
        assert (row["status"], row["attempts"]) == ("waiting", attempt)
        waits.append(round((row["due"] - before) / 60))
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert waits == sorted(waits)
    assert waits[-1] == 360


@pytest.mark.parametrize(
    "case", [("451 4.3.0 Later", "failed"), ("554 5.7.1 Not from you", "waiting")]
)
def test_after_three_weeks_a_mail_fails_for_its_recipients_sake_and_never_for_ours(
    engine: Engine,
    store_one: StoreOne,
    mail_server: MailServer,
    sending: Sending,
    case: tuple[str, str],
) -> None:
    reply, status = case
    mail_server.replies["ana@example.org"] = reply
    store_one(sender_address="ana@example.org")
    with engine.begin() as connection:
        connection.execute(sa.update(outbox).values(attempts=99))
    sending().send_due()
    (row,) = listing.list_mails(engine)
    assert (row["status"], row["error"]) == (status, reply)


def test_everything_goes_out_once_the_server_is_back(
    engine: Engine, store_one: StoreOne, mail_server: MailServer, sending: Sending
) -> None:
    store_one()
    store_one()
    mail_server.stop()
    sending().send_due()
    mail_server.start()
    make_due(engine)
    sending().send_due()
    assert len(mail_server.received) == 4
    assert {(row["status"], row["error"]) for row in rows(engine)} == {("sent", "")}


def test_a_mail_that_the_server_cannot_take_now_waits_and_the_others_go_out(
    engine: Engine, store_one: StoreOne, mail_server: MailServer, sending: Sending
) -> None:
    mail_server.replies["full@example.org"] = "452 4.2.2 Mailbox full"
    store_one(sender_address="full@example.org")
    store_one(sender_address="ana@example.org")
    sending().send_due()
    by_recipient = {row["recipient"]: row for row in rows(engine)}
    waiting = by_recipient.pop("full@example.org")
    assert {row["status"] for row in by_recipient.values()} == {"sent"}
    assert (waiting["status"], waiting["attempts"]) == ("waiting", 1)
    assert "Mailbox full" in waiting["error"]
    mail_server.replies.clear()
    make_due(engine)
    sending().send_due()
    assert len(mail_server.received) == 4


def test_a_mail_that_is_rejected_permanently_fails_visibly_and_the_others_go_out(
    engine: Engine, store_one: StoreOne, mail_server: MailServer, sending: Sending
) -> None:
    mail_server.replies["nobody@example.org"] = "550 5.1.1 No such user"
    store_one(sender_address="nobody@example.org")
    store_one(sender_address="ana@example.org")
    sending().send_due()
    (failed,) = listing.list_mails(engine)
    assert (failed["recipient"], failed["status"]) == ("nobody@example.org", "failed")
    assert "No such user" in failed["error"]
    assert listing.figures(engine).mails["failed"] == 1
    make_due(engine)
    assert sending().send_due() == 0


def test_a_mail_that_cannot_be_built_waits_until_someone_fixes_it_and_the_others_go_out(
    engine: Engine, store_one: StoreOne, sending: Sending, mail_server: MailServer
) -> None:
    store_one()
    store_one()
    broken = sa.update(outbox).where(outbox.c.recipient == TEAM)
    with engine.begin() as connection:
        connection.execute(broken.values(recipient="a@[\r\nBcc: b@example.org"))
    sending().send_due()
    assert sorted(row["status"] for row in rows(engine)) == ["sent", "sent", "waiting", "waiting"]
    assert all("could not build email" in row["error"] for row in listing.list_mails(engine))
    with engine.begin() as connection:
        fixed = sa.update(outbox).where(outbox.c.status == "waiting")
        connection.execute(fixed.values(recipient=TEAM, due=0))
    sending().send_due()
    assert len(mail_server.received) == 4
    assert {(row["status"], row["error"]) for row in rows(engine)} == {("sent", "")}


def test_without_a_mail_server_mails_wait_and_none_is_lost(
    engine: Engine, mail_builder: MailBuilder, store_one: StoreOne
) -> None:
    store_one()
    idle = Outbox(engine, None, mail_builder)
    idle.start()
    idle.wake()
    idle.close()
    assert [(row["status"], row["attempts"]) for row in rows(engine)] == [("waiting", 0)] * 2


def test_a_running_outbox_sends_what_comes_and_what_was_there_before(
    store_one: StoreOne, mail_server: MailServer, sending: Sending
) -> None:
    store_one()
    worker = sending(pause=60)
    worker.start()
    assert len(mail_server.wait(2)) == 2
    store_one()
    worker.wake()
    assert len(mail_server.wait(4)) == 4
    worker.close()

"""A server that refuses us says nothing about those to whom we write."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from intake.mail import smtp_conversation, smtp_replies
from intake.mail.delivery import connection
from intake.mail.smtp_conversation import SmtpSender
from intake.mail.smtp_replies import AwayError
from intake.settings.server_addresses import MailFolder, Smtp
from intake.storage import listing
from tests.intake.conftest import TEAM, Sending, StoreOne
from tests.intake.storage_helpers import make_due
from tests.support.smtp import MailServer

ANA, BO = "ana@example.org", "bo@example.org"
# These tests are about the server, not about the database.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def attempts(engine: Engine) -> dict[str, tuple[str, int]]:
    """Return the status of each recipient's email, and how often it was attempted."""
    mails = listing.list_mails(engine, sent=True)
    return {mail["recipient"]: (mail["status"], mail["attempts"]) for mail in mails}


def errors(engine: Engine) -> set[str]:
    return {mail["error"] for mail in listing.list_mails(engine)}


REPLIES = [
    (550, "No such user", "address"),
    (550, "5.1.1 <a@example.org>: Recipient address rejected: unknown", "address"),
    (553, "Name not allowed", "address"),
    (556, "5.1.10 Recipient address has null MX", "address"),
    (550, "5.2.1 The account is disabled", "address"),
    (550, "5.7.1 <us@example.org>: Sender address rejected: not logged in", "us"),
    (550, "5.1.8 Sender's domain not found", "us"),
    (550, "5.7.1 Relay access denied", "us"),
    (554, "Transaction failed", "us"),
    (554, "5.7.1 Client host blocked", "us"),
    (530, "Authentication required", "us"),
    (552, "Quota exceeded", "us"),
    (550, "5.10.1 Of no meaning", "us"),
    (450, "4.2.0 Greylisted", "recipient"),
    (452, "Mailbox full", "recipient"),
    (-1, "", "recipient"),
]


@pytest.mark.parametrize(("code", "text", "about"), REPLIES)
def test_only_an_address_that_receives_nothing_is_given_up(
    database: str, code: int, text: str, about: str
) -> None:
    assert database
    assert smtp_replies.to_recipient(code, text) == about


@pytest.mark.parametrize(
    "reply", ["530 5.7.0 Authentication required", "550 Not you", "421 Too busy", "451 4.3.0 Later"]
)
def test_a_server_that_refuses_our_sender_is_away_and_no_mail_is_to_blame(
    engine: Engine, store_one: StoreOne, mail_server: MailServer, sending: Sending, reply: str
) -> None:
    store_one(sender_address=ANA)
    mail_server.to_sender = reply
    worker = sending()
    for _ in range(3):
        assert worker.send_due() == 0
    assert attempts(engine) == {TEAM: ("waiting", 0), ANA: ("waiting", 0)}
    assert errors(engine) == {f"{reply} (sender intake@example.org)"}
    mail_server.to_sender = ""
    assert worker.send_due() == 2


REFUSALS = [
    ("to_data", "552 Too large"),
    ("to_data", "554 5.6.0 Not liked"),
    ("to_data", "451 4.3.0 Later"),
    ("to_sender", "552 5.3.4 Too large"),
    ("to_data", "554 Odd\tsigns\x00 here"),
]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_mail_that_is_refused_as_a_whole_is_sent_once_that_is_mended(
    engine: Engine,
    store_one: StoreOne,
    mail_server: MailServer,
    sending: Sending,
    refusal: tuple[str, str],
) -> None:
    where, reply = refusal
    store_one(sender_address=ANA)
    setattr(mail_server, where, reply)
    worker = sending()
    assert worker.send_due() == 2
    assert attempts(engine) == {TEAM: ("waiting", 1), ANA: ("waiting", 1)}
    assert errors(engine) == {reply.replace("\t", " ").replace("\x00", "")}
    setattr(mail_server, where, "")
    make_due(engine)
    assert worker.send_due() == 2


def test_a_server_that_hangs_up_on_one_mail_gets_the_others(
    engine: Engine, store_one: StoreOne, mail_server: MailServer, sending: Sending
) -> None:
    for address in (ANA, BO):
        store_one(sender_address=address)
    mail_server.hangs_up_on = {ANA}
    sending().send_due()
    found = attempts(engine)
    assert found.pop(ANA) == ("waiting", 1)
    assert set(found.values()) == {("sent", 1)}
    assert len(mail_server.received) == 3


def test_a_server_that_hangs_up_on_every_mail_is_away(
    engine: Engine, store_one: StoreOne, mail_server: MailServer, sending: Sending
) -> None:
    for address in (ANA, BO):
        store_one(sender_address=address)
    mail_server.hangs_up_on = {ANA, BO, TEAM}
    worker = sending()
    worker.send_due()
    counted = [count for _, count in attempts(engine).values()]
    assert sum(counted) <= 2
    assert worker._next_try > time.monotonic()
    mail_server.hangs_up_on = set()
    make_due(engine)
    worker.send_due()
    assert len(mail_server.received) == 4


def test_a_server_that_says_421_to_a_recipient_is_asked_again_for_the_others(
    engine: Engine, store_one: StoreOne, mail_server: MailServer, sending: Sending
) -> None:
    for address in (ANA, BO):
        store_one(sender_address=address)
    mail_server.replies[ANA] = "421 4.7.0 Not now"
    sending().send_due()
    found = attempts(engine)
    assert found.pop(ANA) == ("waiting", 1)
    assert set(found.values()) == {("sent", 1)}


def account(mail_server: MailServer, password: str) -> Smtp:
    """Return the server's address with an account, which it demands from now on."""
    mail_server.stop()
    mail_server.password = "right"  # noqa: S105 - of a server for tests
    mail_server.start()
    return replace(mail_server.address, user="intake", password=password)


def test_a_wrong_password_is_our_problem_and_mails_go_out_with_the_right_one(
    engine: Engine, store_one: StoreOne, mail_server: MailServer, sending: Sending
) -> None:
    store_one(sender_address=ANA)
    for wrong, told in (("wrong", "535 5.7.8"), ("schlüssel", "ASCII")):
        assert sending(account(mail_server, wrong)).send_due() == 0
        assert all(told in error for error in errors(engine))
    assert sending(mail_server.address).send_due() == 0
    assert all("530" in error for error in errors(engine))
    assert attempts(engine) == {TEAM: ("waiting", 0), ANA: ("waiting", 0)}
    assert sending(account(mail_server, "right")).send_due() == 2


@pytest.mark.usefixtures("engine")
def test_a_password_is_told_to_no_server_without_tls_but_to_one_on_this_machine(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_conversation, "_is_loopback", lambda _server: False)
    with pytest.raises(AwayError, match="no TLS"), connection(account(mail_server, "right")):
        pass


@pytest.mark.usefixtures("engine")
def test_who_hangs_up_in_another_thread_ends_the_conversation(mail_server: MailServer) -> None:
    mail_server.seconds = 60
    with connection(mail_server.address) as server:
        assert isinstance(server, SmtpSender)
        threading.Timer(0.05, server.abort).start()
        server.name("intake@example.org", ANA)
        with pytest.raises(OSError, match="closed"):
            server._data(b"Subject: x\r\n\r\nx\r\n")


def test_a_folder_that_cannot_be_written_is_away(
    engine: Engine, store_one: StoreOne, sending: Sending, tmp_path: Path
) -> None:
    store_one(sender_address=ANA)
    file = tmp_path / "file"
    file.touch()
    assert sending(MailFolder(file / "mails")).send_due() == 0
    assert attempts(engine) == {TEAM: ("waiting", 0), ANA: ("waiting", 0)}
    folder = MailFolder(tmp_path / "mails")
    assert sending(folder).send_due() == 2
    assert len(list(folder.path.glob("*.eml"))) == 2


def test_whatever_goes_wrong_the_outbox_goes_on(
    store_one: StoreOne,
    mail_server: MailServer,
    sending: Sending,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("intake.mail.outbox._RECORDING_PAUSE", 0.01)
    store_one()
    worker = sending(pause=0.01)
    send, calls = worker.send_due, iter([ValueError("typed"), MemoryError(), KeyError("typed")])

    def send_due() -> int:
        for error in calls:
            raise error
        return send()

    monkeypatch.setattr(worker, "send_due", send_due)
    worker.start()
    assert len(mail_server.wait(2)) == 2
    worker.close()
    assert "typed" not in caplog.text
    assert caplog.text.count("outbox interrupted") == 3


def test_the_log_says_at_the_start_whether_the_server_takes_us(
    mail_server: MailServer, sending: Sending, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    for smtp in (mail_server.address, account(mail_server, "wrong")):
        worker = sending(smtp)
        worker.start()
        worker.close()
    logged = [record for record in caplog.records if record.name == "intake.outbox"]
    assert [record.getMessage() for record in logged] == [
        "mail server ready",
        "mail server unavailable",
    ]
    assert "SMTPAuthenticationError 535" in str(vars(logged[-1]))

"""The outbox: nothing is lost while the mail server is away, and nothing is sent by two."""

from __future__ import annotations

import threading
import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from intake import staff
from intake.outbox import Outbox
from intake.store import Store
from intake.tables import outbox
from tests.intake.conftest import TEAM, Keep
from tests.support.smtp import MailServer

SENDER = "intake@example.org"
HOUR = 3600


def sending(engine: Engine, server: MailServer, pause: float = 15) -> Outbox:
    return Outbox(engine, server.address, SENDER, pause)


def rows(engine: Engine) -> list[dict[str, Any]]:
    return staff.mails(engine, sent=True)


def make_due(engine: Engine) -> None:
    """Let the time pass for which mails wait."""
    with engine.begin() as connection:
        connection.execute(sa.update(outbox).values(due=0))


def test_mails_arrive_and_their_text_is_not_kept_any_longer(
    engine: Engine, keep: Keep, mail_server: MailServer
) -> None:
    for _ in range(3):
        keep()
    assert sending(engine, mail_server).send_due() == 6
    assert len(mail_server.received) == 6
    assert {(row["status"], row["body"], row["attempts"]) for row in rows(engine)} == {
        ("sent", "", 1)
    }
    assert sending(engine, mail_server).send_due() == 0


def test_waits_grow_from_a_minute_to_six_hours_while_the_server_is_away(
    engine: Engine, keep: Keep, mail_server: MailServer
) -> None:
    keep()
    mail_server.stop()
    away = sending(engine, mail_server)
    waits = []
    for attempt in range(1, 13):
        make_due(engine)
        before = int(time.time())
        assert away.send_due() == 2
        assert {(row["status"], row["attempts"]) for row in rows(engine)} == {("waiting", attempt)}
        assert all("refused" in row["error"] for row in rows(engine))
        waits.append(round((rows(engine)[0]["due"] - before) / 60))
        assert away.send_due() == 0
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert waits == sorted(waits)
    assert waits[-1] == 360


def test_after_three_weeks_a_mail_is_given_up_where_staff_see_it(
    engine: Engine, keep: Keep, mail_server: MailServer
) -> None:
    keep()
    mail_server.stop()
    with engine.begin() as connection:
        connection.execute(sa.update(outbox).values(attempts=99))
    sending(engine, mail_server).send_due()
    assert {row["status"] for row in staff.mails(engine)} == {"failed"}


def test_everything_goes_out_once_the_server_is_back(
    engine: Engine, keep: Keep, mail_server: MailServer
) -> None:
    keep()
    keep()
    mail_server.stop()
    sending(engine, mail_server).send_due()
    mail_server.start()
    make_due(engine)
    sending(engine, mail_server).send_due()
    assert len(mail_server.received) == 4
    assert {(row["status"], row["error"]) for row in rows(engine)} == {("sent", "")}


def test_a_mail_that_the_server_cannot_take_now_waits_and_the_others_go_out(
    engine: Engine, keep: Keep, mail_server: MailServer
) -> None:
    mail_server.replies["full@example.org"] = "452 4.2.2 Mailbox full"
    keep(email="full@example.org")
    keep(email="ana@example.org")
    sending(engine, mail_server).send_due()
    by_recipient = {row["recipient"]: row for row in rows(engine)}
    waiting = by_recipient.pop("full@example.org")
    assert {row["status"] for row in by_recipient.values()} == {"sent"}
    assert (waiting["status"], waiting["attempts"]) == ("waiting", 1)
    assert "Mailbox full" in waiting["error"]
    mail_server.replies.clear()
    make_due(engine)
    sending(engine, mail_server).send_due()
    assert len(mail_server.received) == 4


def test_a_mail_that_is_refused_for_good_has_failed_visibly_and_the_others_go_out(
    engine: Engine, keep: Keep, store: Store, mail_server: MailServer
) -> None:
    mail_server.replies["nobody@example.org"] = "550 5.1.1 No such user"
    keep(email="nobody@example.org")
    keep(email="ana@example.org")
    sending(engine, mail_server).send_due()
    (failed,) = staff.mails(engine)
    assert (failed["recipient"], failed["status"]) == ("nobody@example.org", "failed")
    assert "No such user" in failed["error"]
    assert store.counts()["mails_failed"] == 1
    make_due(engine)
    assert sending(engine, mail_server).send_due() == 0


def test_a_mail_that_cannot_be_written_does_not_keep_the_others_back(
    engine: Engine, keep: Keep, mail_server: MailServer
) -> None:
    keep()
    keep()
    broken = sa.update(outbox).where(outbox.c.recipient == TEAM)
    with engine.begin() as connection:
        connection.execute(broken.values(reply_to="a@[\r\nBcc: b@example.org"))
    sending(engine, mail_server).send_due()
    assert sorted(row["status"] for row in rows(engine)) == ["failed", "failed", "sent", "sent"]
    assert all("cannot be written" in row["error"] for row in staff.mails(engine))


def test_without_a_mail_server_mails_wait_and_none_is_lost(engine: Engine, keep: Keep) -> None:
    keep()
    idle = Outbox(engine, None, SENDER)
    idle.start()
    idle.wake()
    idle.close()
    assert {(row["status"], row["attempts"]) for row in rows(engine)} == {("waiting", 0)}
    assert all(row["body"] for row in rows(engine))


def test_several_processes_that_send_at_once_send_each_mail_once(
    engine: Engine, keep: Keep, mail_server: MailServer
) -> None:
    for number in range(60):
        keep(email=f"ana{number}@example.org")
    workers = [sending(engine, mail_server) for _ in range(4)]
    start = threading.Barrier(len(workers))

    def work(worker: Outbox) -> None:
        start.wait()
        while worker.send_due():
            pass

    threads = [threading.Thread(target=work, args=[worker]) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    ids = [mail["Message-ID"] for mail in mail_server.received]
    assert len(ids) == len(set(ids)) == 120


def test_a_mail_claimed_by_a_process_that_died_is_sent_by_another_after_a_while(
    engine: Engine, keep: Keep, mail_server: MailServer
) -> None:
    keep()
    died, next_one = sending(engine, mail_server), sending(engine, mail_server)
    before = time.time()
    assert len(died._claim()) == 2
    assert next_one.send_due() == 0
    assert all(row["due"] - before <= HOUR for row in rows(engine))
    make_due(engine)
    assert next_one.send_due() == 2
    assert len(mail_server.received) == 2


def test_a_running_outbox_sends_what_comes_and_what_was_there_before(
    engine: Engine, keep: Keep, mail_server: MailServer
) -> None:
    keep()
    worker = sending(engine, mail_server, pause=60)
    worker.start()
    assert len(mail_server.wait(2)) == 2
    keep()
    worker.wake()
    assert len(mail_server.wait(4)) == 4
    worker.close()

"""No email is sent by two processes that live, and none is forgotten by one that died."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from brochure.schema import Form
from intake.journey.form_version import FormVersion
from intake.mail import leases
from intake.mail.builder import MailBuilder, OutboxEntry
from intake.mail.leases import LEASE, Leases
from intake.mail.outbox import Outbox
from intake.storage import listing
from intake.storage.database import Unavailable, connect
from intake.storage.store import Store
from intake.storage.tables import outbox
from tests.intake.conftest import TEAM, MakeSubmission, Sending, StoreOne
from tests.intake.storage_helpers import store_submission
from tests.support import postgres
from tests.support.smtp import MailServer


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Return a function that lets so many seconds pass for leases."""
    clock = {"passed": 0.0}
    monkeypatch.setattr(leases, "time", _Clock(clock))

    def pass_(seconds: float) -> None:
        clock["passed"] += seconds

    return pass_


class _Clock:
    def __init__(self, clock: dict[str, float]) -> None:
        self._clock = clock

    def time(self) -> float:
        return time.time() + self._clock["passed"]


def statuses(engine: Engine) -> set[tuple[str, int]]:
    return {(row["status"], row["attempts"]) for row in listing.list_mails(engine, sent=True)}


def test_a_mail_that_a_process_is_sending_is_taken_by_no_other(
    engine: Engine, store_one: StoreOne
) -> None:
    store_one()
    one, other = Leases(engine), Leases(engine)
    assert len(one.take(20)) == 2
    assert other.take(20) == []
    assert not other.any_due()
    assert statuses(engine) == {("sending", 0)}


def test_a_lease_that_is_renewed_lasts_and_another_ends(
    engine: Engine, store_one: StoreOne, later: Callable[[float], None]
) -> None:
    store_one()
    one, other = Leases(engine), Leases(engine)
    first, second = one.take(2)
    for _ in range(3):
        later(LEASE * 0.7)
        one.renew()
        assert other.take(20) == []
    assert one.begin(first)
    later(LEASE + 1)
    assert not one.begin(second)
    assert len(other.take(20)) == 2
    one.renew()
    assert not one.begin(first)


def test_mails_of_a_process_that_was_killed_are_sent_by_another(
    engine: Engine,
    store_one: StoreOne,
    mail_server: MailServer,
    sending: Sending,
    later: Callable[[float], None],
) -> None:
    store_one()
    Leases(engine).take(20)
    assert sending().send_due() == 0
    later(LEASE + 1)
    assert sending().send_due() == 2
    assert len(mail_server.received) == 2


def test_what_a_process_reports_of_a_mail_that_it_no_longer_has_changes_nothing(
    engine: Engine, store_one: StoreOne, later: Callable[[float], None]
) -> None:
    store_one()
    one, other = Leases(engine), Leases(engine)
    mails = one.take(20)
    later(LEASE + 1)
    other.take(20)
    one.record(mails[0], status="waiting", due=0)
    one.release(mails[1:])
    assert statuses(engine) == {("sending", 0)}


@pytest.fixture
def leased(
    engine: Engine, store_one: StoreOne, monkeypatch: pytest.MonkeyPatch
) -> tuple[Leases, OutboxEntry]:
    """Return leases that are renewed often, and the first email of them."""
    monkeypatch.setattr(leases, "_RENEWAL", 0.02)
    store_one()
    one = Leases(engine)
    return one, one.take(20)[0]


def test_sending_is_cut_off_when_the_lease_of_the_mail_is_lost(
    engine: Engine, leased: tuple[Leases, OutboxEntry]
) -> None:
    (one, first), aborted = leased, threading.Event()
    with one.renewed(aborted.set):
        assert not aborted.wait(0.1)  # nothing is being sent yet
        assert one.begin(first)
        assert not aborted.wait(0.1)
        with engine.begin() as connection:  # as another process takes it
            connection.execute(sa.update(outbox).values(due=outbox.c.due + 1))
        assert aborted.wait(5)


def test_between_two_mails_nothing_is_cut_off(leased: tuple[Leases, OutboxEntry]) -> None:
    (one, first), aborted = leased, threading.Event()
    with one.renewed(aborted.set):
        assert one.begin(first)
        one.record(first, status="sent")
        assert not aborted.wait(0.1)


@contextmanager
def failing(engine: Engine, word: str) -> Iterator[list[str]]:
    """Let the database refuse statements with a word, as while it restarts."""
    refused: list[str] = []

    def refuse(_connection: Any, _cursor: Any, text: str, given: Any, *_more: Any) -> None:
        if word in f"{text} {given}":
            refused.append(text)
            raise sa.exc.OperationalError(text, None, OSError("gone"))

    sa.event.listen(engine, "before_cursor_execute", refuse)
    try:
        yield refused
    finally:
        sa.event.remove(engine, "before_cursor_execute", refuse)


def test_a_mail_that_could_not_be_recorded_as_sent_is_recorded_later_and_not_sent_again(
    engine: Engine, store_one: StoreOne, mail_server: MailServer, sending: Sending
) -> None:
    store_one()
    worker = sending()
    with failing(engine, "'sent'"):
        for _ in range(3):
            with pytest.raises(Unavailable):
                worker.send_due()
    assert len(mail_server.received) == 1
    worker.send_due()
    assert sending().send_due() == 0
    assert statuses(engine) == {("sent", 1)}
    assert len(mail_server.received) == 2


def test_leases_that_cannot_be_renewed_are_renewed_once_the_database_is_back(
    engine: Engine, leased: tuple[Leases, OutboxEntry]
) -> None:
    (one, first), aborted = leased, threading.Event()
    with one.renewed(aborted.set), failing(engine, "UPDATE outbox") as refused:
        assert one.begin(first)
        while len(refused) < 3:
            time.sleep(0.01)
    assert not aborted.is_set()
    assert one.begin(first)


@pytest.mark.slow
def test_processes_that_send_at_once_send_each_mail_once(
    store_one: StoreOne, mail_server: MailServer, sending: Sending
) -> None:
    for number in range(15):
        store_one(sender_address=f"ana{number}@example.org")
    workers = [sending() for _ in range(3)]
    start = threading.Barrier(len(workers))

    def work(worker: Outbox) -> None:
        start.wait()
        while worker.send_due():
            pass

    with ThreadPoolExecutor(len(workers)) as pool:
        list(pool.map(work, workers))
    ids = [mail["Message-ID"] for mail in mail_server.received]
    assert len(ids) == len(set(ids)) == 30


@pytest.fixture
def filled(submission: MakeSubmission, form: Form, version: FormVersion) -> Callable[[str], Store]:
    """Return a function: a database → a store in it, with three submissions."""

    def filled_store(url: str) -> Store:
        store = Store(connect(url), form, version, TEAM)
        for _ in range(3):
            store_submission(store, submission())
        return store

    return filled_store


@pytest.mark.soak
def test_a_database_that_restarts_between_the_servers_yes_and_our_commit_repeats_no_mail(
    programs: Path,
    mail_builder: MailBuilder,
    mail_server: MailServer,
    filled: Callable[[str], Store],
) -> None:
    with postgres.running(programs) as there:
        store = filled(there.create())
        mail_server.when_received = lambda: there.stop() if not mail_server.received[1:] else None
        worker = Outbox(store.engine, mail_server.address, mail_builder, pause=0.1)
        worker.start()
        mail_server.wait(1)
        time.sleep(1)
        there.start()
        mail_server.wait(6, 60)
        until = time.monotonic() + 60
        while statuses(store.engine) != {("sent", 1)}:
            assert time.monotonic() < until
            time.sleep(0.1)
        worker.close()
        store.close()
    ids = [mail["Message-ID"] for mail in mail_server.received]
    assert len(ids) == len(set(ids)) == 6


@pytest.mark.soak
def test_a_server_that_takes_longer_for_a_mail_than_a_lease_lasts_gets_it_once(
    engine: Engine,
    store_one: StoreOne,
    mail_server: MailServer,
    sending: Sending,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, seconds in (("LEASE", 3), ("_RENEWAL", 0.5), ("_MARGIN", 1)):
        monkeypatch.setattr(leases, name, seconds)
    store_one()
    mail_server.seconds = 6
    slow = threading.Thread(target=sending().send_due)
    slow.start()
    while slow.is_alive():
        assert sending().send_due() == 0 or not slow.is_alive()
        time.sleep(0.3)
    slow.join()
    assert len(mail_server.received) == 2
    assert statuses(engine) == {("sent", 1)}


def test_a_clock_that_was_set_back_holds_no_mail_back(
    engine: Engine,
    store_one: StoreOne,
    mail_server: MailServer,
    sending: Sending,
    later: Callable[[float], None],
) -> None:
    store_one()
    later(86_400)
    with engine.begin() as connection:  # it is to be tried again in an hour, by tomorrow's clock
        connection.execute(sa.update(outbox).values(due=int(time.time()) + 86_400 + 3600))
    assert sending().send_due() == 0
    later(-86_400)
    assert sending().send_due() == 2
    assert len(mail_server.received) == 2

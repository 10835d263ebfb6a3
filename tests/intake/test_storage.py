"""What was acknowledged is stored, once, with its emails: on SQLite and on PostgreSQL."""

from __future__ import annotations

import dataclasses
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from brochure.schema import Form
from brochure.site.site import Site
from intake.journey import references
from intake.journey.draft import Draft
from intake.journey.form_version import FormVersion
from intake.journey.submission import Submission
from intake.storage import listing
from intake.storage.database import connect
from intake.storage.store import Store
from intake.storage.submission_table import Receipt
from intake.storage.tables import outbox, submissions
from tests.intake.answers import different
from tests.intake.conftest import TEAM, MakeSubmission
from tests.intake.steps import complete, journey
from tests.intake.storage_helpers import (
    TIMEOUT,
    count,
    in_one_batch,
    resend,
    store_submission,
    submit,
)


@pytest.fixture
def second(database: str, form: Form, version: FormVersion) -> Iterator[Store]:
    """Yield a store as another process has it, on the same database."""
    opened = Store(connect(database), form, version, TEAM)
    yield opened
    opened.close()


def test_a_submission_is_stored_completely_and_its_receipt_found(
    store: Store, submission: MakeSubmission
) -> None:
    first = submission(text="Two lines\nof Łódź 💡 and مرحبا", line='O\'Hara; "DROP" \\ %s')
    receipt = store_submission(store, first)
    assert receipt == Receipt(first, new=True)
    assert store.submissions.receipt(receipt.id) == Receipt(first, new=False)
    (there,) = listing.list_submissions(store.engine)
    assert there.answers == first.answers
    assert (there.reference, there.language, there.status) == (first.reference, "en", "accepted")


def test_an_unknown_address_has_no_receipt(store: Store, submission: MakeSubmission) -> None:
    store_submission(store, submission())
    for name in ("", "x", "x" * 38, "\x00" * 38, "é" * 38, "'" + "x" * 37, "x" * 10_000):
        assert store.submissions.receipt(name) is None


def test_the_same_draft_sent_later_has_the_same_receipt(
    store: Store, submission: MakeSubmission
) -> None:
    sent = submission()
    first, second = store_submission(store, sent), store_submission(store, resend(sent))
    assert second == dataclasses.replace(first, new=False)
    assert (count(store, submissions), count(store, outbox)) == (1, 2)


def test_the_same_draft_sent_by_100_at_once_is_one_submission(
    store: Store, submission: MakeSubmission
) -> None:
    first = submission()
    start = threading.Barrier(100)

    def send(_: int) -> Receipt:
        start.wait()
        return store_submission(store, resend(first))

    with ThreadPoolExecutor(100) as senders:
        receipts = list(senders.map(send, range(100)))
    assert sum(receipt.new for receipt in receipts) == 1
    assert len({(receipt.reference, receipt.id) for receipt in receipts}) == 1
    assert (count(store, submissions), count(store, outbox)) == (1, 2)


def test_the_same_draft_in_one_batch_is_one_submission(
    store: Store, submission: MakeSubmission
) -> None:
    first, other = submission(), submission()
    batch = (first, resend(first), other, resend(first))
    receipts = [future.result(0) for future in in_one_batch(store, batch)]
    assert Counter(receipt.new for receipt in receipts) == {True: 2, False: 2}
    assert receipts[0].reference == receipts[1].reference == receipts[3].reference
    assert receipts[2].reference == other.reference
    assert (count(store, submissions), count(store, outbox)) == (2, 4)


def test_a_batch_of_hundreds_is_stored_completely_with_its_mails(
    store: Store, submission: MakeSubmission
) -> None:
    batch = [submission(sender_address=f"ana{number}@example.org") for number in range(300)]
    receipts = [future.result(0) for future in in_one_batch(store, [*batch, resend(batch[0])])]
    assert Counter(receipt.new for receipt in receipts) == {True: 300, False: 1}
    assert (count(store, submissions), count(store, outbox)) == (300, 600)


def test_two_processes_that_are_sent_the_same_drafts_store_them_once(
    store: Store, second: Store, submission: MakeSubmission
) -> None:
    all_ = [submission() for _ in range(40)]
    futures = [
        future
        for one, other in zip(all_, reversed(all_), strict=True)
        for future in (submit(store, resend(one)), submit(second, resend(other)))
    ]
    receipts = [future.result(TIMEOUT) for future in futures]
    assert sum(receipt.new for receipt in receipts) == 40
    assert len({receipt.reference for receipt in receipts}) == 40
    assert count(store, outbox) == len(all_) + 5  # team emails; the sender's limit


def test_equal_answers_from_two_drafts_are_two_submissions(
    store: Store, submission: MakeSubmission
) -> None:
    first = submission()
    other = dataclasses.replace(resend(first), draft="another-draft-of-22-le")
    assert store_submission(store, first).reference != store_submission(store, other).reference
    assert (count(store, submissions), count(store, outbox)) == (2, 4)


def test_submissions_with_one_reference_are_never_mixed_up(
    store: Store, submission: MakeSubmission
) -> None:
    first, third = submission(), submission()
    twin = dataclasses.replace(submission(), reference=first.reference)
    futures = in_one_batch(store, (first, twin, third))
    outcomes = [type(future.exception(0)) for future in futures]
    assert Counter(outcomes) == {type(None): 2, sa.exc.IntegrityError: 1}
    assert outcomes[2] is type(None)
    assert count(store, submissions) == 2
    refused = first if outcomes[0] is sa.exc.IntegrityError else twin
    assert store_submission(store, resend(refused)).new


def test_what_was_stored_is_logged_by_status(
    store: Store, submission: MakeSubmission, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "intake")
    first = submission()
    for batch in ([first, submission(), submission("honeypot")], [resend(first)]):
        in_one_batch(store, batch)
    assert {record.getMessage() for record in caplog.records} == {"stored submission"}
    assert Counter(vars(record)["status"] for record in caplog.records) == {
        "accepted": 2,
        "held": 1,
    }


def test_a_sender_who_gave_up_does_not_stop_the_others(
    store: Store, submission: MakeSubmission
) -> None:
    for _ in range(50):
        submit(store, submission()).cancel()
    assert store_submission(store, submission()).new


def test_references_and_receipt_addresses_cannot_be_guessed(submission: MakeSubmission) -> None:
    many = [submission() for _ in range(1000)]
    assert len({made.id[16:] for made in many} | {made.reference for made in many}) == 2000
    assert {len(made.id) for made in many} == {38}
    assert all(references.parse(made.reference) == made.reference for made in many)


def test_a_process_that_ends_does_not_wait_for_its_writer(store: Store) -> None:
    writers = [thread for thread in threading.enumerate() if thread.name == "writer"]
    assert store._writer._thread in writers
    assert all(writer.daemon for writer in writers)


def test_a_store_that_is_closed_has_stored_what_was_waiting(
    engine: Engine, form: Form, version: FormVersion, submission: MakeSubmission
) -> None:
    closing = Store(engine, form, version, TEAM)
    futures = [submit(closing, submission()) for _ in range(500)]
    closing.close()
    assert all(future.done() for future in futures)
    assert count(closing, submissions) == 500


def test_nobody_gets_a_receipt_before_the_commit(store: Store, submission: MakeSubmission) -> None:
    stored: list[bool] = []
    sa.event.listen(store.engine, "commit", lambda _: stored.append(future.done()))
    future = submit(store, submission())
    assert future.result(TIMEOUT).new
    assert stored == [False]


def test_nobody_gets_a_receipt_if_the_commit_fails(
    store: Store, submission: MakeSubmission
) -> None:
    attempts = []

    def fail(connection: object) -> None:
        attempts.append(connection)
        raise OSError("the disk is gone")

    sa.event.listen(store.engine, "commit", fail)
    futures = in_one_batch(store, (submission(), submission()))
    assert [type(future.exception(0)) for future in futures] == [OSError, OSError]
    assert len(attempts) == 1  # one by one they would only wait longer
    sa.event.remove(store.engine, "commit", fail)
    assert (count(store, submissions), count(store, outbox)) == (0, 0)
    assert store_submission(store, submission()).new


def test_two_processes_that_change_one_draft_lose_no_change(store: Store, second: Store) -> None:
    draft = Draft("en")
    store.drafts.begin(draft).result(TIMEOUT)

    def add(name: str, found: Draft) -> tuple[Draft, None]:
        return dataclasses.replace(found, answers=found.answers | {name: ("x",)}), None

    futures = [
        each.drafts.change(draft.id, partial(add, f"{number}-{index}"))
        for number in range(40)
        for index, each in enumerate((store, second))
    ]
    for future in futures:
        assert future.result(TIMEOUT)
    changed = store.drafts.find(draft.id)
    assert isinstance(changed, Draft)
    assert len(changed.answers) == changed.revision == 80


def test_a_draft_that_is_sent_while_it_is_changed_is_stored_once_and_whole(
    store: Store, site: Site
) -> None:
    way = journey(site)
    draft = complete(way, different(site))
    store.drafts.begin(draft).result(TIMEOUT)

    def decide(found: Draft) -> Submission:
        return Submission(way.to_send(found), "en", draft=found.id)

    sent: list[Future[Any]] = [store.submissions.send(draft.id, decide) for _ in range(5)]
    changed: list[Future[Any]] = [
        store.drafts.change(draft.id, lambda found: (found, None)) for _ in range(5)
    ]
    outcomes = [future.result(TIMEOUT) for future in (*sent, *changed)]
    receipts = {each.reference for each in outcomes if isinstance(each, Receipt)}
    assert len(receipts) == 1
    assert count(store, submissions) == 1
    assert listing.figures(store.engine).drafts == 0


def test_two_processes_that_change_and_send_the_same_drafts_fail_nobody(
    store: Store, second: Store, site: Site
) -> None:
    way = journey(site)
    drafts = [complete(way, different(site)) for _ in range(20)]
    for begun in [store.drafts.begin(draft) for draft in drafts]:
        begun.result(TIMEOUT)

    def decide(found: Draft) -> Submission:
        return Submission(way.to_send(found), "en", draft=found.id)

    def touch(found: Draft) -> tuple[Draft, None]:
        return dataclasses.replace(found, honeypot=not found.honeypot), None

    waiting: list[Future[Any]] = []
    for draft, other in zip(drafts, reversed(drafts), strict=True):
        waiting += [store.drafts.change(draft.id, touch), second.drafts.change(other.id, touch)]
        waiting.append(store.submissions.send(draft.id, decide))
        waiting.append(second.submissions.send(other.id, decide))
    assert all(future.exception(TIMEOUT) is None for future in waiting)
    assert count(store, submissions) == len(drafts)

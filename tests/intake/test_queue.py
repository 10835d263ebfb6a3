"""Mails are queued with their submission, unless staff should look first; both go together."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import sqlalchemy as sa

from brochure.schema import Form
from brochure.site.site import Site
from intake.desk import cases, erasure
from intake.journey.form_version import FormVersion
from intake.journey.submission import Submission
from intake.storage import listing
from intake.storage.database import connect
from intake.storage.store import Store
from intake.storage.tables import outbox, submissions
from tests.intake.answers import SENDER, answers, good
from tests.intake.conftest import TEAM, MakeSubmission
from tests.intake.storage_helpers import count, in_one_batch, recipients, store_submission


def test_a_submission_queues_a_mail_to_the_team_and_one_to_the_sender(
    store: Store, submission: MakeSubmission
) -> None:
    store_submission(store, submission(sender_address="ana@example.org"))
    assert recipients(store) == ["ana@example.org", TEAM]


def waiting(store: Store) -> tuple[int, int]:
    """Return how many submissions wait for staff, and how many emails to be sent."""
    figures = listing.figures(store.engine)
    return figures.held, figures.mails["waiting"]


def test_a_held_submission_sends_no_mail_until_it_is_released(
    store: Store, submission: MakeSubmission
) -> None:
    queued = submission("honeypot")
    receipt = store_submission(store, queued)
    assert receipt.reference == queued.reference
    assert waiting(store) == (1, 0)
    assert recipients(store) == []
    for _ in range(2):  # two of the staff may do it
        cases.accept(store, queued.reference).result()
        assert recipients(store) == sorted([SENDER, TEAM])
    assert waiting(store) == (0, 2)
    (there,) = listing.list_submissions(store.engine)
    assert (there.status, there.reason) == ("accepted", "")


def test_nobody_gets_more_acknowledgements_a_day_than_the_limit(
    store: Store, submission: MakeSubmission
) -> None:
    for number in range(8):
        store_submission(
            store, submission(sender_address="ana@EXAMPLE.org" if number % 2 else "Ana@example.org")
        )
    store_submission(store, submission(sender_address="other@example.org"))
    names = [recipient.lower() for recipient in recipients(store)]
    assert [names.count(n) for n in ("ana@example.org", "other@example.org", TEAM)] == [5, 1, 9]


def test_the_limit_counts_the_last_day_only(store: Store, submission: MakeSubmission) -> None:
    for _ in range(5):
        store_submission(store, submission())
    for seconds, more in ((86_390, 0), (86_410, 1)):
        with store.engine.begin() as connection:
            connection.execute(sa.update(outbox).values(created=int(time.time()) - seconds))
        before = len(recipients(store))
        store_submission(store, submission())
        assert len(recipients(store)) - before == 1 + more  # the team's email goes out always


def test_mails_to_the_team_do_not_count_against_a_sender_with_its_address(
    store: Store, submission: MakeSubmission
) -> None:
    for _ in range(6):
        store_submission(store, submission())
    store_submission(store, submission(sender_address=TEAM))
    assert recipients(store).count(TEAM) == 7 + 1


def test_the_limit_also_holds_within_one_batch(store: Store, submission: MakeSubmission) -> None:
    in_one_batch(store, [submission() for _ in range(9)])
    assert recipients(store).count(TEAM) == 9
    assert len(recipients(store)) == 9 + 5


def test_each_sender_in_a_batch_has_a_limit(store: Store, submission: MakeSubmission) -> None:
    senders = ["ana@example.org", "bo@example.org"]
    for number in (4, 2):
        in_one_batch(store, [submission(sender_address=s) for s in senders for _ in range(number)])
    assert [recipients(store).count(sender) for sender in senders] == [5, 5]


def delete(store: Store, one: Submission) -> bool:
    with store.engine.begin() as connection:
        return erasure.erase(connection, "case", one.reference)


def test_deleting_a_submission_deletes_its_mails(store: Store, submission: MakeSubmission) -> None:
    gone, stays = submission(), submission()
    store_submission(store, gone)
    store_submission(store, stays)
    assert delete(store, gone)
    assert not delete(store, gone)
    assert [each.reference for each in listing.list_submissions(store.engine)] == [stays.reference]
    assert {mail["reference"] for mail in listing.list_mails(store.engine)} == {stays.reference}
    assert store.submissions.receipt(gone.id) is None


def test_purging_deletes_what_is_old_with_its_mails(
    store: Store, submission: MakeSubmission, form: Form
) -> None:
    days = {10: submission(), 31: submission(), 400: submission()}
    for age, queued in days.items():
        store_submission(
            store, dataclasses.replace(queued, received=queued.received - age * 86_400)
        )
    with store.engine.begin() as connection:
        assert erasure.purge(connection, form, None, 30) == 2
    assert [each.reference for each in listing.list_submissions(store.engine)] == [
        days[10].reference
    ]
    assert count(store, outbox) == 2


def test_what_staff_delete_is_no_longer_in_the_file(
    sqlite: str, tmp_path: Path, site: Site, form: Form, version: FormVersion
) -> None:
    store = Store(connect(sqlite), form, version, TEAM)
    queued = Submission(answers(site, good(site, text="Unmistakable " * 200)), "en")
    store_submission(store, queued)
    file = tmp_path / "intake.db"
    assert b"Unmistakable" in file.read_bytes()
    assert delete(store, queued)
    assert b"Unmistakable" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    store.close()


def test_one_bad_submission_does_not_fail_the_others_of_its_batch(
    store: Store, submission: MakeSubmission
) -> None:
    bad = Submission({"x": (b"\xff",)}, "en", draft="x")  # type: ignore[dict-item]
    futures = in_one_batch(store, (submission(), bad, submission()))
    assert [future.exception(0) is None for future in futures] == [True, False, True]
    assert count(store, submissions) == 2

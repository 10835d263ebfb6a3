"""What staff do on the command line: list, show, accept, delete, purge, look at emails."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from brochure.schema import Form
from brochure.site import form_answers
from brochure.site.form_answers import Answers
from brochure.site.site import Site
from intake.desk import cases
from intake.desk.cases import CaseUpdate
from intake.journey.draft import Draft
from intake.journey.submission import Submission
from intake.storage import listing
from intake.storage.case_table import HELD, SPAM
from intake.storage.database import connect
from intake.storage.store import Store
from intake.storage.tables import outbox
from tests.intake import serving
from tests.intake.answers import different, field_id
from tests.intake.conftest import TEAM, MakeSubmission, Run, StoreOne
from tests.intake.steps import complete, journey
from tests.intake.storage_helpers import store_submission

UNKNOWN = "2222-2222-2"
# For tests that do not depend on the database.
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_list_shows_one_line_per_submission_and_the_oldest_first(
    run: Run, store_one: StoreOne
) -> None:
    new, old = (
        store_one(institution="Ministério"),
        store_one("honeypot", days=3, institution="Ville"),
    )
    code, output, _ = run("list")
    assert (code, [line[:11] for line in output.splitlines()]) == (
        0,
        [old.reference, new.reference],
    )
    assert output.splitlines()[0].endswith("fr  held (honeypot)  Ville")
    assert run("list", "--status", "held")[1].splitlines() == output.splitlines()[:1]


def test_list_knows_the_states_of_the_desk_and_no_others(
    run: Run, store_one: StoreOne, store: Store, site: Site
) -> None:
    plain, held, spam = store_one(), store_one("honeypot"), store_one()
    assert site.content.desk
    last = site.content.desk.states[-1].id
    for one, state in ((plain, last), (spam, SPAM)):
        cases.handle(store, one.reference, 0, None, CaseUpdate(state, "")).result()
    found = {
        status: [line[:11] for line in run("list", "--status", status)[1].splitlines()]
        for status in ("accepted", last, HELD, SPAM)
    }
    expected = ([plain], [plain], [held], [spam])
    assert list(found.values()) == [[one.reference for one in some] for some in expected]
    assert f"  {last}  " in run("list")[1]
    assert run("show", spam.reference)[1].splitlines()[0].split()[-1] == SPAM
    code, _, error = run("list", "--status", "unknown")
    assert (code, f"expected one of accepted, {site.content.desk.states[0].id}," in error) == (
        1,
        True,
    )


@on_sqlite
def test_what_people_typed_moves_no_cursor_and_turns_no_line_round(
    run: Run, store: Store, submission: MakeSubmission, site: Site
) -> None:
    odd = "\x1b[31mred\x1b[0m\x9b2J \u202egnp.exe\u2066 \x07Évora"
    made = submission()
    # As an earlier version may have kept it, past what cleans it.
    answers: Answers = {name: (odd,) for name in made.answers}  # noqa: C420 - of any length
    answers[field_id(site, "text")] = (f"{odd}\nB\tC",)
    store_submission(store, dataclasses.replace(made, answers=answers))
    for command in (("list",), ("show", made.reference)):
        output = run(*command)[1]
        assert "\\x1b[31mred\\x1b[0m\\x9b2J \\u202egnp.exe\\u2066 \\x07Évora" in output
        assert not set("\x07\x1b\x9b\u202e\u2066") & set(output)
    assert "\n    B\tC\n" in output


@on_sqlite
def test_show_shows_every_question_with_its_answer_in_the_teams_language(
    run: Run, store_one: StoreOne, form: Form, site: Site
) -> None:
    stored = store_one(text="First line\nsecond line")
    code, output, _ = run("show", stored.reference.lower().replace("-", " "))
    assert code == 0
    assert output.startswith(stored.reference)
    for field in form_answers.asked(form, stored.answers):
        assert field.label[site.tags[0]] in output
        assert f"[{field.label['fr']}]" in output  # as it was put
    assert "    First line\n    second line\n" in output


def test_a_held_submission_is_accepted_also_by_the_commands_former_name_and_its_mails_queued(
    run: Run, store_one: StoreOne, store: Store
) -> None:
    stored = store_one("too fast")
    assert run("outbox") == (0, "", "")
    code, output, _ = run("release", stored.reference)
    assert (code, output.split()[0]) == (0, stored.reference)
    lines = run("outbox")[1].splitlines()
    assert [line.split()[:3] for line in lines] == [
        [stored.reference, kind, "waiting"] for kind in ("acknowledgement", "team")
    ]
    assert listing.figures(store.engine).held == 0
    assert run("accept", stored.reference) == (1, "", f"{stored.reference} is not held.\n")


def test_delete_deletes_one_submission_with_its_mails(run: Run, store_one: StoreOne) -> None:
    gone, stays = store_one(), store_one()
    assert run("delete", gone.reference) == (0, f"{gone.reference} deleted.\n", "")
    assert gone.reference not in run("list")[1] + run("outbox", "--all")[1]
    assert stays.reference in run("list")[1]


@on_sqlite
@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("command", ["show", "accept", "delete"])
def test_a_misheard_reference_is_distinguished_from_an_unknown_one(run: Run, command: str) -> None:
    assert run(command, UNKNOWN) == (1, "", f"Submission {UNKNOWN} not found.\n")
    code, _, error = run(command, "2222-2222-W")
    assert (code, "misheard" in error) == (2, True)


def test_purge_deletes_what_is_older_than_the_form_or_the_command_says(
    run: Run, store_one: StoreOne, form: Form
) -> None:
    new, month, _ = store_one(), store_one(days=40), store_one(days=form.retention_days + 1)
    drafts = f"Deleted drafts that nobody has changed for {form.draft_days} days: 0.\n"
    assert run("purge")[1].endswith(f": 1.\n{drafts}")
    assert run("purge", "--older-than", "30")[1] == (
        "Deleted submissions whose time was over: 1.\n" + drafts
    )
    assert month.reference not in run("list")[1]
    assert new.reference in run("list")[1]
    for wrong in ("0", "-1", "x", "²"):
        assert run("purge", "--older-than", wrong)[0] == 2


def test_outbox_shows_why_a_mail_waits_or_failed_and_with_all_also_the_sent(
    run: Run, store_one: StoreOne, store: Store
) -> None:
    stored = store_one()
    change = sa.update(outbox).where(outbox.c.kind == "team")
    with store.engine.begin() as connection:
        connection.execute(change.values(attempts=2, due=1_800_000_000, error="451 Later"))
    line = run("outbox")[1].splitlines()[-1]
    expected = (
        f"{stored.reference}  team  waiting  {TEAM}  next attempt 2027-01-15 08:00  451 Later"
    )
    assert line == expected
    with store.engine.begin() as connection:
        connection.execute(change.values(status="sent", error=""))
    assert "team" not in run("outbox")[1]
    assert f"{stored.reference}  team  sent  {TEAM}\n" in run("outbox", "--all")[1]


@pytest.mark.parametrize("database", ["sqlite:////proc/nowhere/x.db", "postgresql://h:1/x?host=/x"])
def test_a_database_that_cannot_be_used_is_reported_without_its_password(
    run: Run, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    monkeypatch.setenv("INTAKE_DATABASE", database.replace("//h", "//me:hush@h"))
    code, output, error = run("list")
    assert (code, output) == (1, "")
    assert error.startswith("INTAKE_DATABASE: ")
    assert "hush" not in error


def test_a_database_that_someone_altered_is_reported_before_anything_is_received(
    run: Run, engine: Engine
) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE outbox DROP COLUMN attempts"))
        connection.execute(sa.text("ALTER TABLE outbox ADD COLUMN body TEXT"))
    code, output, error = run("list")
    assert (code, output) == (1, "")
    assert error.startswith('INTAKE_DATABASE: table "outbox" was altered: ')
    assert "attempts, body. Restore" in error


@pytest.mark.soak
def test_python_m_intake_is_the_command(project: Path, sqlite: str) -> None:
    connect(sqlite).dispose()

    def ran(**given: str) -> subprocess.CompletedProcess[str]:
        command = (sys.executable, "-m", "intake", "list")
        environment = serving.process_environment(serving.environment(project, sqlite, **given))
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    good, bad = ran(), ran(proxies="x", team="x")
    assert (good.returncode, good.stdout, good.stderr) == (0, "", "")
    assert (bad.returncode, bad.stdout, bad.stderr.count("\n")) == (1, "", 2)


# ── Drafts ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def draft(store: Store, site: Site) -> Draft:
    """Return a draft in French that can be sent."""
    made = complete(journey(site), different(site, institution="Ministério"), "fr")
    store.drafts.begin(made).result(30)
    return made


def test_drafts_are_listed_and_shown_with_what_was_answered(
    run: Run, draft: Draft, store: Store, form: Form
) -> None:
    store.drafts.begin(Draft("en")).result(30)
    lines = run("list", "--drafts")[1].splitlines()
    assert len(lines) == 2
    (line,) = (line for line in lines if line.startswith(draft.id))
    steps = len(form.steps)
    assert line.endswith(f"fr  {steps} of {steps} steps  Ministério")
    code, shown, _ = run("show", draft.id)
    assert code == 0
    assert "Ministério" in shown
    assert run("list") == (0, "", "")


def test_a_draft_is_deleted_by_its_name_and_an_unknown_one_is_said_to_be_so(
    run: Run, draft: Draft
) -> None:
    assert run("delete", draft.id) == (0, f"{draft.id} deleted.\n", "")
    for command in ("delete", "show"):
        assert run(command, draft.id) == (1, "", f"Draft {draft.id} not found.\n")


def test_no_command_takes_the_name_of_a_draft_for_an_option() -> None:
    assert not any(Draft("en").id.startswith("-") for _ in range(1000))


def test_drafts_are_exported_apart_from_submissions(
    run: Run, draft: Draft, store_one: StoreOne
) -> None:
    store_one()
    (record,) = json.loads(run("export", "--drafts", "--format", "json")[1])
    assert (record["draft"], record["language"]) == (draft.id, "fr")
    assert run("export", "--drafts")[1].count(draft.id) == 1


def test_purge_deletes_drafts_whose_time_is_over(run: Run, store: Store, form: Form) -> None:
    store.drafts.begin(dataclasses.replace(Draft("en"), changed=0)).result(30)
    days = form.draft_days
    told = f"Deleted drafts that nobody has changed for {days} days: 1.\n"
    assert run("purge")[1].endswith(told)
    assert listing.figures(store.engine).drafts == 0


def test_mails_are_tried_again_when_staff_say_so(
    run: Run, store_one: StoreOne, engine: Engine
) -> None:
    one, other = store_one(), store_one()
    for submission, status in ((one, "failed"), (other, "waiting")):
        of_it = sa.update(outbox).where(outbox.c.submission == submission.id)
        with engine.begin() as connection:
            connection.execute(of_it.values(status=status, due=2_000_000_000))
            team = of_it.where(outbox.c.kind == "team")
            connection.execute(team.values(status="sending"))

    def due(submission: Submission) -> list[tuple[str, bool]]:
        mails = listing.list_mails(engine)
        of_it = [mail for mail in mails if mail["reference"] == submission.reference]
        return sorted((mail["status"], mail["due"] == 0) for mail in of_it)

    told = "Emails to be tried again as soon as possible: 1.\n"
    assert run("outbox", "--retry") == (0, told, "")
    assert due(one) == [("failed", False), ("sending", False)]
    assert due(other) == [("sending", False), ("waiting", True)]
    assert run("outbox", "--retry", one.reference) == (0, told, "")
    assert due(one) == [("sending", False), ("waiting", True)]


@on_sqlite
def test_who_has_seen_enough_of_a_list_gets_no_error(
    run: Run, store_one: StoreOne, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_one()
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed, monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", closed)
        code, _, error = run("list")
    assert (code, error) == (0, "")

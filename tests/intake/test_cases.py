"""Cases: what staff change is written down, and nobody overwrites what they have not seen."""

from __future__ import annotations

import dataclasses
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from brochure.schema import Form
from brochure.site.site import Site
from intake.desk import cases
from intake.desk.cases import CaseUpdate, Conflict
from intake.journey.form_version import FormVersion
from intake.journey.submission import Submission
from intake.storage import case_table, history
from intake.storage.case_table import HELD, SPAM, Case
from intake.storage.database import connect
from intake.storage.store import Store
from intake.storage.tables import cases as table
from intake.storage.tables import submissions
from tests.intake.answers import SENDER, field_id
from tests.intake.conftest import TEAM, MakeSubmission
from tests.intake.desk_helpers import case_of
from tests.intake.signing import ANA, RUI, add
from tests.intake.storage_helpers import TIMEOUT, recipients, store_submission

FIRST, NEXT = "received", "decided"


@pytest.fixture
def store(engine: Engine, form: Form, version: FormVersion) -> Store:
    """Return a store whose cases begin in a state."""
    return Store(engine, form, version, TEAM, first=FIRST)


def told(store: Store, reference: str) -> list[tuple[str, str | None, str, str]]:
    """Return what happened to a case, in its order."""
    with store.engine.connect() as connection:
        events = history.of_case(connection, reference)
    return [(one.kind, one.actor, one.detail, one.body) for one in reversed(events)]


def sought(store: Store, reference: str) -> str:
    """Return what a search looks through."""
    query = sa.select(table.c.sought).where(table.c.reference == reference)
    with store.engine.connect() as connection:
        return str(connection.execute(query).scalar_one())


def changed(store: Store, case: Case, wanted: CaseUpdate, actor: str | None = None) -> Case:
    """Change a case, and return it as it is then."""
    done = cases.handle(store, case.reference, case.revision, actor, wanted).result(TIMEOUT)
    assert isinstance(done, Case)
    return done


def test_a_new_case_has_what_lists_show_and_search(
    store: Store, submission: MakeSubmission, site: Site
) -> None:
    areas = [area.id for area in site.content.areas][:2]
    sent = submission(institution="Ministério “X”", person="Łucja Ávila", country="CV", areas=areas)
    store_submission(store, sent)
    case = case_of(store, sent.reference)
    assert (case.submission, case.state, case.assigned) == (sent.id, FIRST, None)
    assert (case.institution, case.country) == ("Ministério “X”", "CV")
    assert case.areas == tuple(areas)
    assert case.received == case.touched == sent.received
    words = (sent.reference.lower(), "ministerio “x”", "lucja avila", SENDER)
    assert sought(store, sent.reference) == "\n".join(words)


def test_cases_of_before_there_were_any_are_completed_when_the_service_starts(
    store: Store, submission: MakeSubmission, form: Form, version: FormVersion
) -> None:
    plain, held, gone = submission(institution="Évora"), submission("honeypot"), submission()
    for one in (plain, held, gone):
        store_submission(store, one)
    with store.engine.begin() as connection:
        as_migrated = dict.fromkeys(("institution", "country", "areas", "sought"), "")
        connection.execute(sa.update(table).values(as_migrated))
        not_held = sa.update(table).where(table.c.state != HELD)
        connection.execute(not_held.values(state=""))
        case_table.erase_submissions(connection, submissions.c.id == gone.id)
    Store(store.engine, form, version, TEAM, first=FIRST)
    assert case_of(store, plain.reference).institution == "Évora"
    assert "evora" in sought(store, plain.reference)
    assert [case_of(store, one.reference).state for one in (plain, held)] == [FIRST, HELD]
    assert sought(store, held.reference)
    assert not sought(store, gone.reference)


def test_a_form_that_asks_for_no_person_country_or_areas_has_cases_all_the_same(
    engine: Engine, form: Form, version: FormVersion, submission: MakeSubmission
) -> None:
    steps = tuple(
        step.model_copy(
            update={
                "fields": tuple(
                    field.model_copy(update={"role": None})
                    if field.role in {"person", "country", "areas"}
                    else field
                    for field in step.fields
                )
            }
        )
        for step in form.steps
    )
    store = Store(engine, form.model_copy(update={"steps": steps}), version, TEAM)
    sent = submission(institution="Évora")
    store_submission(store, sent)
    case = case_of(store, sent.reference)
    assert (case.institution, case.country, case.areas) == ("Évora", "", ())


def test_moving_assigning_and_noting_are_written_down(
    store: Store, submission: MakeSubmission
) -> None:
    ana, rui = (add(store.engine, address, "handle").id for address in (ANA, RUI))
    sent = dataclasses.replace(submission(), received=int(time.time()) - 1000)
    store_submission(store, sent)
    case = changed(store, case_of(store, sent.reference), CaseUpdate(NEXT, rui, "Called back"), ana)
    assert (case.state, case.assigned, case.revision) == (NEXT, rui, 1)
    assert case.touched > sent.received
    case = changed(store, case, CaseUpdate(NEXT, ""), rui)
    assert (case.assigned, case.revision) == (None, 2)
    assert told(store, sent.reference) == [
        ("moved", ana, f"{FIRST}>{NEXT}", ""),
        ("assigned", ana, rui, ""),
        ("noted", ana, "", "Called back"),
        ("assigned", rui, "", ""),
    ]


def test_who_has_not_seen_a_change_changes_nothing(
    store: Store, submission: MakeSubmission
) -> None:
    ana = add(store.engine, role="handle").id
    sent = submission()
    store_submission(store, sent)
    before = case_of(store, sent.reference)
    after = changed(store, before, CaseUpdate(NEXT, ana), ana)
    late = cases.handle(store, sent.reference, before.revision, None, CaseUpdate(SPAM, "", "Late"))
    assert late.result(TIMEOUT) == Conflict(after)
    assert case_of(store, sent.reference) == after
    assert [kind for kind, *_ in told(store, sent.reference)] == ["moved", "assigned"]
    unknown = cases.handle(store, "2222-2222-2", 0, None, CaseUpdate(NEXT, ""))
    assert unknown.result(TIMEOUT) is None


def test_of_several_processes_one_alone_changes_what_all_have_seen(
    store: Store, database: str, form: Form, version: FormVersion, submission: MakeSubmission
) -> None:
    sent = submission()
    store_submission(store, sent)
    others = [Store(connect(database), form, version, TEAM, first=FIRST) for _ in range(3)]

    def note(number: int) -> Case | Conflict | None:
        wanted = CaseUpdate(FIRST, "", f"By {number}")
        return cases.handle(others[number], sent.reference, 0, None, wanted).result(TIMEOUT)

    with ThreadPoolExecutor(len(others)) as threads:
        results = list(threads.map(note, range(len(others))))
    for other in others:
        other.close()
    assert [isinstance(result, Case) for result in results].count(True) == 1
    assert len(told(store, sent.reference)) == 1
    assert case_of(store, sent.reference).revision == 1


def test_mails_are_queued_when_a_case_goes_on_that_was_held_and_only_once(
    store: Store, submission: MakeSubmission
) -> None:
    sent = submission("honeypot")
    store_submission(store, sent)
    case = changed(store, case_of(store, sent.reference), CaseUpdate(SPAM, ""))
    assert recipients(store) == []
    for state in (FIRST, SPAM, NEXT):
        case = changed(store, case, CaseUpdate(state, ""))
        assert recipients(store) == sorted([SENDER, TEAM])
    query = sa.select(submissions.c.reason).where(submissions.c.id == sent.id)
    with store.engine.connect() as connection:
        assert connection.execute(query).scalar_one() == ""  # its receipt says nothing of it


def test_what_was_taken_for_spam_by_mistake_gets_no_second_mail(
    store: Store, submission: MakeSubmission
) -> None:
    sent = submission()
    store_submission(store, sent)
    case = changed(store, case_of(store, sent.reference), CaseUpdate(SPAM, ""))
    changed(store, case, CaseUpdate(FIRST, ""))
    assert recipients(store) == sorted([SENDER, TEAM])


def test_the_looks_of_a_day_are_one(store: Store, submission: MakeSubmission) -> None:
    ana, rui = (add(store.engine, address).id for address in (ANA, RUI))
    sent = submission()
    store_submission(store, sent)
    for member in (ana, ana, rui, ana):
        cases.look(store, sent.reference, member).result(TIMEOUT)
    assert [line[:2] for line in told(store, sent.reference)] == [("looked", ana), ("looked", rui)]
    case = case_of(store, sent.reference)
    assert (case.revision, case.touched) == (0, sent.received)  # nobody has done anything


def test_what_is_erased_leaves_a_case_and_a_history_in_which_nobody_is_named(
    store: Store, submission: MakeSubmission, site: Site
) -> None:
    ana = add(store.engine, role="handle").id
    sent = submission(institution="Évora", country="CV")
    store_submission(store, sent)
    changed(store, case_of(store, sent.reference), CaseUpdate(NEXT, ana), ana)
    with store.engine.begin() as connection:
        case_table.erase_submissions(connection, submissions.c.id == sent.id)
    case = case_of(store, sent.reference)
    assert (case.submission, case.institution, case.assigned) == (None, "", None)
    assert (case.state, case.country) == (NEXT, sent.answers[field_id(site, "country")][0])
    assert told(store, sent.reference)[0] == ("moved", ana, f"{FIRST}>{NEXT}", "")
    changed(store, case, CaseUpdate(HELD, ""))
    changed(
        store, case_of(store, sent.reference), CaseUpdate(NEXT, "")
    )  # there is nobody to write to
    assert recipients(store) == []


def test_releasing_is_written_down_without_a_name(store: Store, submission: MakeSubmission) -> None:
    sent: Submission = submission("honeypot")
    store_submission(store, sent)
    for _ in range(2):
        cases.accept(store, sent.reference).result(TIMEOUT)
    assert told(store, sent.reference) == [("moved", None, f"{HELD}>{FIRST}", "")]
    assert case_of(store, sent.reference).state == FIRST

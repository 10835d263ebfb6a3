"""What is stored about a person is found, given to them and erased, wherever it is."""

from __future__ import annotations

import dataclasses
import json
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from brochure.schema import Desk, Form
from brochure.site.site import Site
from intake.desk import disclosure, erasure, persons
from intake.journey.draft import Attempt, Draft
from intake.storage.store import Store
from intake.storage.tables import cases, drafts, metadata, outbox, submissions, texts
from intake.storage.versions import Versions
from tests.intake.conftest import MakeSubmission, Run, StoreOne
from tests.intake.desk_helpers import happened, member, note
from tests.intake.storage_helpers import count, store_submission

DAY = 86_400


def names(engine: Engine, sought: str) -> list[str]:
    return sorted(found.name for found in persons.find(engine, sought))


def everything(engine: Engine) -> str:
    """Return all that is in the database, as one text."""
    with engine.connect() as connection:
        rows = [
            str(tuple(row))
            for table in metadata.sorted_tables
            for row in connection.execute(sa.select(table)).all()
        ]
    return "\n".join(rows).lower()


def test_a_person_is_found_by_name_or_address_however_either_is_written(
    engine: Engine, store_one: StoreOne
) -> None:
    one = store_one(line="Inês d'Água Sousa", sender_address="Ines.Sousa@Example.org")
    store_one()
    for sought in ("ines sousa", "SOUSA, Inês", "d'agua", "ines.sousa@example.org", "<INES.SOUSA@"):
        assert names(engine, sought) == [f"case:{one.reference}"], sought
    for sought in ("", "  ,; ", "ines silva", "%", "_____", "letter-addressee"):
        assert names(engine, sought) == [], sought


def test_a_case_says_in_what_of_it_a_person_is_named(engine: Engine, store_one: StoreOne) -> None:
    stored = store_one(sender_address="ana@example.org", line="Zoé Nguyen")
    note(engine, stored.reference, "zoe NGUYEN called")
    (found,) = persons.find(engine, "zoe nguyen")
    assert (found.case, found.at) == (stored.reference, stored.received)
    assert found.where == ("answers", "texts")
    (found,) = persons.find(engine, "ana@example.org")
    assert found.where == ("answers", "mails")


def test_someone_who_is_only_named_in_a_note_is_found_there_and_not_the_case_of_another(
    engine: Engine, store_one: StoreOne
) -> None:
    stored = store_one()
    text = note(engine, stored.reference, "Ask Kwame Mensah")
    (found,) = persons.find(engine, "mensah")
    assert (found.name, found.case) == (f"text:{text}", stored.reference)
    with engine.begin() as connection:
        assert erasure.erase(connection, "text", text, "somebody")
    assert names(engine, "mensah") == []
    assert happened(engine, stored.reference)[-1] == ("erased", "somebody", "text")
    assert count_of(engine, submissions) == 1


def count_of(engine: Engine, table: sa.Table) -> int:
    with engine.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def test_drafts_are_found_by_what_was_typed_and_not_accepted_and_by_where_they_were_mailed(
    engine: Engine, store: Store
) -> None:
    attempt = Attempt({"name": ("Olga Ivanova",)}, ("name",), {"name": ("Olha",)})
    typed, mailed = Draft("en", attempts={"one": attempt}), Draft("fr")
    for draft in (typed, mailed, Draft("pt")):
        store.drafts.begin(draft).result(30)
    store.drafts.mail_later(mailed.id, "olga@example.org").result(30)
    assert names(engine, "olga ivanova") == names(engine, "OLHA") == [f"draft:{typed.id}"]
    assert names(engine, "olga@example.org") == [f"draft:{mailed.id}"]
    with engine.begin() as connection:
        assert erasure.erase(connection, "draft", mailed.id)
        assert not erasure.erase(connection, "draft", mailed.id)
    assert (count_of(engine, drafts), count_of(engine, outbox)) == (2, 0)
    assert happened(engine) == [("erased", None, "draft")]


@pytest.mark.usefixtures("store")
def test_mails_to_nobodys_request_and_members_of_the_team_are_found(engine: Engine) -> None:
    joana = member(engine, address="joana@example.org")
    with engine.begin() as connection:
        row = {"id": "1" * 40, "kind": "digest", "recipient": "joana@example.org"}
        connection.execute(sa.insert(outbox).values(row))
    assert names(engine, "joana sao") == [f"member:{joana.id}"]
    assert names(engine, "JOANA@example.org") == [f"mail:{'1' * 40}", f"member:{joana.id}"]
    with engine.begin() as connection:
        assert erasure.erase(connection, "mail", "1" * 40)
        assert not erasure.erase(connection, "member", joana.id)


def test_nothing_that_names_a_person_is_left_of_an_erased_case_and_the_case_stays(
    engine: Engine, store_one: StoreOne
) -> None:
    stored = store_one(
        sender_address="unmistakable@example.org", institution="Unmistakable", text="unmistakable"
    )
    note(engine, stored.reference, "Unmistakable")
    with engine.begin() as connection:
        connection.execute(sa.update(cases).values(institution="Unmistakable", sought="unmistak"))
        connection.execute(sa.update(submissions).values(address="unmistakable@example.com"))
        assert erasure.erase(connection, "case", stored.reference, "somebody")
        assert not erasure.erase(connection, "case", stored.reference, "somebody")
    assert "unmistak" not in everything(engine)
    assert stored.reference.lower() in everything(engine)
    assert [kind for kind, _, _ in happened(engine, stored.reference)] == ["noted", "erased"]
    assert (count_of(engine, outbox), count_of(engine, texts)) == (0, 0)


def test_what_is_given_to_a_person_has_everything_and_names_none_of_the_staff(
    engine: Engine, store: Store, store_one: StoreOne, form: Form
) -> None:
    joana = member(engine)
    stored = store_one(sender_address="ana@example.org", text="My need")
    text = note(engine, store_one().reference, "Ana, too", joana)
    note(engine, stored.reference, "Called back", joana)
    draft = Draft("en", {"line": ("Ana",)}, form=stored.form)
    store.drafts.begin(draft).result(30)
    found: list[tuple[persons.Kind, str]] = [
        ("case", stored.reference),
        ("draft", draft.id),
        ("text", text),
        ("member", joana.id),
    ]
    versions = Versions(engine, store.version)
    given = json.loads(disclosure.as_json(engine, versions, [*found, ("case", "x"), ("text", "x")]))
    (case,) = given["cases"]
    assert case["written"][0]["body"] == "Called back"
    assert {mail["kind"] for mail in case["mails"]} == {"team", "acknowledgement"}
    assert [event["what"] for event in case["history"]] == ["noted"]
    assert {answer["question"] for answer in case["answers"].values()} >= {
        form.steps[0].fields[0].label["fr"]
    }
    assert given["drafts"][0]["answers"]["line"]["values"] == ["Ana"]
    assert given["texts"][0]["body"] == "Ana, too"
    assert joana.id not in json.dumps(given["cases"])
    assert given["members"][0]["address"] == joana.address


# ── What has been stored for long enough ─────────────────────────────────────────────────────────


@pytest.fixture
def desk(site: Site) -> Desk:
    """Return the desk, with a state in which requests are erased after ten days."""
    desk = site.content.desk
    assert desk
    first, *others = desk.states
    shorter = first.model_copy(update={"retention_days": 10})
    return desk.model_copy(update={"states": (shorter, *others)})


def test_each_state_says_how_long_a_request_in_it_is_stored_at_most_as_long_as_the_form(
    engine: Engine, store_one: StoreOne, form: Form, desk: Desk
) -> None:
    first, second = (state.id for state in desk.states[:2])
    ages = {first: (9, 11), second: (11, form.retention_days + 1)}
    kept = {state: [store_one(days=days) for days in ages[state]] for state in ages}
    with engine.begin() as connection:
        for state, stored in kept.items():
            theirs = cases.c.reference.in_([each.reference for each in stored])
            connection.execute(sa.update(cases).where(theirs).values(state=state))
        assert erasure.purge(connection, form, desk) == 2
        assert erasure.purge(connection, form, desk) == 0
    for stays, gone in kept.values():
        assert happened(engine, stays.reference) == []
        assert happened(engine, gone.reference) == [("purged", None, "")]
    with engine.begin() as connection:
        assert erasure.purge(connection, form, None, days=5) == 2
    assert (count_of(engine, submissions), count_of(engine, cases)) == (0, 4)


def test_hundreds_of_requests_are_purged_at_once(
    engine: Engine, store: Store, store_one: StoreOne, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "_MANY", 3)
    for _ in range(7):
        store_one(days=form.retention_days + 1)
    with engine.begin() as connection:
        assert erasure.purge(connection, form, None) == 7
    assert (count(store, submissions), count(store, outbox)) == (0, 0)


def test_mails_to_staff_are_deleted_some_weeks_after_they_went_out_and_no_others(
    engine: Engine, store_one: StoreOne
) -> None:
    store_one()
    long_ago = int(time.time()) - 31 * DAY
    rows = [
        ("old", "sent", long_ago),
        ("due", "waiting", long_ago),
        ("new", "sent", long_ago + 2 * DAY),
    ]
    with engine.begin() as connection:
        for name, status, created in rows:
            text = {"id": name, "subject": "S", "body": "B", "language": "en"}
            connection.execute(sa.insert(texts).values(text))
            mail = {"id": name, "text": name, "kind": "digest", "recipient": "a@example.org"}
            connection.execute(
                sa.insert(outbox).values(mail | {"status": status, "created": created})
            )
        connection.execute(
            sa.update(outbox).where(outbox.c.text.is_(None)).values(created=long_ago)
        )
        erasure.purge_mails(connection)
        left = set(connection.execute(sa.select(outbox.c.text)).scalars())
    assert left == {"due", "new", None}
    assert count_of(engine, texts) == 2


def test_a_request_is_found_by_the_address_to_which_staff_have_corrected_it(
    engine: Engine, store: Store, submission: MakeSubmission
) -> None:
    corrected = dataclasses.replace(submission(), address="right@example.org")
    store_submission(store, corrected)
    assert names(engine, "right@example.org") == [f"case:{corrected.reference}"]


# ── By command ───────────────────────────────────────────────────────────────────────────────────


def test_commands_find_export_and_delete_what_names_a_person(
    run: Run, engine: Engine, store: Store, store_one: StoreOne, tmp_path: Path
) -> None:
    stored, other = store_one(line="Zoé Nguyen", institution="Ville"), store_one()
    text = note(engine, other.reference, "zoe nguyen")
    draft = Draft("en", {"line": ("Nguyen, Zoé",)})
    store.drafts.begin(draft).result(30)
    code, output, _ = run("find", "zoe", "NGUYEN")
    case, of_draft, of_text = output.splitlines()
    assert code == 0
    assert case.startswith(f"{stored.reference}  20")
    assert case.endswith("  answers")
    assert of_draft.startswith(f"{draft.id}  20")
    assert of_text == f"text:{text}  {other.reference}"
    file = tmp_path / "about.json"
    assert run("export", "--about", "zoe nguyen", "--output", str(file))[0] == 0
    assert file.stat().st_mode & 0o077 == 0
    assert set(json.loads(file.read_text(encoding="utf-8"))) == {"cases", "drafts", "texts"}
    named = (stored.reference, draft.id, f"text:{text}")
    assert run("delete", *named) == (0, "".join(f"{name} deleted.\n" for name in named), "")
    assert run("find", "zoe nguyen") == (0, "", "")
    history = [("exported", None, "case"), ("erased", None, "case")]
    assert happened(engine, stored.reference) == history
    assert happened(engine) == [("exported", None, "draft"), ("erased", None, "draft")]
    assert run("delete", f"text:{text}") == (1, "", f"Text {text} not found.\n")
    assert run("delete", "nonsense")[0] == 2
    code, _, error = run("delete", "member:x")
    assert (code, "intake staff remove --erase" in error) == (1, True)

"""The team's list, on the command line: who may sign in, and with which role."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Engine

from intake.database import connect
from intake.desk import sessions, team
from intake.tables import staff
from tests.intake.conftest import Run
from tests.intake.signing import ANA, EVE


def _ana(run: Run) -> None:
    code, _, err = run("staff", "add", ANA, "--name", "Ana Sá", "--role", "administer")
    assert (code, err) == (0, "")


def test_somebody_is_added_listed_given_another_role_and_removed(run: Run, engine: Engine) -> None:
    del engine  # there is a database
    _ana(run)
    assert run("staff", "list")[1] == f"{ANA}  administer  en  digest  Ana Sá\n"
    assert run("staff", "role", "ANA@example.org", "read")[0] == 0
    assert run("staff", "add", EVE, "--role", "handle", "--language", "pt")[0] == 0
    listed = run("staff", "list")[1].splitlines()
    assert listed == [f"{ANA}  read  en  digest  Ana Sá", f"{EVE}  handle  pt  digest  {EVE}"]
    code, out, _ = run("staff", "remove", ANA)
    assert (code, out) == (0, f"{ANA} is signed out, and cannot sign in any more.\n")
    assert run("staff", "list")[1].splitlines() == listed[1:]


MISTAKES = {
    ("add", "ana@", "--role", "read"): "expected an e-mail address",
    ("add", ANA, "--role", "read"): "on the list already",
    ("add", EVE, "--role", "read", "--language", "xx"): "expected one of en",
    ("add", EVE, "--role", "own"): "invalid choice: 'own'",
    ("role", EVE, "read"): "not on the list",
    ("role", ANA, "own"): "invalid choice: 'own'",
    ("remove", "no address"): "not on the list",
}


def test_a_mistake_is_said_and_changes_nothing(run: Run, engine: Engine) -> None:
    del engine
    _ana(run)
    before = run("staff", "list")[1]
    for arguments, said in MISTAKES.items():
        code, _, err = run("staff", *arguments)
        assert code
        assert said in err
    assert run("staff", "list")[1] == before


def test_who_comes_back_is_the_same_person_and_no_old_session_with_them(
    run: Run, database: str
) -> None:
    engine = connect(database)
    _ana(run)
    with engine.begin() as connection:
        member = team.with_address(connection, ANA)
        assert member
        token = sessions.begin(connection, member, "")
    assert sessions.find(engine, token)
    run("staff", "remove", ANA)
    assert sessions.find(engine, token) is None
    _ana(run)
    assert sessions.find(engine, token) is None
    with engine.connect() as connection:
        again = team.with_address(connection, ANA)
    assert again
    assert again.id == member.id
    engine.dispose()


def test_a_name_holds_nothing_that_a_terminal_or_the_text_around_it_would_obey(
    engine: Engine,
) -> None:
    with engine.begin() as connection:
        member = team.add(connection, ANA, "Ana\x1b[2J\u202e\r\n Sá" + "x" * 900, "read", "en")
    assert member.name.startswith("Ana[2J Sáx")
    assert len(member.name) == 200


def test_a_name_and_an_address_can_be_erased_and_the_address_used_again(
    run: Run, engine: Engine
) -> None:
    _ana(run)
    assert "erased" in run("staff", "remove", "--erase", ANA)[1]
    _ana(run)
    with engine.connect() as connection:
        rows = connection.execute(sa.select(staff.c.address, staff.c.name, staff.c.active)).all()
    assert sorted(map(tuple, rows), key=str) == [(ANA, "Ana Sá", True), (None, "", False)]

"""Limits hold for all processes on one database together, and know nobody's address."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from intake.storage import limits as counting
from intake.storage.limits import Limit
from intake.storage.periods import HOUR
from intake.storage.tables import limits
from tests.intake.serving import RunningIntake

KEY = "of several processes, nobody else's"


def allow(engine: Engine, limit: Limit, value: str) -> bool:
    claim = limit.claim(value)
    if claim is None:
        return False
    with engine.begin() as connection:
        return counting.passes(connection, claim)


def test_processes_with_one_key_count_together_and_others_by_themselves(engine: Engine) -> None:
    one, two = (Limit("posts", 3, HOUR, KEY) for _ in range(2))
    assert [allow(engine, each, "192.0.2.1") for each in (one, two, one)] == [True] * 3
    assert not allow(engine, two, "192.0.2.1")
    assert not allow(engine, one, "192.0.2.1")
    assert allow(engine, two, "192.0.2.2")
    assert allow(engine, Limit("mails", 3, HOUR, KEY), "192.0.2.1")
    for _ in range(2):
        assert allow(engine, Limit("posts", 3, HOUR, ""), "192.0.2.1")


def test_however_many_ask_at_the_same_time_no_more_pass(engine: Engine) -> None:
    each = [Limit("posts", 20, HOUR, KEY) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        passed = list(pool.map(lambda n: allow(engine, each[n % 8], "192.0.2.1"), range(100)))
    assert sum(passed) == 20


def test_a_limit_fills_up_again_and_is_forgotten_then(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    for _ in range(2):
        assert allow(engine, Limit("posts", 2, HOUR, KEY), "192.0.2.1")
    assert not allow(engine, Limit("posts", 2, HOUR, KEY), "192.0.2.1")
    now += HOUR / 2 + 1
    assert allow(engine, Limit("posts", 2, HOUR, KEY), "192.0.2.1")
    assert not allow(engine, Limit("posts", 2, HOUR, KEY), "192.0.2.1")
    for pause, left in ((0, 1), (HOUR + 1, 0)):
        now += pause
        with engine.begin() as connection:
            counting.forget(connection)
            number = sa.select(sa.func.count()).select_from(limits)
            assert connection.execute(number).scalar_one() == left


def test_a_clock_that_was_set_back_keeps_nobody_out(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    for _ in range(2):
        allow(engine, Limit("posts", 2, HOUR, KEY), "192.0.2.1")
    now -= 86_400
    assert allow(engine, Limit("posts", 2, HOUR, KEY), "192.0.2.1")
    assert allow(engine, Limit("posts", 2, HOUR, KEY), "192.0.2.1")
    assert not allow(engine, Limit("posts", 2, HOUR, KEY), "192.0.2.1")


def test_nobody_finds_an_address_in_the_database(engine: Engine) -> None:
    allow(engine, Limit("posts", 2, HOUR, KEY), "192.0.2.1")
    with engine.connect() as connection:
        (who,) = connection.execute(sa.select(limits.c.who)).scalars()
    assert len(who) == 64
    assert "192" not in who or who.count("192.") == 0


def test_two_services_on_one_database_refuse_what_is_too_much_for_both(
    serve: Callable[..., RunningIntake], database: str
) -> None:
    both = [serve(database, posts_per_hour="3", limits_key=KEY) for _ in range(2)]
    statuses = [both[number % 2].post("new", {}).status_code for number in range(5)]
    assert statuses == [303, 303, 303, 429, 429]
    assert both[0].drafts == 3


def test_a_flood_that_is_refused_writes_nothing(
    serve: Callable[..., RunningIntake], monkeypatch: pytest.MonkeyPatch
) -> None:
    running = serve(posts_per_hour="1")
    assert running.post("new", {}).status_code == 303
    monkeypatch.setattr(
        "intake.storage.limits._passes", lambda *_: pytest.fail("the database was asked")
    )
    assert [running.post("new", {}).status_code for _ in range(3)] == [429] * 3


def test_zero_is_no_limit_and_writes_nothing(engine: Engine) -> None:
    assert all(allow(engine, Limit("posts", 0, HOUR, KEY), "a") for _ in range(100))
    with engine.connect() as connection:
        assert connection.execute(sa.select(limits)).all() == []

"""Health is green only if a submission could be kept now; operators see more, and nobody else."""

from __future__ import annotations

import json
import logging
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
import yaml

from brochure.site.site import Site
from intake import metrics
from intake.mail.outbox import Outbox
from intake.monitoring import exporter, health
from intake.monitoring.reach import Reach
from intake.process import logs
from intake.settings.server_addresses import Address
from intake.storage import listing
from intake.storage.store import Store
from tests.intake.answers import different
from tests.intake.conftest import ROOT, StoreOne
from tests.intake.serving import RunningIntake, client_of
from tests.intake.walking import FORM
from tests.support import plain_http

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def monitored(
    serve: Callable[..., RunningIntake], monkeypatch: pytest.MonkeyPatch
) -> tuple[RunningIntake, httpx.Client]:
    """Return an intake, and a client of its operator."""
    monkeypatch.setattr(health, "_HOLDS", 0)
    monkeypatch.setattr(health, "_TIMEOUT", 1)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    running = serve(monitor=f"127.0.0.1:{port}")
    running.get("/intake/health")  # answered once the monitor listens too
    return running, client_of(port, 5)


def metric(client: httpx.Client, name: str) -> float:
    found = re.search(rf"(?m)^{re.escape(name)} (\S+)$", client.get("/metrics").text)
    return float(found[1]) if found else -1


@contextmanager
def read_only(running: RunningIntake) -> Iterator[None]:
    """Let nothing be written, while all can be read."""

    def refuse(_connection: Any, _cursor: Any, text: str, *_more: Any) -> None:
        if not text.startswith("SELECT"):
            raise sa.exc.OperationalError("", None, OSError("read-only"))

    sa.event.listen(running.service.engine, "before_cursor_execute", refuse)
    try:
        yield
    finally:
        sa.event.remove(running.service.engine, "before_cursor_execute", refuse)


def test_health_is_green_only_if_a_submission_could_be_kept(
    monitored: tuple[RunningIntake, httpx.Client],
) -> None:
    running, operator = monitored
    for is_well in (True, False, True):
        with read_only(running) if not is_well else threading.Lock():
            everybody, details = running.get("health"), operator.get("/health")
            assert everybody.json()["status"] == ("ok" if is_well else "unavailable")
            assert everybody.json().keys() == {"status", "service"}
            assert everybody.status_code == details.status_code == (200 if is_well else 503)
            assert details.json()["storage"] == ("ok" if is_well else "OperationalError")
            assert metric(operator, "intake_up") == is_well
    assert running.drafts == 0


@pytest.mark.slow
def test_a_database_that_is_locked_is_no_good_health(
    monitored: tuple[RunningIntake, httpx.Client],
) -> None:
    running, operator = monitored
    with running.service.engine.connect() as other:
        other.exec_driver_sql("BEGIN EXCLUSIVE")
        assert operator.get("/health").json()["storage"] == "TimeoutError"
        other.exec_driver_sql("ROLLBACK")


def test_a_mail_thread_that_has_died_is_no_good_health(store: Store) -> None:
    class Dead:
        is_alive, server = False, "ok"

    found = health.Health(store, Dead(), Reach("", "")).check()  # type: ignore[arg-type]
    assert (found["status"], found["mail_thread"]) == ("unavailable", "dead")
    assert found["storage"] == "ok"


@on_sqlite
def test_asking_often_writes_seldom(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    keep = store.try_to_store

    def noted() -> Future[None]:
        asked.append(time.monotonic())
        return keep()

    monkeypatch.setattr(store, "try_to_store", noted)
    outbox = Outbox(store.engine, None, None)  # type: ignore[arg-type]
    well = health.Health(store, outbox, Reach("", ""))
    threads = [threading.Thread(target=well.check) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(asked) == 1


def test_operators_see_what_was_stored_and_refused_and_what_waits(
    monitored: tuple[RunningIntake, httpx.Client], site: Site
) -> None:
    running, operator = monitored
    stored, refused = 'intake_stored_total{what="submission"}', "intake_refused_total"
    before = metric(operator, stored)
    running.send(different(site))
    assert metric(operator, stored) == max(before, 0) + 1
    assert time.time() - metric(operator, "intake_last_stored_timestamp_seconds") < 60
    assert metric(operator, 'intake_outbox{status="waiting"}') == 2
    assert 0 <= metric(operator, "intake_outbox_oldest_seconds") < 60
    before = max(metric(operator, refused + '{reason="other-site"}'), 0)
    elsewhere = FORM | {"origin": "https://elsewhere.example"}
    running.client.post("/intake/en/new", headers=elsewhere)
    assert metric(operator, refused + '{reason="other-site"}') == before + 1
    text = operator.get("/metrics").text
    assert 'intake_request_seconds_count{method="POST",status="303"}' in text
    assert "ana" not in text
    assert operator.get("/else").status_code == 404


def test_everybody_else_finds_nothing_of_it(
    monitored: tuple[RunningIntake, httpx.Client],
) -> None:
    running, _ = monitored
    for path in ("/metrics", "/intake/metrics", "/health"):
        assert running.client.get(path).status_code == 404


@pytest.mark.slow
def test_a_service_that_was_just_asked_can_be_started_again_at_once(store: Store) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = Address("127.0.0.1", free.getsockname()[1])
    outbox = Outbox(store.engine, None, None)  # type: ignore[arg-type]
    for _ in range(2):
        with exporter.serving(address, store.engine, health.Health(store, outbox, Reach("", ""))):
            answer = plain_http.get(f"http://{address.host}:{address.port}/health")
            assert answer.status_code == httpx.codes.OK


def test_a_slow_client_keeps_no_operator_waiting(
    monitored: tuple[RunningIntake, httpx.Client],
) -> None:
    _, operator = monitored
    with socket.create_connection((operator.base_url.host, operator.base_url.port or 0)) as slow:
        slow.sendall(b"GET /health HTTP/1.1\r\n")
        assert operator.get("/health").status_code == 200


def test_refusals_are_counted_all_and_logged_by_the_minute(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(logging.root, "handlers", [])
    logs.set_up()
    clock = iter([0.0, 1.0, 2.0, 61.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    before = metrics.refused_total.labels("too-many")._value.get()
    for _ in range(4):
        metrics.refused("too-many")
    assert metrics.refused_total.labels("too-many")._value.get() == before + 4
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert [line["number"] for line in lines if line["message"] == "refused"] == [1, 3]


def test_each_alert_asks_for_what_there_is(monitored: tuple[RunningIntake, httpx.Client]) -> None:
    _, operator = monitored
    metrics.refused("too-many")
    metrics.mails_total.labels("failed").inc(0)
    text = operator.get("/metrics").text
    sample = yaml.safe_load((ROOT / "deploy" / "intake-alerts.yml").read_text(encoding="utf-8"))
    rules = sample["groups"][0]["rules"]
    assert len(rules) > 5
    for rule in rules:
        for name in re.findall(r"intake_\w+", rule["expr"]):
            assert f"\n{name}" in text, name


def test_a_list_that_somebody_looks_at_stops_nobody_who_writes(
    store: Store, store_one: StoreOne, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_PAGE", 2)
    first = [store_one(days=9 - number).reference for number in range(5)]
    looking = listing.list_submissions(store.engine)
    seen = [next(looking).reference]
    last = store_one().reference  # would wait for ever if the list held the database
    assert [*seen, *(stored.reference for stored in looking)] == [*first, last]
    assert list(listing.list_submissions(store.engine, "held")) == []


def test_the_sample_of_settings_lets_operators_ask_on_this_machine_alone() -> None:
    sample = Path(ROOT, "deploy", "intake.env").read_text(encoding="utf-8")
    assert "INTAKE_MONITOR=127.0.0.1:8002\n" in sample

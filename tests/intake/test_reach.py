"""A wrong address of the site is reported by the service itself."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import httpx
import pytest

from intake.monitoring import reach
from intake.monitoring.reach import Reach
from tests.intake.serving import RunningIntake
from tests.support.nginx import free_port


def _health(running: RunningIntake) -> str:
    return f"{running.client.base_url}{running.service.form.endpoint}health"


def test_the_service_finds_itself_and_no_other_one(serve: Callable[..., RunningIntake]) -> None:
    one = serve()
    own = one.get("health").json()["service"]
    assert Reach(_health(one), own).ask() == "ok"
    assert Reach(_health(one), "another").ask().endswith("belongs to another intake")


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/nothing", "answers 404, but is not an intake"),
        ("/intake/en/new", "redirects to"),
    ],
)
def test_what_is_there_instead_is_said(running: RunningIntake, path: str, found: str) -> None:
    assert found in Reach(f"{running.client.base_url}{path}", "x").ask()


def test_nothing_there_is_said_too() -> None:
    address = f"http://127.0.0.1:{free_port()}/health"
    assert Reach(address, "x").ask() == f"{address} cannot be reached: ConnectionError"


def test_within_a_minute_of_the_start_it_is_logged_and_told_to_operators(
    serve: Callable[..., RunningIntake],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert reach._FIRST + reach._TIMEOUT < 60
    monkeypatch.setattr(reach, "_FIRST", 0)
    monkeypatch.setattr(reach, "_EVERY", 0.1)
    port = free_port()
    wrong = f"http://127.0.0.1:{free_port()}/"
    running = serve(site_url=wrong, monitor=f"127.0.0.1:{port}")
    operators = running.client.build_request("GET", f"http://127.0.0.1:{port}/health")
    with httpx.Client(transport=httpx.HTTPTransport(retries=5)) as client:
        client.send(operators)  # the monitor may begin to listen after the service
    until = time.monotonic() + 10
    while (
        "cannot be reached" not in (found := running.client.send(operators).json()["site"])
        and time.monotonic() < until
    ):
        time.sleep(0.1)
    assert wrong in found
    metrics = running.client.get(f"http://127.0.0.1:{port}/metrics").text
    assert "intake_site_reached 0.0" in metrics
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.message for record in errors] == ["checked the site's address"]
    assert running.get("health").status_code == 200


def test_without_an_address_nothing_is_asked() -> None:
    assert Reach("", "x").state == "not asked: INTAKE_SITE_URL is not set"

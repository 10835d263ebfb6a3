"""The preview with the intake behind it, served from a copy of the project, and tabs to use it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from brochure.checks.run import site_or_raise
from engine.build import publish
from tests.engine import project
from tests.engine.preview import preview
from tests.journey.served_form import ServedForm
from tests.support.smtp import MailServer

TIMEOUT = 30_000  # milliseconds; a busy machine must not fail the tests
TEAM = "team@example.org"
OpenTab = Callable[..., Tab]

expect.set_options(timeout=TIMEOUT)


@pytest.fixture(scope="session")
def one_form(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedForm]:
    """Yield a served form with requests open and a real mail server, one for all tests."""
    place, mails = tmp_path_factory.mktemp("served_form"), MailServer()
    project.set_requests(project.copy(place / "project"), "open")
    mails.start()
    settings = {
        "INTAKE_DATABASE": f"sqlite:///{place / 'intake.db'}",
        "INTAKE_SMTP": f"smtp://127.0.0.1:{mails.port}",
        "INTAKE_POSTS_PER_HOUR": "0",
        "INTAKE_TEAM": TEAM,
        "INTAKE_SENDER": "form@example.org",
    }
    with ExitStack() as running:
        running.callback(mails.stop)
        with pytest.MonkeyPatch.context() as environment:
            for name, value in settings.items():
                environment.setenv(name, value)
            served = running.enter_context(preview(place / "project"))
        yield ServedForm(served, mails, site_or_raise(place / "project"))
        served.end(signal.SIGTERM)


@pytest.fixture
def served_form(one_form: ServedForm) -> Iterator[ServedForm]:
    """Yield the served form. Do not change its content: ``editable_form`` takes back changes."""
    with one_form.served.awake():
        yield one_form


@pytest.fixture
def editable_form(served_form: ServedForm) -> Iterator[ServedForm]:
    """Yield the served form, whose content the test may change."""
    with served_form.served.restored():
        yield served_form


@pytest.fixture(scope="session")
def build_state(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function: what ``requests:`` is → the folder of the site built with it."""
    built: dict[str, Path] = {}

    def build(requests: str) -> Path:
        if requests not in built:
            place = project.copy(tmp_path_factory.mktemp(requests) / "project")
            project.set_requests(place, requests)
            publish(place, place / "site")
            built[requests] = place / "site"
        return built[requests]

    return build


@pytest.fixture
def open_tab(browser: Browser) -> Iterator[OpenTab]:
    """Return a function that opens a tab of a new context, with or without scripts."""
    with ExitStack() as contexts:

        def opened(*, scripts: bool = True, width: int = 1280, **options: Any) -> Tab:
            context = browser.new_context(
                java_script_enabled=scripts,
                viewport={"width": width, "height": 800},
                reduced_motion="reduce",
                **options,
            )
            contexts.callback(context.close)
            context.set_default_timeout(TIMEOUT)
            return context.new_page()

        yield opened


@pytest.fixture
def tab(open_tab: OpenTab) -> Tab:
    """Return a tab in which scripts run."""
    return open_tab()


@pytest.fixture
def any_tab(open_tab: OpenTab, request: pytest.FixtureRequest) -> Tab:
    """Return a tab in which scripts run or not, depending on the test's parameter."""
    return open_tab(scripts=request.param)

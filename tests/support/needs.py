"""A pytest plugin: tests declare what they need, and the run's end lists those that lacked it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TypeVar

import pytest

T = TypeVar("T")
_LACKS = "could not run: lacks "


def need(found: T | None, what: str) -> T:
    """Return what was found; without it fail the test where ``CI=true``, and skip it elsewhere.

    For example ``pandoc = need(shutil.which("pandoc"), "pandoc")``.
    """
    if found is not None:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail(f"{_LACKS}{what}, and in CI nothing may be missing", pytrace=False)
    pytest.skip(f"{_LACKS}{what}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List each test that could not run and what it lacks, right before pytest's last line."""
    lines = sorted(_not_run(terminalreporter.getreports("skipped")))
    if lines:
        terminalreporter.section("could not run")
        for line in lines:
            terminalreporter.line(line)


def _not_run(reports: list[pytest.TestReport]) -> Iterator[str]:
    for report in reports:
        if isinstance(report.longrepr, tuple):
            _, is_lack, lack = report.longrepr[2].partition(_LACKS)
            if is_lack:
                yield f"{report.nodeid} lacks {lack}"

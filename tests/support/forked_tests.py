"""Runs some of the tests that pytest has collected in a fork of its process."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from _pytest.main import pytest_runtestloop as run_items


class ForkedTests:
    """Tests that run in a process of their own, until the first one fails if so wished.

    They write temporary files to ``folder``. `clear` deletes it, and ends whatever still runs.
    """

    def __init__(
        self,
        session: pytest.Session,
        items: Sequence[pytest.Item],
        environment: Mapping[str, str],
        max_failures: int = 0,
    ) -> None:
        """Start them with some variables of the environment."""
        self.folder = Path(tempfile.mkdtemp(prefix="mutant-"))
        self.pid = os.fork()
        if self.pid:
            return
        failed = True
        try:
            os.setsid()
            os.environ.update(environment, TMPDIR=str(self.folder))
            tempfile.tempdir = str(self.folder)
            session.items[:] = items
            session.config.option.maxfail = max_failures
            with suppress(session.Failed, session.Interrupted):
                run_items(session)
            failed = session.testsfailed > 0
        finally:  # not even an error returns to what the process that was copied had yet to do
            os._exit(failed)

    def exit_code(self) -> int | None:
        """Return 0 if all tests passed, None while they run."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if pid else None

    def stop(self) -> None:
        """End the tests, whatever they do."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    def clear(self) -> None:
        """Delete what the tests wrote, and end what they have started."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)

"""What was acknowledged is never lost: after kills, on full disks, without a database."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest

from brochure.site.site import Site
from intake import staff
from tests.intake import serving
from tests.intake.answers import Entered, different, encoded, holds
from tests.intake.pages import is_error_page
from tests.intake.senders import ConcurrentSenders
from tests.intake.serving import FORM, RunningIntake, Server, stamp
from tests.support import depth, disk, postgres

ROUNDS, FAULTS = depth.rounds(2, 20), depth.rounds(1, 3)
OK, UNAVAILABLE = 303, 503
pytestmark = pytest.mark.server


@contextmanager
def server(project: Path, database: str, log: Path) -> Iterator[Server]:
    running = serving.start(log, serving.environment(project, database, posts_per_hour="0"))
    try:
        yield running
    finally:
        running.kill()


def send(running: Server, typed: Entered, tag: str) -> httpx.Response:
    body = encoded(typed | {"signed_at": [stamp()]})
    return running.client.post(f"/intake/{tag}/send", content=body, headers=FORM)


def until(status: int, running: Server, typed: Entered, tag: str) -> httpx.Response:
    """Send the same answers until they are answered so."""
    for _ in range(1000):
        page = send(running, typed, tag)
        if page.status_code == status:
            return page
        time.sleep(0.05)
    pytest.fail(f"{page.status_code} instead of {status}")


@pytest.mark.soak
def test_ctrl_c_ends_the_service_without_a_traceback(
    project: Path, sqlite: str, tmp_path: Path
) -> None:
    running = serving.start(tmp_path / "log", serving.environment(project, sqlite))
    assert running.stop(signal.SIGINT) == 0
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")


def test_no_kill_loses_or_duplicates_what_was_acknowledged(
    project: Path, site: Site, database: str, tmp_path: Path
) -> None:
    senders = ConcurrentSenders(site)
    for number in range(ROUNDS):
        with server(project, database, tmp_path / "log") as running, senders.sending(running.port):
            senders.wait(OK)
            time.sleep(number * 0.618 % 1 * 0.15)
            running.kill()
        senders.check(database)
    assert len(senders.acknowledged) > ROUNDS
    assert senders.unacknowledged  # some were cut off in the middle
    with server(project, database, tmp_path / "log") as running:
        settle(senders, running, database)
        for address in list(senders.acknowledged.values())[:20]:
            assert running.client.get(address).status_code == 200


def test_an_orderly_shutdown_loses_nothing(
    project: Path, site: Site, sqlite: str, tmp_path: Path
) -> None:
    senders = ConcurrentSenders(site)
    with server(project, sqlite, tmp_path / "log") as running, senders.sending(running.port):
        senders.wait(OK, 20)
        running.stop()
    senders.check(sqlite)


def settle(senders: ConcurrentSenders, running: Server, database: str) -> None:
    """Let those without a receipt try again; then everything must be stored, once."""
    for typed in senders.unacknowledged:
        page = send(running, typed, "en")
        assert page.status_code == OK
        senders.acknowledged[senders.text(typed)] = page.headers["location"]
    senders.check(database)


def works_again_without_restart(
    running: Server, fault: Callable[[], None], fix: Callable[[], None], site: Site, database: str
) -> None:
    """Break what the service depends on while people send, check what they see, and fix it."""
    senders = ConcurrentSenders(site)
    with senders.sending(running.port, 4):
        for _ in range(FAULTS):
            senders.wait(OK, 5)
            fault()
            senders.wait(UNAVAILABLE, 5)
            for tag in site.tags:
                typed = different(site, line="One and <i>another</i>")
                page = until(UNAVAILABLE, running, typed, tag)
                assert is_error_page(page, site, tag, "unavailable")
                assert holds(page.text, typed)
            assert running.client.get("/intake/health").status_code in {200, UNAVAILABLE}
            fix()
            until(OK, running, typed, "en")
            senders.wait(OK, 5)
    assert running.client.get("/intake/health").status_code == 200
    settle(senders, running, database)


def test_a_full_disk_under_sqlite_loses_nothing(project: Path, site: Site, tmp_path: Path) -> None:
    file = tmp_path / "small" / "intake.db"
    with disk.small(file.parent, 2, lambda: file.stat().st_size) as space:
        database = f"sqlite:///{file}"
        with server(project, database, tmp_path / "log") as running:
            processes = [running.process.pid]
            fill, free = partial(space.fill, processes), partial(space.free, processes)
            works_again_without_restart(running, fill, free, site, database)


@pytest.mark.soak
def test_a_full_disk_under_postgresql_loses_nothing(
    project: Path, site: Site, programs: Path, tmp_path: Path
) -> None:
    with (
        postgres.running(programs) as there,
        disk.small(there.folder / "small", 24, lambda: 2_000_000) as space,
    ):
        database = there.create(space.folder)
        with server(project, database, tmp_path / "log") as running:
            works_again_without_restart(
                running,
                lambda: space.fill(there.processes),
                lambda: space.free(there.processes),
                site,
                database,
            )


def test_postgresql_may_go_away_and_come_back(
    project: Path, site: Site, programs: Path, tmp_path: Path
) -> None:
    with postgres.running(programs) as there:
        database = there.create()
        with server(project, database, tmp_path / "log") as running:
            works_again_without_restart(running, there.stop, there.start, site, database)


def test_the_folder_of_sqlite_may_go_away_and_come_back(
    project: Path, site: Site, tmp_path: Path
) -> None:
    folder, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    database = f"sqlite:///{folder / 'intake.db'}"
    with server(project, database, tmp_path / "log") as running:
        away, back = partial(os.rename, folder, elsewhere), partial(os.rename, elsewhere, folder)
        works_again_without_restart(running, away, back, site, database)


def test_a_database_that_does_not_answer_keeps_nobody_waiting_for_ever(
    serve: Callable[..., RunningIntake],
    site: Site,
    programs: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("intake.http._TIMEOUT", 0.5)
    typed = different(site)
    with postgres.running(programs) as there:
        running = serve(there.create())
        assert running.send(different(site)).status_code == OK
        there.freeze()
        for _ in range(2):
            assert running.send(typed).status_code == UNAVAILABLE
        there.thaw()
        assert running.send(typed).status_code == OK
        assert len(list(staff.list_submissions(running.service.engine))) == 2

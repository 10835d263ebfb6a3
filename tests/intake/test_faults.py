"""What was acknowledged is never lost: after kills, on full disks, without a database."""

from __future__ import annotations

import http.client
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from brochure.site.site import Site
from intake.storage import listing
from tests.intake import serving
from tests.intake.answers import Entered, different, encoded, field_id, holds, on_page
from tests.intake.pages import language, words
from tests.intake.senders import ConcurrentSenders
from tests.intake.serving import RunningIntake, Server
from tests.intake.walking import FORM, Walker
from tests.support import depth, disk, postgres

ROUNDS, FAULTS = depth.rounds(1, 100), depth.rounds(1, 3)
OK, UNAVAILABLE = 303, 503
pytestmark = pytest.mark.server


@contextmanager
def server(project: Path, database: str, log: Path) -> Iterator[Server]:
    running = serving.start(log, serving.environment(project, database, posts_per_hour="0"))
    try:
        yield running
    finally:
        running.kill()


def post(running: Server, address: str, entered: Entered) -> httpx.Response:
    return running.client.post(address, content=encoded(entered), headers=FORM)


def until(status: int, running: Server, address: str, entered: Entered) -> httpx.Response:
    """Post the same until it is answered so."""
    for _ in range(1000):
        page = post(running, address, entered)
        if page.status_code == status:
            return page
        time.sleep(0.05)
    pytest.fail(f"{page.status_code} instead of {status}")


def at_the_texts(running: Server, site: Site, tag: str) -> tuple[str, Entered]:
    """Return the address of a step with a text, in a new draft, and answers to it."""
    assert site.content.form
    text = field_id(site, "text")
    typed = different(site, text="One and <i>another</i>")
    walker = Walker(running.client, site.content.form, tag).begin()
    while text not in walker.shown:
        walker.answer(typed)
    given = {name: typed[name] for name in walker.shown if name in typed}
    return urlsplit(walker.place).path, on_page(walker.page, walker.at) | given


@pytest.mark.soak
def test_ctrl_c_ends_the_service_without_a_traceback(
    project: Path, sqlite: str, tmp_path: Path
) -> None:
    running = serving.start(tmp_path / "log", serving.environment(project, sqlite))
    assert running.stop(signal.SIGINT) == 0
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "database", depth.some(["sqlite"], ["sqlite", "postgresql"]), indirect=True
)
def test_no_kill_loses_or_duplicates_what_was_acknowledged(
    project: Path, site: Site, database: str, tmp_path: Path
) -> None:
    senders = ConcurrentSenders(site)
    for number in range(ROUNDS):
        with server(project, database, tmp_path / "log") as running, senders.sending(running.port):
            senders.wait_for_receipts(2)
            time.sleep(number * 0.618 % 1 * 0.15)
            running.kill()
        senders.check(database)
    assert len(senders.acknowledged) > ROUNDS
    assert senders.on_the_way  # some were cut off in the middle
    with server(project, database, tmp_path / "log") as running:
        settle(senders, running, database)
        for address in list(senders.acknowledged.values())[:20]:
            assert running.client.get(address).status_code == 200


@pytest.mark.soak
def test_an_orderly_shutdown_loses_nothing(
    project: Path, site: Site, sqlite: str, tmp_path: Path
) -> None:
    senders = ConcurrentSenders(site)
    with server(project, sqlite, tmp_path / "log") as running, senders.sending(running.port):
        senders.wait_for_receipts(20)
        running.stop()
    senders.check(sqlite)


def settle(senders: ConcurrentSenders, running: Server, database: str) -> None:
    """Let those without a receipt go on; then everything must be stored, once."""
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)
    while senders.on_the_way:
        assert senders.send_one(connection) == OK
    connection.close()
    senders.check(database)


def until_healthy(running: Server) -> None:
    """Wait until the service says that it can keep what is sent: an answer holds for a while."""
    for _ in range(200):
        if running.client.get("/intake/health").status_code == 200:
            return
        time.sleep(0.05)
    pytest.fail("the service is not healthy again")


def works_again_without_restart(
    running: Server, fault: Callable[[], None], fix: Callable[[], None], site: Site, database: str
) -> None:
    """Break what the service depends on while people send, check what they see, and fix it."""
    senders = ConcurrentSenders(site)
    with senders.sending(running.port, 4):
        for _ in range(FAULTS):
            senders.wait_for_receipts(2)
            places = {tag: at_the_texts(running, site, tag) for tag in site.tags}
            fault()
            senders.wait(UNAVAILABLE, 5)
            for tag, (address, typed) in places.items():
                page = until(UNAVAILABLE, running, address, typed)
                assert language(page.text) == tag
                told = site.content.strings["refusal"]["unavailable-text"][tag]
                assert words(told) in words(page.text)
                assert holds(page.text, typed)
            assert running.client.get("/intake/health").status_code in {200, UNAVAILABLE}
            fix()
            for address, typed in places.values():
                until(OK, running, address, typed)
            senders.wait_for_receipts(2)
    until_healthy(running)
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


@pytest.mark.soak
def test_postgresql_may_go_away_and_come_back(
    project: Path, site: Site, programs: Path, tmp_path: Path
) -> None:
    with postgres.running(programs) as there:
        database = there.create()
        with server(project, database, tmp_path / "log") as running:
            works_again_without_restart(running, there.stop, there.start, site, database)


@pytest.mark.soak
def test_the_folder_of_sqlite_may_go_away_and_come_back(
    project: Path, site: Site, tmp_path: Path
) -> None:
    folder, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    database = f"sqlite:///{folder / 'intake.db'}"
    with server(project, database, tmp_path / "log") as running:
        away, back = partial(os.rename, folder, elsewhere), partial(os.rename, elsewhere, folder)
        works_again_without_restart(running, away, back, site, database)


@pytest.mark.soak
def test_a_database_that_does_not_answer_keeps_nobody_waiting_for_ever(
    serve: Callable[..., RunningIntake],
    site: Site,
    programs: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with postgres.running(programs) as there:
        running = serve(there.create())
        walker = running.walker().to_check(different(site)).go(running.service.form.steps[0].id)
        body = encoded(on_page(walker.page, walker.at))
        there.freeze()
        with monkeypatch.context() as impatient:
            impatient.setattr("intake.web.responses.TIMEOUT", 0.5)
            for _ in range(2):
                answer = running.client.post(walker.place, content=body, headers=FORM)
                assert answer.status_code == UNAVAILABLE
                assert running.get(walker.place).status_code == UNAVAILABLE
        there.thaw()
        assert walker.go("check").send().status == 200
        assert len(list(listing.list_submissions(running.service.engine))) == 1

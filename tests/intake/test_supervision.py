"""What the service needs is watched: threads, queries, and requests during a shutdown."""

from __future__ import annotations

import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from brochure.site.site import Site
from intake.process import server, systemd
from intake.process.server import Server
from intake.service import Service
from intake.settings import settings
from intake.storage import database
from intake.storage.database import connect
from tests.intake import serving
from tests.intake.serving import environment

for_ever = sa.text(
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
)


@pytest.fixture
def service(site: Site, sqlite: str) -> Service:
    """Return a service that nobody runs yet."""
    assert site.content.form
    chosen = settings.load(environment(site.root, sqlite))
    return Service(chosen, site, site.content.form, connect(sqlite))


@contextmanager
def running(service: Service) -> Iterator[tuple[Server, int, threading.Thread]]:
    """Run a service, and yield its server, port and thread."""
    made = service.server("127.0.0.1", 0)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        thread = threading.Thread(target=made.uvicorn.run, args=([listener],), daemon=True)
        thread.start()
        yield made, port, thread
        made.uvicorn.should_exit = True
        thread.join(30)


def ask(connection: socket.socket) -> bytes:
    connection.sendall(b"GET /intake/health HTTP/1.1\r\nhost: localhost\r\n\r\n")
    answer = b""
    while more := connection.recv(65_536):
        answer += more
    return answer


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_process_whose_writing_thread_has_ended_ends_too(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_EVERY", 0)
    monkeypatch.setattr("intake.storage.store.Store.try_to_store", _end_the_thread)
    with running(service) as (made, port, thread):
        with socket.create_connection(("127.0.0.1", port), 10) as connection:
            assert b" 503 " in ask(connection).partition(b"\r\n")[0]
        thread.join(10)
        assert not thread.is_alive()
        assert made.has_failed


def _end_the_thread(store: object) -> object:
    return store.do("", lambda _connection: sys.exit())  # type: ignore[attr-defined]


def _fail(_entries: object) -> None:
    raise LookupError


def test_an_error_that_nobody_thought_of_does_not_end_the_writing_thread(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = service.store()
    commit = store._writer.commit
    monkeypatch.setattr(store._writer, "commit", _fail)
    store.do("", lambda _: None)
    time.sleep(0.1)
    monkeypatch.setattr(store._writer, "commit", commit)
    assert store.is_alive
    assert store.do("", lambda _: 1).result(10) == 1
    store.close()
    assert not store.is_alive
    with pytest.raises(OSError, match="ended"):
        store.do("", lambda _: 1).result(10)


@pytest.mark.slow
def test_a_query_on_sqlite_ends_in_time_and_the_connection_goes_on(
    sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_LONGEST_QUERY", 0.3)
    engine = connect(sqlite)
    with engine.connect() as connection:
        began = time.monotonic()
        with pytest.raises(sa.exc.OperationalError, match="interrupted"):
            connection.execute(for_ever)
        assert 0.2 < time.monotonic() - began < 5
        connection.rollback()
        time.sleep(0.4)  # nothing that comes later is to blame for it
        connection.execute(sa.text("INSERT INTO service VALUES (1, 'x')"))
        time.sleep(0.4)
        connection.commit()
    engine.dispose()


@pytest.mark.slow
def test_who_has_connected_right_before_a_shutdown_is_answered(service: Service) -> None:
    with (
        running(service) as (made, port, thread),
        socket.create_connection(("127.0.0.1", port), 10) as late,
        socket.create_connection(("127.0.0.1", port), 10),  # and who says nothing is not waited for
    ):
        time.sleep(0.2)
        made.uvicorn.should_exit = True
        time.sleep(0.5)
        assert b" 200 OK" in ask(late)
        thread.join(10)
        assert not thread.is_alive()


@pytest.mark.soak
@pytest.mark.server
def test_systemd_is_told_that_the_service_is_ready_and_alive(
    project: Path, sqlite: str, tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemds:
        systemds.bind(str(tmp_path / "notify"))
        systemds.settimeout(30)
        told = environment(project, sqlite) | {"NOTIFY_SOCKET": str(tmp_path / "notify")}
        process = serving.start(tmp_path / "log", told)
        for _ in range(2):
            assert systemds.recv(100) == b"READY=1\nWATCHDOG=1"
        assert process.stop() in {0, -signal.SIGTERM}  # by which uvicorn ends itself at last


@pytest.mark.slow
def test_a_clock_that_is_set_back_does_not_make_systemd_end_the_service(
    service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(server, "_EVERY", 0.2)
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    now = time.time
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemds:
        systemds.bind(str(tmp_path / "notify"))
        systemds.settimeout(10)
        with running(service):
            systemds.recv(100)
            monkeypatch.setattr(time, "time", lambda: now() - 86_400)
            for _ in range(5):
                assert systemds.recv(100) == b"READY=1\nWATCHDOG=1"


@pytest.mark.parametrize("name", ["/run/notify", "@notify"])
def test_nobody_is_told_without_systemd_or_if_it_is_gone(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    systemd.notify("READY=1")
    assert systemd.sockets() is None
    monkeypatch.setenv("NOTIFY_SOCKET", name)
    systemd.notify("READY=1")

"""The doctor tries every setting before the service does, and says what is wrong."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from intake.commands import doctor
from intake.settings import env_file
from intake.storage import examination
from intake.storage.tables import submissions
from tests.intake.conftest import Run, StoreOne
from tests.intake.serving import RunningIntake
from tests.intake.signing import add
from tests.support import openid
from tests.support.openid import Provider
from tests.support.smtp import MailServer

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


class _Handler(BaseHTTPRequestHandler):
    """Answers as a server before the intake does, or as the intake itself: without its name."""

    pages: dict[str, tuple[int, str, str]]
    names_itself: bool

    def do_GET(self) -> None:
        status, kind, body = self.pages.get(self.path, (404, "text/html", ""))
        self.send_response_only(status)
        if self.names_itself:
            self.send_header("server", "nginx")
        self.send_header("content-type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_given: object) -> None:
        """Log nothing."""


HEALTHY = (200, "application/json", json.dumps({"status": "ok"}))


@contextmanager
def website(health: tuple[int, str, str] = HEALTHY, *, names_itself: bool = True) -> Iterator[str]:
    """Yield the address of a site with a service behind it."""
    pages = {"/": (200, "text/html", ""), "/intake/health": health}
    handler = type("Handler", (_Handler,), {"pages": pages, "names_itself": names_itself})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def examined(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, dict[str, list[str]]]]:
    """Return a function: settings → the exit code, and what was seen, by what was tried."""

    def with_(**given: str) -> tuple[int, dict[str, list[str]]]:
        for name, value in given.items():
            monkeypatch.setenv(f"INTAKE_{name.upper()}", value)
        code, output, _ = run("doctor")
        found: dict[str, list[str]] = {}
        for line in output.splitlines():
            verdict, what, seen = re.fullmatch(r"(ok|WRONG) +([\w ]+): (.*)", line).groups()  # type: ignore[union-attr]
            found.setdefault(what, []).append(f"{verdict} {seen}")
        return code, found

    return with_


Examined = Callable[..., tuple[int, dict[str, list[str]]]]


@pytest.mark.usefixtures("engine")
def test_where_all_is_well_nothing_is_left_behind(
    examined: Examined, mail_server: MailServer, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine.dialect.name == "postgresql":  # that of the tests is without, for speed
        monkeypatch.setattr(examination, "durability", lambda _engine: iter(()))
    add(engine, role="administer")
    with website() as site:
        smtp = f"smtp://127.0.0.1:{mail_server.port}"
        code, found = examined(smtp=smtp, site_url=site, proxies="1")
    assert [seen for all_ in found.values() for seen in all_ if not seen.startswith("ok")] == []
    assert code == 0
    tried = {"content", "storage", "clock", "mail server", "mail", "site", "service"}
    of_file = {"permissions", "owner", "disk"}
    assert tried | (of_file if engine.dialect.name == "sqlite" else set()) < found.keys()
    assert "plausible" in found["clock"][-1]
    if engine.dialect.name == "postgresql":
        assert re.fullmatch(r"ok PostgreSQL's differs by -?0\.\d s", found["clock"][0])
    assert mail_server.received == []
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM drafts")).scalar_one() == 0


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.usefixtures("engine")
def test_a_postgresql_that_loses_what_it_acknowledged_is_reported(examined: Examined) -> None:
    code, found = examined()
    assert code == 1
    assert found["durability"] == ["WRONG fsync is off: a power cut loses what was received"]


@on_sqlite
@pytest.mark.usefixtures("engine")
def test_others_may_list_the_folder_of_the_database_and_not_write_there(
    examined: Examined, tmp_path: Path
) -> None:
    for mode, verdict in ((0o755, "ok"), (0o775, "WRONG")):
        tmp_path.chmod(mode)
        seen = examined(site_url="http://127.0.0.1:1/")[1]["permissions"]
        assert f"{verdict} {tmp_path} has mode {mode:o}" in seen


@on_sqlite
@pytest.mark.usefixtures("engine")
def test_each_mistake_is_told_and_the_others_are_looked_for(
    examined: Examined, mail_server: MailServer, tmp_path: Path
) -> None:
    (tmp_path / "intake.db").chmod(0o644)
    mail_server.to_sender = "550 Not you"
    smtp = f"smtp://127.0.0.1:{mail_server.port}"
    with website((502, "text/html", ""), names_itself=True) as site:
        code, found = examined(smtp=smtp, site_url=site, monitor="127.0.0.1:1")
    assert code == 1
    assert found["permissions"][0].startswith("WRONG")
    assert found["mail server"][-1].startswith("WRONG 550 Not you")
    assert "is the service running, and does the web server" in found["service"][0]
    assert found["monitor"][0].startswith("WRONG ConnectionError")


@on_sqlite
@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("proxies", ["0", "1"])
@pytest.mark.parametrize("there_is_one", [True, False])
def test_the_number_of_proxies_is_compared_with_what_answers(
    examined: Examined, proxies: str, *, there_is_one: bool
) -> None:
    with website(names_itself=there_is_one) as site:
        _, found = examined(site_url=site, proxies=proxies)
    assert found["proxies"][0].startswith("ok" if bool(int(proxies)) == there_is_one else "WRONG")


@on_sqlite
@pytest.mark.usefixtures("engine")
def test_a_team_that_receives_nothing_is_reported(
    examined: Examined, mail_server: MailServer, tmp_path: Path
) -> None:
    mail_server.replies["team@example.org"] = "550 5.1.1 No such user"
    _, found = examined(smtp=f"smtp://127.0.0.1:{mail_server.port}", site_url="http://127.0.0.1:1/")
    assert found["mail"] == [
        "WRONG from team@example.org to team@example.org: 550 5.1.1 No such user"
    ]
    assert found["site"][0].startswith("WRONG ConnectionError")
    _, found = examined(smtp=f"folder:{tmp_path / 'mails'}")
    assert "nobody receives them" in found["mail"][0]


@on_sqlite
def test_a_clock_that_was_set_back_is_reported(
    examined: Examined, engine: Engine, store_one: StoreOne
) -> None:
    store_one()
    with engine.begin() as connection:
        later = submissions.c.received + 86_400
        connection.execute(sa.update(submissions).values(received=later))
    assert examined(site_url="http://127.0.0.1:1/")[1]["clock"][0].startswith("WRONG")


@on_sqlite
def test_without_a_database_all_else_is_tried_and_none_is_made(
    examined: Examined, tmp_path: Path
) -> None:
    _, found = examined(site_url="http://127.0.0.1:1/")
    assert "there is no database" in found["database"][0]
    assert "INTAKE_SMTP is not set" in found["mail"][0]
    assert not (tmp_path / "intake.db").exists()


@on_sqlite
@pytest.mark.usefixtures("engine")
def test_a_file_of_settings_that_everybody_can_read_is_reported(
    run: Run, tmp_path: Path, sqlite: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "intake.env"
    text = f"INTAKE_ROOT={project}\nINTAKE_DATABASE={sqlite}\nINTAKE_SITE_URL=http://127.0.0.1:1/\n"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(env_file, "SYSTEM_FILE", file)
    for mode, verdict in ((0o644, "WRONG"), (0o640, "ok   ")):
        file.chmod(mode)
        assert (
            f"{verdict}  settings: {file} has mode {mode:o}" in run("--env", str(file), "doctor")[1]
        )


@on_sqlite
def test_the_operators_address_is_asked(
    serve: Callable[..., RunningIntake], examined: Examined
) -> None:
    port = _free_port()
    serve(monitor=f"127.0.0.1:{port}")
    _, found = examined(monitor=f"127.0.0.1:{port}", site_url="http://127.0.0.1:1/")
    assert found["monitor"][0].startswith("ok status ok, storage ok")


def _free_port() -> int:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        return server.server_port


# ── Whether staff can sign in ────────────────────────────────────────────────────────────────────


@on_sqlite
def test_a_desk_that_nobody_administers_is_reported(examined: Examined, engine: Engine) -> None:
    add(engine, role="handle")
    seen = "WRONG administrators on the list: 0; run: intake staff add"
    assert examined(site_url="http://127.0.0.1:1/")[1]["team"] == [seen]


@on_sqlite
@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(
    ("address", "verdict"),
    [
        ("https://www.example.org/", "ok"),
        ("http://127.0.0.1:1/", "ok"),
        ("http://www.example.org/", "WRONG"),
    ],
)
def test_a_desk_that_is_reached_without_tls_is_reported(
    examined: Examined, monkeypatch: pytest.MonkeyPatch, address: str, verdict: str
) -> None:
    monkeypatch.setattr(doctor, "_site", lambda _service: iter(()))
    (seen,) = examined(site_url=address)[1]["sign in"]
    assert seen.startswith(f"{verdict} {address}intake/staff/ is reached")


@on_sqlite
@pytest.mark.server
@pytest.mark.usefixtures("engine")
def test_an_openid_provider_is_asked_who_it_is(examined: Examined, provider: Provider) -> None:
    given = {"site_url": "http://127.0.0.1:1/", "openid_client": "intake"}
    (seen,) = examined(openid_issuer=provider.issuer, **given)[1]["openid"]
    assert seen.startswith(f"ok {provider.issuer} answers")
    assert seen.endswith("http://127.0.0.1:1/intake/staff/openid")
    (seen,) = examined(openid_issuer=f"{provider.issuer}/", **given)[1]["openid"]
    assert seen.startswith("WRONG the provider calls itself")
    (seen,) = examined(openid_issuer=openid.DOWN, **given)[1]["openid"]
    assert seen.startswith("WRONG")
    assert "ConnectionError" in seen


@on_sqlite
@pytest.mark.usefixtures("engine")
def test_a_proxys_headers_that_arrive_from_outside_are_reported(
    examined: Examined, serve: Callable[..., RunningIntake]
) -> None:
    given = {"proxy_header": "X-Remote-User", "proxy_key": "k" * 40}
    running = serve(**given)
    site = f"{running.client.base_url}/"
    (seen,) = examined(site_url=site, **given)[1]["proxy"]
    assert seen.startswith("WRONG X-Remote-User and x-intake-key arrive from outside")
    given["proxy_key"] = "another" * 6  # as if they were taken away on the way
    (seen,) = examined(site_url=site, **given)[1]["proxy"]
    assert seen == "ok X-Remote-User and x-intake-key do not arrive"

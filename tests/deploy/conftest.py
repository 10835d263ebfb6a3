"""The sample configuration of nginx, in a real nginx, before a real intake."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from brochure.checks.run import site_or_raise
from brochure.site.site import Site
from tests.engine import project
from tests.intake import serving
from tests.intake.serving import Server
from tests.support import nginx
from tests.support.nginx import Nginx

PROXY_KEY = "k" * 40


@pytest.fixture(scope="session")
def site(root: Path) -> Site:
    """Return the project's content, loaded and checked."""
    return site_or_raise(root)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run the intake of a site that takes requests, for which a proxy may sign people in."""
    place = project.copy(tmp_path_factory.mktemp("intake"))
    project.set_requests(place, "open")
    database = f"sqlite:///{place}/intake.db"
    given = {"site_url": f"https://{nginx.HOST}/", "proxies": "1"}
    given |= {"proxy_header": "X-Remote-User", "proxy_key": PROXY_KEY}
    server = serving.start(place / "log", serving.environment(place, database, **given))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def intake(service: Server) -> int:
    """Return the port of the intake that runs."""
    return service.port


@pytest.fixture(scope="session")
def server(
    built_site: Path, intake: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Nginx]:
    """Serve the built site with the sample configuration, and the intake with it."""
    with nginx.running(built_site, tmp_path_factory.mktemp("nginx"), intake) as running:
        yield running


@pytest.fixture(scope="session")
def alone(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """Serve the built site while the intake is down."""
    with nginx.running(built_site, tmp_path_factory.mktemp("nginx-alone")) as running:
        yield running


@pytest.fixture
def ask() -> Callable[[Nginx, bytes], bytes]:
    """Return a function: bytes, as no client would send them → all that nginx answers."""

    def asked(server: Nginx, request: bytes) -> bytes:
        trust = ssl.create_default_context(cafile=server.folder / "fullchain.pem")
        with (
            socket.create_connection(("127.0.0.1", server.port), 5) as plain,
            trust.wrap_socket(plain, server_hostname="127.0.0.1") as connection,
        ):
            connection.sendall(request)
            answer = b""
            while more := connection.recv(65_536):
                answer += more
        return answer

    return asked

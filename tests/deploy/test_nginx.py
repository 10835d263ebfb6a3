"""The sample configuration of nginx, in a real nginx."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support import machine
from tests.support.needs import need

pytestmark = pytest.mark.server

_TIMEOUT = 15
_SITE = "/srv/brochure/site"


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


@pytest.fixture(scope="module")
def address(
    root: Path, built_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Serve the built site with the sample configuration, except its folder and its port."""
    nginx = need(machine.nginx(), "nginx")
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    sample = (root / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    server = sample.replace(_SITE, str(built_site)).replace("listen 8080", f"listen {port}")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = (
        f"pid {folder}/pid; error_log {folder}/error.log; daemon off; worker_processes 1;"
        + ("user root;" if os.geteuid() == 0 else "")
        + "events {} http { types { text/html html; text/css css; image/svg+xml svg;"
        + f" application/javascript js; text/xml xml; }} access_log off; {temporary}\n{server}\n}}"
    )
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    process = subprocess.Popen([nginx, "-c", folder / "nginx.conf", "-e", folder / "error.log"])
    until = time.monotonic() + _TIMEOUT
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(_TIMEOUT)


def test_every_page_is_served_as_it_was_built(address: str, built_site: Path) -> None:
    for path in ("", "fr/", "pt/areas/"):
        page = httpx.get(f"{address}/{path}")
        assert page.status_code == httpx.codes.OK
        assert page.content == (built_site / path / "index.html").read_bytes()
        assert page.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("nothing/", "en"),
        ("faq/nothing", "en"),
        ("xx-Latn/nothing/", "en"),
        ("fr/rien/", "fr"),
        ("pt/areas/nada", "pt"),
    ],
)
def test_an_unknown_address_is_answered_in_its_language_if_the_site_has_it(
    address: str, path: str, language: str
) -> None:
    page = httpx.get(f"{address}/{path}")
    assert page.status_code == httpx.codes.NOT_FOUND
    assert f'<html lang="{language}"' in page.text


def test_pages_are_compressed_and_assets_are_cached_for_a_year(address: str) -> None:
    page = httpx.get(f"{address}/fr/")
    assert page.headers["content-encoding"] == "gzip"
    style = re.search(r'href="([^"]*site\.css[^"]*)"', page.text)
    assert style
    sheet = httpx.get(f"{address}/fr/{style[1]}")
    assert sheet.status_code == httpx.codes.OK
    assert "max-age=31536000" in sheet.headers["cache-control"]


def test_every_page_carries_a_strict_policy(address: str) -> None:
    for path in ("", "fr/rien/"):
        headers = httpx.get(f"{address}/{path}").headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_the_form_is_passed_on_to_the_intake(address: str) -> None:
    # Nothing listens where the sample looks for the intake: nginx says so, and not "not found".
    assert httpx.post(f"{address}/intake/fr/check").status_code != httpx.codes.NOT_FOUND

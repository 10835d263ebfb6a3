"""nginx's logs say what is asked for and how it was answered, and nothing about whom."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from brochure.site.site import Site
from tests.intake.answers import good
from tests.intake.walking import FORM, Walker
from tests.support import nginx, plain_http
from tests.support.nginx import Nginx

pytestmark = pytest.mark.server

NAME = "Kx0mC4lVbCwJ1v2hTqE3Zg"


@pytest.fixture
def logging(built_site: Path, intake: int, tmp_path: Path) -> Iterator[Nginx]:
    """Run nginx with logs of its own."""
    with nginx.running(built_site, tmp_path, intake) as server:
        yield server


def _written(server: Nginx, wanted: str = "") -> str:
    """Return what has been logged, once it has what is wanted."""
    until = time.monotonic() + 5
    while wanted not in (log := _logs(server)) and time.monotonic() < until:
        time.sleep(0.02)
    return log


def _logs(server: Nginx) -> str:
    return "".join(file.read_text(encoding="utf-8") for file in server.folder.glob("*.log"))


def test_the_log_of_a_whole_journey_has_no_secret_and_no_address_of_anybody(
    logging: Nginx, site: Site
) -> None:
    form = site.content.form
    assert form
    walker = Walker(logging.client, form, site.tags[1]).begin()
    draft = walker.place.split("/")[4]
    walker.whole(good(site))
    receipt = re.sub(r"[?#].*", "", walker.place).rpartition("/")[2]
    for path in (f"{walker.place}/record.pdf", f"{walker.place}?key={NAME}"):
        assert logging.get(path).status_code == httpx.codes.OK
    assert logging.get("/sitemap.xml?seen=what-nobody-may-know").status_code == httpx.codes.OK
    log = _written(logging, "/sitemap.xml")
    assert f'303 "POST /intake/{site.tags[1]}/draft ..."' in log
    assert f'200 "GET /intake/{site.tags[1]}/receipt ..."' in log
    for secret in (draft, receipt, NAME, "127.0.0.1", "what-nobody-may-know"):
        assert secret not in log


@pytest.mark.parametrize(
    "path",
    [
        "/intake/en/draft/{}/check",
        "/intake/staff/en/sign-in/{}",
        "/intake/staff/sign-in?token={}",
        "/intake/{}",
        "/intake/{}/draft/",
        "//intake/en/draft/{}/check",
        "/./intake/en/draft/{}",
        "/faq/../intake/en/draft/{}",
        "/%69ntake/en/draft/{}",
        "/Intake/en/draft/{}",
        "/faq/?of={}",
        "/faq/{} HTTP/1.1 and what is not a request",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_way_to_write_an_address_puts_a_secret_into_the_log(
    logging: Nginx, ask: Callable[[Nginx, bytes], bytes], path: str, method: str
) -> None:
    line = f"{method} {path.format(NAME)} HTTP/1.1\r\nHost: {nginx.HOST}\r\n"
    ask(logging, f"{line}Connection: close\r\nContent-Length: 0\r\n\r\n".encode())
    assert logging.get("/sitemap.xml").status_code == httpx.codes.OK
    log = _written(logging, "/sitemap.xml")
    assert log.count(" bytes ") == 2
    assert NAME not in log


def test_what_goes_wrong_on_the_way_to_the_intake_is_logged_by_its_status_alone(
    built_site: Path, tmp_path: Path
) -> None:
    edits = {"burst=80 nodelay": "burst=1 nodelay", "rate=20r/s": "rate=1r/m"}
    with nginx.running(built_site, tmp_path, edits=edits) as server:
        address = f"/intake/en/draft/{NAME}/check"
        statuses = [
            server.client.post(address, content=b"a=b", headers=FORM).status_code for _ in "1234"
        ]
        statuses.append(server.client.post(address, content=b"x" * 600_000).status_code)
        statuses.append(plain_http.get(f"http://127.0.0.1:{server.plain}{address}").status_code)
        assert set(statuses) == {502, 429, 413, 301}
        assert server.get("/sitemap.xml").status_code == httpx.codes.OK
        log = _written(server, "/sitemap.xml")
    for status in statuses:
        assert re.search(rf'{status} "(GET|POST) /intake/en/draft ..."', log)
    assert NAME not in log
    assert "127.0.0.1" not in log

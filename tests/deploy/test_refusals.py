"""What cannot be answered is answered by our own pages, in the language of the address."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import html
from playwright.sync_api import Browser

from brochure.site import default_strings
from brochure.site.site import Site
from tests.site.pages import SHOWN, TAGS
from tests.support import nginx, plain_http
from tests.support.nginx import Nginx
from tests.support.page_checks import assert_fits_and_is_accessible

pytestmark = pytest.mark.server

OTHERS = TAGS[1:]
FORM = {"content-type": "application/x-www-form-urlencoded"}
TOO_MUCH = b"x" * 600_000


def _language(page: httpx.Response) -> str:
    found = re.search(r'<html lang="([^"]+)"', page.text)
    assert found, page.text[:200]
    return found[1]


def _says(page: httpx.Response, name: str) -> bool:
    """Whether a page's heading is the string ``refusal.NAME`` in the page's language."""
    strings = default_strings.texts(_language(page))
    (heading,) = html.document_fromstring(page.text).xpath("//h1")
    return str(heading.text_content()).strip() == strings[f"refusal.{name}"]


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/nothing/", TAGS[0]),
        ("/faq/nothing", TAGS[0]),
        ("/xx-Latn/nothing/", TAGS[0]),
        (f"/{TAGS[0]}/nothing/", TAGS[0]),
        *((f"/{tag}/nothing/", tag) for tag in OTHERS),
        *((f"/{tag}/areas/nothing?a=/{TAGS[0]}/", tag) for tag in OTHERS),
        *((f"/{tag}x/nothing", TAGS[0]) for tag in OTHERS),
    ],
)
def test_an_unknown_address_is_answered_in_its_language_if_the_site_has_it(
    server: Nginx, path: str, language: str
) -> None:
    page = server.get(path)
    assert page.status_code == httpx.codes.NOT_FOUND
    assert _language(page) == language


@pytest.mark.parametrize("tag", TAGS)
def test_while_the_intake_is_down_a_page_says_so_and_how_to_write_to_the_team(
    alone: Nginx, site: Site, tag: str
) -> None:
    page = alone.client.post(f"/intake/{tag}/check", content=b"a=b", headers=FORM)
    assert page.status_code == httpx.codes.BAD_GATEWAY
    assert _language(page) == tag
    assert _says(page, "unavailable")
    assert page.headers.get_list("retry-after") == ["10"]
    assert f"mailto:{site.content.site.contact.email}" in page.text


@pytest.mark.parametrize("tag", TAGS)
def test_too_much_is_refused_in_the_language_of_the_form(alone: Nginx, tag: str) -> None:
    page = alone.client.post(f"/intake/{tag}/check", content=TOO_MUCH, headers=FORM)
    assert page.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE
    assert _language(page) == tag
    assert _says(page, "too-large")


def test_too_often_is_refused_in_the_language_of_the_form(
    built_site: Path, intake: int, tmp_path: Path
) -> None:
    edits = {"burst=80 nodelay": "burst=2 nodelay", "rate=20r/s": "rate=1r/m"}
    with nginx.running(built_site, tmp_path, intake, edits) as running:
        pages = [running.get(f"/intake/{OTHERS[0]}/new") for _ in range(4)]
        assert [page.status_code for page in pages] == [303, 303, 303, 429]
        assert _language(pages[-1]) == OTHERS[0]
        assert _says(pages[-1], "too-many")
        assert pages[-1].headers.get_list("retry-after") == ["60"]


class _Service(BaseHTTPRequestHandler):
    """Something that is not well, in the place of the intake: its path says how."""

    def do_GET(self) -> None:
        if self.path.endswith("/silent"):
            threading.Event().wait(3)
        self.send_response(int(self.path.rpartition("/")[2]) if self.path[-1].isdigit() else 200)
        if self.path.endswith(("429", "503")):
            self.send_header("retry-after", "7")
        self.end_headers()
        self.wfile.write(b"said by the service itself")

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def unwell(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("unwell")
    with ThreadingHTTPServer(("127.0.0.1", 0), _Service) as service:
        threading.Thread(target=service.serve_forever, args=(0.05,), daemon=True).start()
        edits = {"proxy_read_timeout 30s": "proxy_read_timeout 1s"}
        with nginx.running(built_site, folder, service.server_port, edits) as running:
            yield running
        service.shutdown()


def test_an_intake_that_does_not_answer_is_explained(unwell: Nginx) -> None:
    page = unwell.get(f"/intake/{OTHERS[0]}/silent")
    assert page.status_code == httpx.codes.GATEWAY_TIMEOUT
    assert _language(page) == OTHERS[0]
    assert _says(page, "unavailable")


@pytest.mark.parametrize("status", [404, 413, 429, 503])
def test_what_the_intake_explains_itself_is_passed_on(unwell: Nginx, status: int) -> None:
    """Its pages have what was typed."""
    page = unwell.get(f"/intake/{OTHERS[0]}/{status}")
    assert (page.status_code, page.text) == (status, "said by the service itself")
    assert page.headers.get_list("retry-after") == (["7"] if status in {429, 503} else [])


def test_a_wrong_address_of_the_intake_gets_its_own_page(server: Nginx) -> None:
    page = server.get(f"/intake/{OTHERS[0]}/nothing")
    assert page.status_code == httpx.codes.NOT_FOUND
    assert _language(page) == OTHERS[0]


@pytest.mark.parametrize("name", ["404", "413", "429", "503"])
def test_pages_of_refusals_have_no_address_of_their_own_and_are_not_indexed(
    server: Nginx, built_site: Path, name: str
) -> None:
    for tag in TAGS:
        folder = "" if tag == TAGS[0] else f"{tag}/"
        page = (built_site / folder / f"{name}.html").read_text(encoding="utf-8")
        document = html.document_fromstring(page)
        assert document.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert document.xpath("//link[@rel='canonical' or @rel='alternate']") == []
        assert server.get(f"/{folder}{name}.html").status_code == httpx.codes.NOT_FOUND
    assert f"/{name}.html" not in (built_site / "sitemap.xml").read_text(encoding="utf-8")


def test_pages_of_refusals_work_at_any_address_without_the_intake(built_site: Path) -> None:
    for file in built_site.rglob("[45][0-9][0-9].html"):
        document = html.document_fromstring(file.read_bytes())
        addresses = document.xpath("//@href | //@src")
        assert all(re.match(r"[/#]|https?:|mailto:", address) for address in addresses), file
        assert not [address for address in addresses if address.startswith("/intake/")], file


def test_pages_of_refusals_fit_every_screen_and_are_accessible(
    browser: Browser, axe_source: str, alone: Nginx
) -> None:
    context = browser.new_context(ignore_https_errors=True)
    tab = context.new_page()
    for tag in SHOWN:
        tab.goto(f"https://127.0.0.1:{alone.port}/intake/{tag}/check")
        assert_fits_and_is_accessible(tab, axe_source, tag)
    context.close()


@pytest.mark.soak
def test_the_nu_checker_finds_nothing_on_pages_of_refusals(
    built_site: Path, nu_check: Callable[[Iterable[Path]], list[dict[str, Any]]]
) -> None:
    found = nu_check(sorted(built_site.rglob("[45][0-9][0-9].html")))
    assert [message for message in found if message["type"] == "error"] == []


def test_nginx_hides_its_version_in_whatever_it_answers_itself(server: Nginx) -> None:
    answers = [server.get("/"), server.get("/nothing"), server.client.post("/", content=b"x")]
    answers.append(plain_http.get(f"http://127.0.0.1:{server.plain}/"))
    for answer in answers:
        assert answer.headers["server"] == "nginx"
        assert "nginx/" not in answer.text
    with socket.create_connection(("127.0.0.1", server.plain), 5) as connection:
        connection.sendall(b"no request at all\r\n\r\n")
        assert b"nginx/" not in connection.recv(4_096)


@pytest.mark.soak
def test_addresses_of_one_network_of_ipv6_share_a_limit(built_site: Path, tmp_path: Path) -> None:
    trusting = "set_real_ip_from 127.0.0.1; real_ip_header X-Forwarded-For; limit_req_zone "
    edits = {"limit_req_zone ": trusting, "rate=20r/s": "rate=1r/m", "burst=80": "burst=1"}
    with nginx.running(built_site, tmp_path / "nginx", edits=edits) as server:

        def statuses(*addresses: str) -> list[int]:
            answers = [server.get("/intake/", x_forwarded_for=each) for each in addresses]
            return [answer.status_code for answer in answers]

        refused = 429
        assert statuses("2001:db8::1", "2001:db8::2", "2001:db8::ffff:3")[-1] == refused
        assert statuses("2001:db8:0:0:a:b:c:d") == [refused]
        assert refused not in statuses("2001:db8:0:1::1", "2001:db8:1::1", "192.0.2.1", "192.0.2.2")
        assert statuses("192.0.2.1", "192.0.2.1")[-1] == refused

"""What nginx sends with the sample configuration: pages as they were built, and small."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from brochure.site.site import Site
from tests.engine.project import copy_folder
from tests.intake.answers import good
from tests.intake.walking import Walker
from tests.site.pages import SHOWN, TAGS
from tests.site.test_weight import BUDGET
from tests.support import machine, nginx, plain_http
from tests.support.needs import need
from tests.support.nginx import HOST, Nginx

pytestmark = pytest.mark.server

YEAR = "public, max-age=31536000, immutable"
ENCODINGS = {"gzip": "gzip", "br, gzip": "br", "gzip, deflate, br, zstd": "br", "identity": ""}


def _pages(folder: Path) -> list[str]:
    """Return the address of each page, but for those that nginx shows by itself."""
    found = (file.relative_to(folder).as_posix() for file in folder.rglob("index.html"))
    addresses = sorted(f"/{path.removesuffix('index.html')}" for path in found)
    assert addresses
    return addresses


def _asset(page: httpx.Response) -> str:
    """Return an asset that a page loads: its address with a digest."""
    found = re.search(r'"([^"]*/?assets/[^"]+\?v=[0-9a-f]+)"', page.text)
    assert found
    return str(page.request.url.join(found[1]).raw_path, "ascii")


def test_every_page_is_served_as_it_was_built(server: Nginx, built_site: Path) -> None:
    for address in _pages(built_site):
        page = server.get(address)
        assert page.status_code == httpx.codes.OK
        assert page.content == (built_site / address[1:] / "index.html").read_bytes()
        assert page.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("encodings", ENCODINGS)
def test_each_text_is_sent_as_the_build_has_compressed_it(
    server: Nginx, built_site: Path, encodings: str
) -> None:
    need(machine.nginx_brotli(), "nginx's module for Brotli")
    encoding = ENCODINGS[encodings]
    suffix = {"gzip": ".gz", "br": ".br", "": ""}[encoding]
    for path in ("fr/index.html", "sitemap.xml", "assets/licences.txt"):
        address = "/" + path.removesuffix("index.html")
        with server.client.stream("GET", address, headers={"accept-encoding": encodings}) as sent:
            body = b"".join(sent.iter_raw())
            assert sent.headers.get("content-encoding", "") == encoding
            assert "accept-encoding" in sent.headers["vary"].lower()
        assert body == (built_site / f"{path}{suffix}").read_bytes()


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_no_page_with_all_its_style_is_heavier_than_a_first_round_trip(
    server: Nginx, built_site: Path, encoding: str
) -> None:
    if encoding == "br":
        need(machine.nginx_brotli(), "nginx's module for Brotli")
    for address in _pages(built_site):
        with server.client.stream("GET", address, headers={"accept-encoding": encoding}) as sent:
            body = b"".join(sent.iter_raw())
            assert sent.headers["content-encoding"] == encoding, address
        assert len(body) <= BUDGET, address


@pytest.fixture(scope="module")
def unlimited(
    built_site: Path, intake: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Nginx]:
    """Serve the site and the intake to somebody who fills in forms faster than people do."""
    edits = {"rate=20r/s": "rate=1000r/s"}
    with nginx.running(built_site, tmp_path_factory.mktemp("nginx"), intake, edits) as running:
        yield running


@pytest.mark.parametrize("tag", SHOWN)
def test_no_page_of_the_intake_is_heavier_either(unlimited: Nginx, site: Site, tag: str) -> None:
    """With every error that there can be, and with an answer to every question."""
    server = unlimited
    assert site.content.form
    walker = Walker(server.client, site.content.form, tag).begin()
    weights = {}
    for step in site.content.form.steps:
        weights[step.id] = _weight(server, walker.place)
        walker.answer({name: [] for name in walker.shown})
        weights[f"{step.id} with errors"] = _weight(server, walker.place)
        while walker.at == step.id:
            walker.answer(good(site))
    for page in ("check", "later", "delete"):
        weights[page] = _weight(server, walker.go(page).place)
    weights["receipt"] = _weight(server, walker.go("check").send().place)
    weights["nothing"] = _weight(server, f"/intake/{tag}/nothing")
    assert {name: weight for name, weight in weights.items() if weight > BUDGET} == {}


def _weight(server: Nginx, address: str) -> int:
    headers = {"accept-encoding": "gzip"}
    with server.client.stream("GET", address.partition("#")[0], headers=headers) as page:
        assert page.headers["content-encoding"] == "gzip"
        return len(b"".join(page.iter_raw()))


def test_a_page_is_asked_for_again_and_sent_only_if_it_has_changed(server: Nginx) -> None:
    page = server.get("/fr/")
    assert page.headers["cache-control"] == "no-cache"
    for known in (
        {"if_none_match": page.headers["etag"]},
        {"if_modified_since": page.headers["last-modified"]},
    ):
        again = server.get("/fr/", **known)
        assert (again.status_code, again.content) == (httpx.codes.NOT_MODIFIED, b"")


def test_what_has_a_digest_in_its_address_is_stored_and_nothing_else(server: Nginx) -> None:
    asset = _asset(server.get("/fr/"))
    assert server.get(asset).headers["cache-control"] == YEAR
    assert server.get(asset).headers["etag"]
    for other in (asset.partition("?")[0], "/robots.txt", "/sitemap.xml", "/assets/licences.txt"):
        assert server.get(other).headers["cache-control"] == "no-cache", other


def test_that_there_is_no_such_asset_is_not_stored(server: Nginx) -> None:
    for missing in ("/assets/none.svg?v=0123abcd", "/images/none.0123abcd.avif"):
        page = server.get(missing)
        assert page.status_code == httpx.codes.NOT_FOUND
        assert page.headers["cache-control"] == "no-cache"


def test_browsers_come_by_tls_1_3_and_http_2(server: Nginx) -> None:
    trust = ssl.create_default_context(cafile=server.folder / "fullchain.pem")
    trust.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", server.port), 5) as plain,
        trust.wrap_socket(plain, server_hostname=HOST) as secure,
    ):
        assert secure.version() == "TLSv1.3"
        assert secure.selected_alpn_protocol() == "h2"


@pytest.mark.parametrize("old", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_tls_that_nobody_should_use_is_refused(server: Nginx, old: ssl.TLSVersion) -> None:
    trust = ssl.create_default_context(cafile=server.folder / "fullchain.pem")
    trust.set_ciphers("DEFAULT:@SECLEVEL=0")
    trust.minimum_version = trust.maximum_version = old
    with (
        socket.create_connection(("127.0.0.1", server.port), 5) as plain,
        pytest.raises(ssl.SSLError),
    ):
        trust.wrap_socket(plain, server_hostname=HOST)


def test_a_request_without_tls_is_sent_to_the_same_address_with_it(server: Nginx) -> None:
    for host in (HOST, "evil.example"):  # it never leads to a host that a request names
        url = f"http://127.0.0.1:{server.plain}/fr/areas/?a=b"
        answer = plain_http.get(url, headers={"host": host})
        assert answer.status_code == httpx.codes.MOVED_PERMANENTLY
        assert answer.headers["location"] == f"https://{HOST}/fr/areas/?a=b"


def test_an_address_without_its_slash_leads_to_the_one_with_it(server: Nginx) -> None:
    answer = server.get("/fr/areas")
    assert answer.status_code == httpx.codes.MOVED_PERMANENTLY
    assert answer.headers["location"] == "/fr/areas/"


def test_pictures_are_stored_and_have_the_types_that_browsers_ask_for(
    built_site: Path, tmp_path: Path
) -> None:
    """Whether all languages share them or one has its own."""
    site = tmp_path / "site"
    copy_folder(built_site, site)
    kinds = {"avif": "image/avif", "jpg": "image/jpeg", "svg": "image/svg+xml"}
    for folder in ("images", "fr/images"):
        (site / folder).mkdir(parents=True, exist_ok=True)
        for kind in kinds:
            (site / folder / f"harbour-360.0123abcd.{kind}").write_bytes(b"a picture")
    with nginx.running(site, tmp_path / "nginx") as server:
        for folder in ("images", "fr/images"):
            for kind, media_type in kinds.items():
                sent = server.get(f"/{folder}/harbour-360.0123abcd.{kind}")
                assert sent.headers["content-type"].partition(";")[0] == media_type
                assert sent.headers["cache-control"] == YEAR


def test_what_is_written_for_nginx_is_not_sent(server: Nginx, built_site: Path) -> None:
    (file,) = built_site.glob("nginx-*.conf")
    for suffix in ("", ".gz", ".br"):
        assert server.get(f"/{file.name}{suffix}").status_code == httpx.codes.NOT_FOUND


def test_each_language_has_a_home_page_at_its_address(server: Nginx) -> None:
    for tag in TAGS:
        page = server.get("/" if tag == TAGS[0] else f"/{tag}/")
        assert f'<html lang="{tag}"' in page.text

"""The desk behind the sample configuration of nginx: its cookie, and who can say who one is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Request

from intake.storage.database import connect
from tests.deploy.conftest import PROXY_KEY as KEY
from tests.intake.pages import words
from tests.intake.serving import Server
from tests.intake.signing import ANA, DESK, Browser, add, links
from tests.support import machine, nginx, plain_http
from tests.support.nginx import HOST, Nginx

pytestmark = pytest.mark.server

SIGN_IN = f"{DESK}en/sign-in"


@dataclass
class Desk:
    """The intake with its database, which knows Ana, and nginx before it."""

    port: int
    database: str
    nginx: Nginx
    folder: Path

    def link(self) -> str:
        """Return the newest link that was emailed."""
        engine = connect(self.database)
        try:
            return links(engine)[-1][1]
        finally:
            engine.dispose()


@pytest.fixture(scope="module")
def desk(service: Server, server: Nginx, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return the desk of the service that runs, behind nginx."""
    database = service.variables["INTAKE_DATABASE"]
    engine = connect(database)
    add(engine)
    engine.dispose()
    return Desk(service.port, database, server, tmp_path_factory.mktemp("desk"))


def test_somebody_signs_in_over_tls_and_the_cookie_never_leaves_it(desk: Desk) -> None:
    browser = Browser(desk.nginx.client, headers={"origin": f"https://{HOST}"})
    sent = browser.post(SIGN_IN, {"address": ANA})
    assert sent.headers["location"] == f"{SIGN_IN}?why=sent"
    page = browser.get(desk.link())
    assert "Sign in as Ana Sá?" in words(page.text)
    done = browser.press(page, desk.link())
    (cookie,) = done.headers.get_list("set-cookie")
    flags = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert flags == {"httponly", "secure", "max-age=86400", "path=/intake/staff/", "samesite=lax"}
    assert cookie.startswith("__Secure-desk=")
    plain = plain_http.get(f"http://127.0.0.1:{desk.nginx.plain}{SIGN_IN}", headers={"host": HOST})
    assert (plain.status_code, plain.headers["location"]) == (301, f"https://{HOST}{SIGN_IN}")
    assert "max-age" in page.headers["strict-transport-security"]


@pytest.mark.parametrize(
    "headers",
    [
        {"x-remote-user": ANA, "x-intake-key": KEY},
        {"X-REMOTE-USER": ANA, "X-INTAKE-KEY": KEY},
        {"x_remote_user": ANA, "x_intake_key": KEY},
    ],
)
def test_nginx_passes_on_nothing_with_which_a_proxy_signs_people_in(
    desk: Desk, headers: dict[str, str]
) -> None:
    """Not even if somebody outside knows the proxy's key."""
    page = desk.nginx.client.get(SIGN_IN, headers=headers)
    assert page.status_code == httpx.codes.OK
    assert "Continue as" not in words(page.text)
    done = desk.nginx.client.post(f"{SIGN_IN}/proxy", data={"to": ""}, headers=headers)
    assert done.headers["location"] == f"{SIGN_IN}?why=refused"


def test_at_the_services_own_port_the_header_is_not_enough(desk: Desk) -> None:
    address = f"http://127.0.0.1:{desk.port}{SIGN_IN}"
    for key in ({}, {"x-intake-key": "guess"}):
        page = plain_http.get(address, headers={"x-remote-user": ANA, **key})
        assert page.status_code == httpx.codes.OK
        assert "Continue as" not in words(page.text)


def test_nginx_itself_can_be_the_proxy_as_the_guide_says(
    desk: Desk, built_site: Path, root: Path
) -> None:
    guide = (root / "guides" / "run-the-intake.md").read_text(encoding="utf-8")
    (sample,) = re.findall(r"```nginx\n(.*?)```", guide, re.DOTALL)
    names, key = desk.folder / "names", desk.folder / "key.conf"
    names.write_text("Ana@example.org:{PLAIN}hush\nrui@example.org:{PLAIN}hush\n", "utf-8")
    key.write_text(f'proxy_set_header X-Intake-Key "{KEY}";\n', "utf-8")
    sample = sample.replace("/etc/nginx/brochure-staff", str(names))
    sample = sample.replace("/etc/nginx/brochure-key.conf", str(key))
    sample = sample.replace("127.0.0.1:8001", f"127.0.0.1:{desk.port}")
    before = "    location /intake/ {\n"
    edits = {before: sample + before}
    with nginx.running(built_site, desk.folder / "proxy", desk.port, edits) as running:
        assert running.get(SIGN_IN).status_code == httpx.codes.UNAUTHORIZED
        for name, shown in (("Ana@example.org", "Continue as ana@example.org"), ("x", "")):
            auth = httpx.BasicAuth(name, "hush")
            page = running.client.get(SIGN_IN, auth=auth)
            assert shown in words(page.text)
            assert (page.status_code == httpx.codes.OK) == bool(shown)
        ana, forged = httpx.BasicAuth("Ana@example.org", "hush"), {"x-remote-user": "rui@x.org"}
        done = running.client.post(f"{SIGN_IN}/proxy", data={"to": ""}, auth=ana, headers=forged)
        assert (done.status_code, done.headers["location"]) == (303, f"{DESK}en/")
        other = httpx.BasicAuth("rui@example.org", "hush")
        done = running.client.post(f"{SIGN_IN}/proxy", data={"to": ""}, auth=other)
        assert done.headers["location"] == f"{SIGN_IN}?why=unknown"
        assert running.get("/questions/").status_code == httpx.codes.OK  # readers need no name


def test_readers_pages_neither_set_nor_get_a_cookie_even_in_a_members_browser(
    browser: Chromium, desk: Desk
) -> None:
    """What the page on privacy says stays true: the cookie is the desk's alone."""
    # It finds nginx under the site's own name, as a browser that is somewhere else does.
    rule = f"--host-resolver-rules=MAP {HOST} 127.0.0.1:{desk.nginx.port}"
    named = browser.browser_type.launch(
        executable_path=machine.chromium(), args=[*machine.CHROMIUM_FLAGS, rule]
    )
    context = named.new_context(ignore_https_errors=True)
    page, base = context.new_page(), f"https://{HOST}"
    page.goto(f"{base}/privacy/")
    page.goto(f"{base}/express-interest/")
    page.goto(base + SIGN_IN)
    assert context.cookies() == []
    Browser(desk.nginx.client).post(SIGN_IN, {"address": ANA})
    page.goto(base + desk.link())
    page.locator("main form button").click()
    (cookie,) = context.cookies()
    assert (cookie["path"], cookie["secure"], cookie["httpOnly"]) == (DESK, True, True)
    page.wait_for_load_state("networkidle")  # so that no request of the desk ends from here on
    requests: list[Request] = []
    page.on("requestfinished", lambda one: requests.append(one))  # noqa: PLW0108 - it is marked
    for path in ("/", "/privacy/", "/intake/health", "/intake/en/new"):
        page.goto(base + path, wait_until="networkidle")
    # What was sent is asked for afterwards: while pages load, the answer may come too late.
    sent = {one.url: one.header_value("cookie") or "" for one in requests}
    assert f"{base}/privacy/" in sent
    assert set(sent.values()) == {""}
    arrived = page.goto(base + SIGN_IN)
    assert arrived is not None
    assert str(arrived.request.header_value("cookie")).startswith("__Secure-desk=")
    assert page.evaluate("document.cookie") == ""
    named.close()

"""Every answer has each security header exactly once, and browsers apply the pages' style."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from brochure.checks.audit.settings import NAME, read
from brochure.render.page_style import of_page
from brochure.render.style import source
from tests.deploy.observatory import grade, score
from tests.engine.project import copy_folder
from tests.intake.test_headers import HEADERS as OF_THE_INTAKE
from tests.support import depth, nginx, plain_http
from tests.support.nginx import HOST, Nginx

pytestmark = pytest.mark.server

SECURITY = {
    "strict-transport-security",
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "cache-control",
}
FORM = {"content-type": "application/x-www-form-urlencoded"}


def _answers(server: Nginx) -> dict[str, httpx.Response]:
    """Return an answer of each kind: by nginx, by the intake, and by nginx in its place."""
    post = server.client.post
    return {
        "page": server.get("/fr/"),
        "search": server.get("/fr/search/"),
        "home": server.get("/"),
        "home in another language": server.get("/", accept_language="fr"),
        "asset": server.get("/assets/licences.txt"),
        "unchanged": server.get(
            "/fr/", if_modified_since=server.get("/fr/").headers["last-modified"]
        ),
        "folder": server.get("/fr"),
        "not found": server.get("/nothing"),
        "not found, in French": server.get("/fr/rien"),
        "method": post("/fr/", content=b"x"),
        "too large": post("/intake/fr/check", content=b"x" * 600_000, headers=FORM),
        "answers": post("/intake/fr/check", content=b"a=b", headers=FORM),
        "form": server.get("/intake/fr/new"),
        "wrong address of the form": server.get("/intake/fr/nothing"),
        "health": server.get("/intake/health"),
    }


def _counted(answer: httpx.Response) -> Counter[str]:
    return Counter(name.lower() for name, _ in answer.headers.multi_items())


def test_each_security_header_is_sent_once_whatever_the_answer(server: Nginx, alone: Nginx) -> None:
    answers = _answers(server) | {f"{name}, alone": a for name, a in _answers(alone).items()}
    for name, answer in answers.items():
        counted = _counted(answer)
        assert {header: counted[header] for header in SECURITY} == dict.fromkeys(SECURITY, 1), name
        assert not counted["set-cookie"], name


def test_static_pages_forbid_what_the_intake_forbids(server: Nginx) -> None:
    own = {"cache-control", "x-robots-tag"}  # of pages with what people typed
    sent = server.get("/fr/").headers
    passed_on = server.get("/intake/fr/nothing").headers
    for name in (OF_THE_INTAKE.keys() | SECURITY) - own - {"content-security-policy"}:
        assert sent[name] == passed_on[name], name


def test_the_guide_lists_the_headers_that_every_answer_has(root: Path, server: Nginx) -> None:
    guide = (root / "guides/run-a-server.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `([A-Z][\w-]+)` \| `(.+)` \|$", guide, re.MULTILINE))
    own = {"content-security-policy", "cache-control"}  # it explains these
    assert {name.lower() for name in listed} == SECURITY - own
    for answer in _answers(server).values():
        assert {name: answer.headers[name] for name in listed} == listed, answer.url


def test_by_the_rules_of_the_observatory_every_page_is_graded_a_plus(
    server: Nginx, alone: Nginx
) -> None:
    plain = plain_http.get(f"http://127.0.0.1:{server.plain}/", headers={"host": HOST})
    for answer in (*_answers(server).values(), *_answers(alone).values()):
        assert grade(score(answer, plain)) == "A+", f"{answer.url}: {score(answer, plain)}"


@pytest.mark.parametrize(
    ("header", "value", "points"),
    [
        ("content-security-policy", None, 75),
        ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'", 115),
        ("content-security-policy", "default-src 'self'; script-src 'unsafe-inline'", 80),
        ("strict-transport-security", None, 80),
        ("strict-transport-security", "max-age=60", 120),
        ("x-content-type-options", None, 125),
        ("referrer-policy", "unsafe-url", 120),
        ("cross-origin-resource-policy", None, 120),
        ("set-cookie", "session=1", 60),
    ],
)
def test_the_score_falls_with_each_header(
    server: Nginx, header: str, value: str | None, points: int
) -> None:
    plain = plain_http.get(f"http://127.0.0.1:{server.plain}/", headers={"host": HOST})
    page = server.get("/fr/")
    whole = score(page, plain)
    if value is None:
        del page.headers[header]
    else:
        page.headers[header] = value
    assert whole > score(page, plain)
    assert score(page, plain) == points


@pytest.mark.parametrize(
    "address",
    ["/", "/fr/", "/fr/areas/", "/fr/search/", "/nothing", "/fr/rien", "/robots.txt"],
)
def test_the_policy_that_the_audit_compares_with_is_what_nginx_sends(
    root: Path, server: Nginx, address: str
) -> None:
    """It allows the style that the page carries, and no other."""
    page = server.get(address)
    style = of_page(page.text)
    policy = read(root / NAME, NAME).policy
    scripts = "'self' 'wasm-unsafe-eval'" if address == "/fr/search/" else "'self'"
    allowed = policy.replace("$brochure_style", source(style) if style else "'none'")
    allowed = allowed.replace("$brochure_script", scripts)
    assert page.headers["content-security-policy"] == allowed


def _fonts(browser: Browser, server: Nginx, address: str) -> str:
    """Return the fonts of a page as a browser shows it; without its style, there is but one."""
    context = browser.new_context(ignore_https_errors=True)
    tab = context.new_page()
    refused: list[str] = []
    tab.on("console", lambda message: refused.append(message.text))
    tab.goto(f"https://127.0.0.1:{server.port}{address}")
    fonts = str(tab.evaluate("getComputedStyle(document.body).fontFamily"))
    context.close()
    assert not [text for text in refused if "Content Security Policy" in text], refused
    return fonts


@pytest.mark.parametrize(
    "address",
    # The test below shows the same of a page of the site.
    depth.some(
        ["/nothing", "/intake/fr/check"],
        ["/fr/", "/nothing", "/intake/fr/nothing", "/intake/fr/check"],
    ),
)
def test_browsers_apply_the_style_that_a_page_carries(
    browser: Browser, server: Nginx, alone: Nginx, address: str
) -> None:
    for each in (server, alone):
        assert "sans-serif" in _fonts(browser, each, address)


def test_a_page_has_its_style_even_before_nginx_knows_that_it_is_a_new_one(
    browser: Browser, built_site: Path, tmp_path: Path
) -> None:
    """A site is published in one go, and nginx reloaded a moment later, or forgotten."""
    site, new = tmp_path / "site", tmp_path / "new"
    copy_folder(built_site, site)
    copy_folder(built_site, new)
    with nginx.running(site, tmp_path / "nginx") as server:
        (old,) = new.glob("nginx-*.conf")
        before = (new / "fr/index.html").read_text(encoding="utf-8")
        page = before.replace("<style>", "<style>a{}", 1)
        for file in new.glob("fr/index.html*"):
            file.unlink()
        (new / "fr/index.html").write_text(page, encoding="utf-8")
        digest, other = source(of_page(before)), source(of_page(page))
        text = old.read_text(encoding="utf-8").replace(old.name, "nginx-00000000.conf")
        assert digest in text
        old.unlink()
        (new / "nginx-00000000.conf").write_text(text.replace(digest, other), encoding="utf-8")
        site.rename(tmp_path / "old")
        new.rename(site)
        assert "sans-serif" in _fonts(browser, server, "/fr/")
        assert "'unsafe-inline'" in server.get("/fr/").headers["content-security-policy"]
        server.reload()
        assert "sans-serif" in _fonts(browser, server, "/fr/")
        policy = server.get("/fr/").headers["content-security-policy"]
        assert other in policy
        assert "unsafe" not in policy

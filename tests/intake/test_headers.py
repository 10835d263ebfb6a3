"""Every response of every kind forbids what no page needs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
import sqlalchemy as sa
from lxml import html

from brochure.render.page_style import of_page
from brochure.render.style import source
from brochure.schema.form import HONEYPOT
from brochure.site.site import Site
from intake.journey.draft import Draft
from tests.engine import project
from tests.intake.answers import different
from tests.intake.serving import RunningIntake
from tests.intake.walking import FORM

HEADERS = {
    "cache-control": "no-store",
    "x-robots-tag": "noindex",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
POLICY = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "script-src": "'self' https://example.org",
    "img-src": "'self' https://example.org",
    "form-action": "'self' https://example.org",
}


@pytest.fixture
def running(serve: Callable[..., RunningIntake]) -> RunningIntake:
    """Return an intake whose site has an address that no content can change."""
    return serve(site_url="https://example.org/", posts_per_hour="40")


def policy(response: httpx.Response) -> dict[str, str]:
    directives = response.headers["content-security-policy"].split("; ")
    return dict(directive.split(" ", 1) for directive in directives)


def break_database(running: RunningIntake) -> None:
    with running.service.engine.begin() as connection:
        for table in ("outbox", "submissions", "drafts"):
            connection.execute(sa.text(f"DROP TABLE {table}"))


def every_kind(running: RunningIntake, site: Site) -> dict[int, list[httpx.Response]]:
    """Return responses of each kind by the status that they must have."""
    typed = different(site, line="<i>'\"&")
    receipt, walker = running.send(typed).place, running.walker().to_check(typed)
    draft, first = f"en/draft/{walker.draft}", running.service.form.steps[0].id
    pages = (first, "check", "later", "delete")
    responses = {
        200: [
            *(running.get(f"{draft}/{page}") for page in pages),
            running.get(f"{draft}/check?why=honeypot"),
            running.get(receipt),
            running.get("health"),
            running.client.head("/intake/health"),
        ],
        303: [
            running.get("en/new"),
            running.get(draft),
            *(running.raw(f"{draft}/{page}", b"%FF", **FORM) for page in pages),
            *(running.raw(f"{draft}/{page}", b"x" * 2_000_000, **FORM) for page in pages),
            *(running.post(f"draft/{walker.draft}/{page}", {}) for page in pages[:-1]),
            running.post(f"draft/{walker.draft}/check", {}, origin="https://evil.example"),
        ],
        404: [running.get("en/nothing"), running.get("/"), running.get("/intake/xx/receipt/x")],
        405: [running.client.put("/intake/en/new"), running.client.options("/intake/en/new")],
    }
    while (last := running.post("new", {})).status_code == 303:
        pass
    break_database(running)
    responses[503] = [
        running.post(f"draft/{walker.draft}/{first}", typed),
        running.get("health"),
        running.get(receipt),
        running.get(f"en/draft/{'x' * 22}/check"),
    ]
    return responses | {429: [last]}


def test_every_response_has_the_strict_headers(
    running: RunningIntake, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.monitoring.health._HOLDS", 0)
    for status, responses in every_kind(running, site).items():
        for response in responses:
            assert response.status_code == status or (status, response.status_code) == (405, 404)
            assert response.headers.items() >= HEADERS.items()
            may_ask_again = status in {429, 503} and "html" in response.headers["content-type"]
            assert ("retry-after" in response.headers) == may_ask_again
            sources = policy(response)
            style = of_page(response.text)
            assert sources.pop("style-src") == (source(style) if style else "'none'")
            assert sources == POLICY
            assert "server" not in response.headers
            assert "set-cookie" not in response.headers


def test_no_page_contains_what_its_policy_forbids(running: RunningIntake, site: Site) -> None:
    for responses in every_kind(running, site).values():
        for response in responses:
            if not response.headers.get("content-type", "").startswith("text/html"):
                continue
            if not response.text:
                continue
            page = html.document_fromstring(response.text)
            assert page.xpath("count(//style)") == 1
            assert page.xpath("//iframe | //object | //base | //meta[@http-equiv]") == []
            assert page.xpath("//script[not(@src)] | //*[@style]") == []
            assert page.xpath("//@*[starts-with(name(), 'on')]") == []
            actions = page.xpath("//form/@action | //@formaction")
            assert all(action.startswith("/intake/en/") for action in actions)


def test_a_site_on_another_host_may_lend_its_marks_and_post_to_the_form(
    serve: Callable[..., RunningIntake], site: Site
) -> None:
    assert site.content.form
    form = site.content.form.model_copy(update={"endpoint": "https://forms.example.org/intake/"})
    content = site.content.model_copy(update={"form": form})
    running = serve(
        site=dataclasses.replace(site, content=content), site_url="https://www.example.org/"
    )
    headers = FORM | {"origin": "https://www.example.org", "sec-fetch-site": "same-site"}
    begun = running.client.post("/intake/en/new", headers=headers)
    assert begun.status_code == 303
    page = running.client.get(urlsplit(begun.headers["location"]).path)
    assert "https://www.example.org" in policy(page)["script-src"]
    (action,) = html.document_fromstring(page.text).xpath("//form/@action")
    assert action == begun.headers["location"]
    assert action.startswith("https://forms.example.org/intake/en/draft/")
    marks = html.document_fromstring(page.text).xpath("//img/@src | //script/@src")
    assert marks
    assert all(mark.startswith("https://www.example.org/assets/") for mark in marks)


def test_an_unexpected_error_has_the_headers_too_and_reveals_nothing(
    serve: Callable[..., RunningIntake], site: Site, tmp_path: Path
) -> None:
    project.copy(tmp_path, "content", "overrides/assets")  # and none of the templates
    running = serve(site=dataclasses.replace(site, root=tmp_path))
    draft = Draft("en", {"x": ("Unmistakable",)})
    running.service.store().drafts.begin(draft).result(30)
    page = running.get(f"en/draft/{draft.id}/{running.service.form.steps[0].id}")
    assert (page.status_code, page.text) == (500, "Internal Server Error")
    assert page.headers.items() >= HEADERS.items()
    assert "default-src" in policy(page)


def test_the_honeypot_has_the_name_that_the_form_gives_it(running: RunningIntake) -> None:
    page = html.document_fromstring(running.walker().begin().page)
    (trap,) = page.xpath(f"//input[@name='{HONEYPOT}']")
    assert (trap.get("value"), trap.get("tabindex")) == (None, "-1")

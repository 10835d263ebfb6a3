"""The form's pages in every state: accessible, valid, and whole on a narrow screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import Route, expect

from tests.form import journey
from tests.form.conftest import OpenTab
from tests.form.journey import CONTINUE
from tests.form.served_form import ServedForm
from tests.intake.answers import encoded, on_page
from tests.site.pages import SHOWN, TAGS
from tests.site.test_accessibility import violations

STATES = ("form", "errors", "check", "receipt", "refusal")
OVERFLOW = """() => {
    const root = document.documentElement, width = root.clientWidth;
    const out = [...document.querySelectorAll("body *")].filter(e => {
        const box = e.getBoundingClientRect();
        return e.checkVisibility() && !e.closest(".unseen")
            && (box.right > width + 1 || box.left < -1);
    });
    return root.scrollWidth > width ? [root.scrollWidth, ...out.map(e => e.outerHTML)] : [];
}"""


def _from_elsewhere(route: Route) -> None:
    headers = route.request.headers | {"origin": "https://elsewhere.example"}
    route.fulfill(response=route.fetch(headers=headers))


def show(tab: Tab, served_form: ServedForm, tag: str, state: str) -> None:
    """Bring a tab to a page of the form."""
    tab.goto(served_form.page(tag))
    if state == "errors":
        changes = {"sender_address": "awa", "text": "é" * 10_001, "institution": "", "country": ""}
        journey.fill(tab, served_form, journey.answers(served_form, tag, areas="", **changes))
        assert journey.press(tab, CONTINUE).status == 422
    elif state != "form":
        journey.fill(tab, served_form, journey.answers(served_form, tag))
        if state == "refusal":
            tab.route("**/intake/**", _from_elsewhere)
        assert journey.press(tab, CONTINUE).status == (403 if state == "refusal" else 200)
    if state == "receipt":
        journey.send(tab)


@pytest.mark.parametrize("tag", SHOWN)
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_no_violation_at_any_width_in_light_and_dark(
    tab: Tab, axe_source: str, served_form: ServedForm, state: str, tag: str
) -> None:
    show(tab, served_form, tag, state)
    assert not violations(tab, axe_source)


@pytest.mark.parametrize("state", STATES)
def test_no_page_scrolls_sideways_on_a_phone_from_left_to_right_or_from_right_to_left(
    open_tab: OpenTab, served_form: ServedForm, state: str
) -> None:
    tab = open_tab(width=360)
    show(tab, served_form, TAGS[1], state)
    for width in (320, 360):
        tab.set_viewport_size({"width": width, "height": 800})
        for direction in ("ltr", "rtl"):
            tab.evaluate("dir => document.documentElement.dir = dir", direction)
            assert not tab.evaluate(OVERFLOW), (width, direction)


def test_a_page_from_right_to_left_turns_each_field_as_its_content_needs(
    tab: Tab, served_form: ServedForm
) -> None:
    tab.goto(served_form.page(TAGS[0]))
    tab.evaluate("document.documentElement.dir = 'rtl'")
    for name, direction in {"sender_address": "ltr", "telephone": "ltr", "country": "rtl"}.items():
        expect(tab.locator(f"#{served_form.id(name)}")).to_have_css("direction", direction)
    areas = tab.locator("textarea").all()
    for area, text, direction in zip(areas, ("חֲדָשָׁה", "Nouvelle"), ("rtl", "ltr"), strict=False):
        area.fill(text)
        expect(area).to_have_css("direction", direction)


def test_the_nu_checker_finds_no_error_in_any_page_of_the_form(
    nu_check: Callable[[list[Path]], list[dict[str, Any]]],
    served_form: ServedForm,
    build_state: Callable[[str], Path],
    tmp_path: Path,
) -> None:
    files = []
    for tag in TAGS:
        pages = _sources(served_form, tag)
        for name, source in pages.items():
            file = tmp_path / f"{tag}-{name}.html"
            file.write_text(source, encoding="utf-8")
            files.append(file)
        for requests in ("open", "closed"):
            address = served_form.site.address(tag, served_form.site.page_with("form"))
            files.append(build_state(requests) / address / "index.html")
    messages = nu_check(files)
    errors = [m for m in messages if m["type"] != "info" or m.get("subType") == "warning"]
    assert not errors, [f"{e.get('url')}:{e.get('lastLine')}: {e['message']}" for e in errors]


def _sources(served_form: ServedForm, tag: str) -> dict[str, str]:
    """Return the HTML of the intake's pages, as it is sent."""
    kind = {"content-type": "application/x-www-form-urlencoded"}
    with httpx.Client(
        base_url=f"{served_form.served.address}/intake/{tag}/", headers=kind
    ) as client:

        def post(step: str, entered: journey.Entered, **headers: str) -> str:
            sent = client.post(
                step, content=encoded(entered), headers=headers, follow_redirects=True, timeout=60
            )
            return sent.text

        good = journey.answers(served_form, tag)
        check = post("check", good)
        pages = {
            "empty": post("check", {}),
            "errors": post(
                "check", journey.answers(served_form, tag, sender_address="awa", text="<" * 10_001)
            ),
            "check": check,
            "edit": post("edit", good),
            "receipt": post("send", on_page(check, "send")),
            "stale": post("send", good),
            "refusal": post("check", good, origin="https://elsewhere.example"),
            "not-found": client.get("receipt/nothing", timeout=60).text,
        }
    titles = {name: re.findall("<h1>(.*?)</h1>", page) for name, page in pages.items()}
    assert all(titles.values()), titles
    return pages

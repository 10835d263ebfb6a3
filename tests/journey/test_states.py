"""The form's page is light; it follows its content while it is served, and closes with requests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Page as Tab
from playwright.sync_api import Request, expect

from tests.engine import project
from tests.journey import walk
from tests.journey.conftest import OpenTab
from tests.journey.served_form import ServedForm
from tests.journey.walk import CONTINUE
from tests.site.pages import SHOWN, TAGS, plain
from tests.site.test_weight import BUDGET, REQUESTS

Build = Callable[[str], Path]
Serve = Callable[[Path], str]


@pytest.mark.parametrize("tag", SHOWN)
def test_the_page_with_the_form_stays_within_the_budget_and_asks_nobody_else(
    tab: Tab, served_form: ServedForm, build_state: Build, serve_folder: Serve, tag: str
) -> None:
    folder, path = (
        build_state("open"),
        served_form.site.address(tag, served_form.site.page_with("form")),
    )
    served, asked = serve_folder(folder), list[Request]()

    def note(request: Request) -> None:
        asked.append(request)

    tab.on("request", note)
    tab.goto(f"{served}/{path}", wait_until="networkidle")
    expect(tab.locator("form.form")).to_have_count(1)
    assert all(request.url.startswith(served) for request in asked)
    kinds = [request.resource_type for request in asked if request.resource_type != "image"]
    assert kinds.count("script") == 1
    assert len(kinds) <= REQUESTS + 1
    page = folder / path / "index.html"
    assert not html.fromstring(page.read_bytes()).xpath("//link[@rel='stylesheet']")
    assert page.with_name("index.html.gz").stat().st_size <= BUDGET


@pytest.mark.parametrize("tag", SHOWN)
def test_while_requests_are_closed_a_notice_replaces_the_form(
    tab: Tab, served_form: ServedForm, build_state: Build, serve_folder: Serve, tag: str
) -> None:
    served = serve_folder(build_state("closed"))
    tab.goto(f"{served}/{served_form.site.address(tag, served_form.site.page_with('form'))}")
    expect(tab.locator("form, input, textarea, select, script")).to_have_count(0)
    words = plain(tab.locator(".banner").inner_text())
    assert served_form.string(tag, "requests.closed") in words


def test_answers_sent_after_requests_were_closed_are_rejected_and_shown_for_copying(
    open_tab: OpenTab, editable_form: ServedForm
) -> None:
    served, tabs = editable_form.served, {}
    for tag in TAGS:
        tabs[tag] = open_tab(scripts=False)  # else the preview shows the new page at once
        tabs[tag].goto(editable_form.page(tag))
        walk.fill(tabs[tag], editable_form, walk.answers(editable_form, tag))
    served.shows(f"/{editable_form.site.page_with('form')}/", "<textarea")
    project.set_requests(served.place, "closed")
    served.shows(
        f"/{editable_form.site.page_with('form')}/",
        editable_form.string("en", "requests.closed"),
    )
    for tag, tab in tabs.items():
        response = walk.press(tab, CONTINUE)
        assert response.status == 403
        expect(tab.locator("html")).to_have_attribute("lang", tag)
        expect(tab.locator("h1")).to_have_text(editable_form.string(tag, "refusal.closed"))
        words = plain(tab.locator("main").inner_text())
        assert editable_form.string(tag, "refusal.closed-text") in words
        shown = tab.locator(".answers").inner_text()
        for text in ("<b>de l’Intérieur</b>", "Office <i>C</i>", "</textarea>"):
            assert text in shown
        expect(tab.locator("main :is(form, button)")).to_have_count(0)


def test_the_next_post_after_an_edit_of_the_form_meets_the_new_form(
    open_tab: OpenTab, editable_form: ServedForm
) -> None:
    served, tab = editable_form.served, open_tab(scripts=False)
    tab.goto(editable_form.page("en"))
    assert walk.press(tab, CONTINUE).status == 422
    name = editable_form.id("institution")
    old = editable_form.missing("en", name)
    error = tab.locator(f"#{name}_error")
    expect(error).to_contain_text(old)
    before = len(served.text)
    project.edit(served.place / "content/form.yaml", f"en: {old}", "en: Tell us who you are")
    served.wait_for("built in", before)
    assert walk.press(tab, CONTINUE).status == 422
    expect(error).to_contain_text("Tell us who you are")


def test_an_answer_to_a_removed_question_gets_a_notice_and_the_other_answers_stay(
    open_tab: OpenTab, editable_form: ServedForm
) -> None:
    served, tab = editable_form.served, open_tab(scripts=False)
    entered = walk.answers(editable_form, "en")
    tab.goto(editable_form.page("en"))
    walk.fill(tab, editable_form, entered)
    before = len(served.text)
    old = editable_form.id("line")
    project.edit(served.place / "content/form.yaml", f"- id: {old}\n", "- id: another\n")
    served.wait_for("built in", before)
    assert walk.press(tab, CONTINUE).status == 400
    expect(tab.locator("[role='alert']")).to_have_text(editable_form.string("en", "form.changed"))
    assert walk.typed(tab) == {name: v for name, v in entered.items() if name != old}
    tab.locator("#another").fill("Head")
    assert walk.press(tab, CONTINUE).status == 200

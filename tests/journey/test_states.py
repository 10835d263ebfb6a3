"""The journey follows the form's definition while people are on it, and closes with requests."""

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
from tests.journey.walk import CHECK, START, Walk
from tests.site.pages import SHOWN, TAGS, plain
from tests.site.test_weight import BUDGET, REQUESTS

Build = Callable[[str], Path]
Serve = Callable[[Path], str]


@pytest.mark.parametrize("tag", SHOWN)
def test_the_start_page_stays_within_the_budget_asks_nobody_else_and_shows_every_question(
    tab: Tab, served_form: ServedForm, build_state: Build, serve_folder: Serve, tag: str
) -> None:
    folder = build_state("open")
    path = served_form.site.address(tag, served_form.site.page_with("form"))
    served, asked = serve_folder(folder), list[Request]()

    def note(request: Request) -> None:
        asked.append(request)

    tab.on("request", note)
    tab.goto(f"{served}/{path}", wait_until="networkidle")
    expect(tab.locator(START)).to_have_count(1)
    assert all(request.url.startswith(served) for request in asked)
    kinds = [request.resource_type for request in asked if request.resource_type != "image"]
    assert "script" not in kinds
    assert len(kinds) <= REQUESTS
    page = folder / path / "index.html"
    assert not html.fromstring(page.read_bytes()).xpath("//link[@rel='stylesheet']")
    assert page.with_name("index.html.gz").stat().st_size <= BUDGET
    words = plain(tab.locator("main").text_content() or "")
    for field in served_form.fields:
        assert plain(field.label[tag]) in words
    team = served_form.site.content.site.contact.email
    assert tab.locator(f"main a[href^='mailto:{team}?subject=']").count() == 1


@pytest.mark.parametrize("tag", SHOWN)
def test_while_requests_are_closed_nothing_can_be_begun_and_a_notice_says_so(
    tab: Tab, served_form: ServedForm, build_state: Build, serve_folder: Serve, tag: str
) -> None:
    served = serve_folder(build_state("closed"))
    tab.goto(f"{served}/{served_form.site.address(tag, served_form.site.page_with('form'))}")
    expect(tab.locator("main :is(form, input, textarea, select, script)")).to_have_count(0)
    words = plain(tab.locator(".banner").inner_text())
    assert served_form.string(tag, "requests.closed") in words


@pytest.mark.soak
def test_a_draft_keeps_what_was_answered_when_requests_are_closed_meanwhile(
    open_tab: OpenTab, editable_form: ServedForm
) -> None:
    served, under_way = editable_form.served, {}
    for tag, until in ((TAGS[0], 1), (TAGS[1], 3), (TAGS[2], -1)):
        here = Walk(open_tab(scripts=False), editable_form, tag)
        under_way[tag] = here, walk.answers(editable_form, tag)
        here.begin()
        here.to([*here.steps, CHECK][until], under_way[tag][1])
    start = f"/{editable_form.site.page_with('form')}/"
    project.set_requests(served.place, "closed")
    served.shows(start, editable_form.string("en", "requests.closed"))
    for tag, (here, entered) in under_way.items():
        place, closed = here.place, editable_form.string(tag, "refusal.closed-text")
        button = walk.SEND if place == CHECK else walk.CONTINUE
        walk.fill(here.tab, editable_form, entered)
        walk.press(here.tab, button)
        assert here.place == place
        assert closed in plain(here.tab.locator("[role='alert']").inner_text())
        if place == CHECK:
            assert walk.listed(here.tab) == here.words(entered)
        else:
            assert walk.typed(here.tab) == here.on_page(entered)
    project.set_requests(served.place, "open")
    served.shows(start, "/new")
    for here, entered in under_way.values():
        here.tab.reload()
        here.to(CHECK, entered)
        assert walk.listed(here.tab) == here.words(entered)
        here.send()


@pytest.mark.soak
def test_a_question_that_is_put_otherwise_is_asked_again_and_the_other_answers_stay(
    open_tab: OpenTab, editable_form: ServedForm
) -> None:
    served, tag = editable_form.served, TAGS[0]
    here, entered = walk.begun(open_tab(), editable_form, tag)
    here.to(CHECK, entered)
    field = next(f for f in editable_form.fields if f.id == editable_form.id("text"))
    step = next(s.id for s in editable_form.form.steps if field in s.fields)
    before = len(served.text)
    project.edit(
        served.place / "content/form.yaml", f"en: {field.label[tag]}", "en: What is missing?"
    )
    served.wait_for("built in", before)
    here.tab.reload()
    assert here.place == step
    expect(here.tab.locator("[role='alert']")).to_have_text(
        editable_form.string(tag, "form.changed")
    )
    assert walk.typed(here.tab) == here.on_page(entered)
    here.to(CHECK, entered)
    listed = walk.listed(here.tab)
    assert listed["What is missing?"] == [plain(entered[field.id][0])]
    here.send()
    assert "What is missing?" in walk.listed(here.tab)

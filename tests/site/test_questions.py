"""The page of questions shows those with some words, without asking a server."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from brochure.site.page_index import FAQ
from tests.site.pages import SHOWN, Pages


@pytest.mark.parametrize("tag", SHOWN)
def test_the_questions_are_filtered_without_asking_the_server(
    own_tab: Tab, pages: Pages, tag: str
) -> None:
    own_tab.goto(pages[tag, FAQ].address)
    entries = own_tab.locator(".asked > li")
    count = entries.count()
    word = own_tab.locator(".asked h2").last.inner_text().split()[-2]
    asked: list[str] = []
    own_tab.on("request", lambda request: asked.append(request.url))
    own_tab.locator("#words").focus()
    own_tab.keyboard.type(word.upper())
    visible = [entry.inner_text() for entry in entries.all() if entry.is_visible()]
    assert 0 < len(visible) < count
    assert all(word.casefold() in text.casefold() for text in visible)
    status = own_tab.locator("[data-questions] [role='status']")
    expect(status).to_have_text(re.compile(re.escape(str(len(visible)))))
    own_tab.locator("#words").fill("<b>xyzxyz")
    assert not [entry for entry in entries.all() if entry.is_visible()]
    own_tab.locator("#words").fill("")
    assert all(entry.is_visible() for entry in entries.all())
    assert not asked


def test_without_scripts_there_is_no_field_above_the_questions(
    browser: Browser, served: str, pages: Pages
) -> None:
    context = browser.new_context(base_url=served, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(pages["fr", FAQ].address)
    expect(tab.locator("#words")).to_be_hidden()
    context.close()

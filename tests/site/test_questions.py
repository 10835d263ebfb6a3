"""The page of questions shows those with some words, without asking a server."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from brochure.site.page_index import FAQ
from tests.site.pages import TAGS, Pages


@pytest.mark.parametrize("tag", TAGS)
def test_the_questions_are_filtered_without_asking_the_server(
    shown: Tab, pages: Pages, tag: str
) -> None:
    shown.goto(pages[tag, FAQ].address)
    entries = shown.locator(".asked > li")
    count = entries.count()
    word = shown.locator(".asked h2").last.inner_text().split()[-2]
    asked: list[str] = []
    shown.on("request", lambda request: asked.append(request.url))
    shown.locator("#words").focus()
    shown.keyboard.type(word.upper())
    visible = [entry.inner_text() for entry in entries.all() if entry.is_visible()]
    assert 0 < len(visible) < count
    assert all(word.casefold() in text.casefold() for text in visible)
    status = shown.locator("[data-questions] [role='status']")
    expect(status).to_have_text(re.compile(re.escape(str(len(visible)))))
    shown.locator("#words").fill("<b>xyzxyz")
    assert not [entry for entry in entries.all() if entry.is_visible()]
    shown.locator("#words").fill("")
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

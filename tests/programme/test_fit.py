"""This programme's words and records fit its pages: rows are whole, what is first is seen first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab

from brochure.site.page_index import HOME
from tests.site.conftest import States
from tests.site.pages import SHOWN, TAGS, Pages

# Lists whose last row neither has as many items as the first one nor fills the width.
HOLES = """() => [...document.querySelectorAll(".amounts, .pillars, .kinds")].filter(list => {
    const rows = Object.groupBy(list.children, e => Math.round(e.getBoundingClientRect().top));
    const [first, last] = [Object.values(rows)[0], Object.values(rows).at(-1)];
    const end = list.getBoundingClientRect().width - last[0].getBoundingClientRect().width;
    return first.length !== last.length && end > 1;
}).map(list => list.className)"""
TOPS = "items => items.map(e => e.getBoundingClientRect().top)"


def test_no_grid_of_figures_areas_or_activities_has_a_hole(shown: Tab, pages: Pages) -> None:
    for name in (HOME, "areas", "activities"):
        shown.goto(pages[TAGS[0], name].address)
        for width in (360, 768, 1280, 1920):
            shown.set_viewport_size({"width": width, "height": 800})
            assert not shown.evaluate(HOLES), (name, width)


def test_four_of_them_leave_no_hole_either(shown: Tab, pages: Pages) -> None:
    for name, items in (("areas", ".pillars > li"), ("activities", ".kinds > li")):
        shown.goto(pages[TAGS[0], name].address)
        shown.locator(items).evaluate_all("items => items.slice(4).forEach(e => e.remove())")
        for width in (360, 768, 1000, 1280, 1920):
            shown.set_viewport_size({"width": width, "height": 800})
            assert shown.locator(items).count() == 4
            assert not shown.evaluate(HOLES), (name, width)


@pytest.mark.parametrize("state", ["open", "closed"])
def test_the_menu_is_one_row(
    shown: Tab, serve_folder: Callable[[Path], str], states: States, tag: str, state: str
) -> None:
    folder = states.build(state)
    shown.goto(serve_folder(folder) + states.pages(state, tag)[tag, HOME].address)
    for width in (1280, 1920):
        shown.set_viewport_size({"width": width, "height": 800})
        tops = shown.locator(".menu li").evaluate_all(TOPS)
        assert tops
        assert tops == pytest.approx([tops[0]] * len(tops), abs=20)


@pytest.mark.parametrize("tag", SHOWN)
def test_the_first_screen_of_a_phone_shows_what_the_page_is_about(
    phone: Tab, pages_of_tag: Pages
) -> None:
    for page in pages_of_tag.values():
        phone.goto(page.address)
        tops = phone.evaluate(
            "['h1', 'main p'].map(e => document.querySelector(e).getBoundingClientRect().bottom)"
        )
        assert max(tops) <= 640, str(page)

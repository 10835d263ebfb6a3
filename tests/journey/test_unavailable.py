"""Where nothing can be stored, the page itself keeps what was typed, and can be sent again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.journey import walk
from tests.journey.served_form import ServedForm
from tests.journey.walk import CHECK, CONTINUE
from tests.site.pages import TAGS, plain
from tests.support import depth

UNAVAILABLE, OK = 503, 200


@contextmanager
def nothing_can_be_stored(served_form: ServedForm) -> Iterator[None]:
    """Hold the lock that is needed to write to the database."""
    file = served_form.served.place.parent / "intake.db"
    with closing(sqlite3.connect(file, isolation_level=None, timeout=60)) as database:
        database.execute("BEGIN IMMEDIATE")
        yield
        database.execute("ROLLBACK")


@pytest.mark.soak
@pytest.mark.parametrize("any_tab", depth.some([False], [True, False]), indirect=True)
@pytest.mark.parametrize("tag", depth.some(TAGS[1:2], TAGS))
def test_a_step_that_cannot_be_stored_keeps_what_was_typed_through_reload_and_back(
    any_tab: Tab, served_form: ServedForm, tag: str
) -> None:
    here, entered = walk.begun(any_tab, served_form, tag)
    text = served_form.id("text")
    here.to(next(s.id for s in here.served.form.steps if text in {f.id for f in s.fields}), entered)
    place, expected = here.place, here.on_page(entered)
    with nothing_can_be_stored(served_form):
        walk.fill(any_tab, served_form, entered)
        response = walk.press(any_tab, CONTINUE)
        for arrival in ("the post", "a reload, which posts again"):
            assert (response.status, here.place) == (UNAVAILABLE, place), arrival
            told = plain(any_tab.locator("[role='alert']").inner_text())
            assert told == served_form.string(tag, "refusal.unavailable-text")
            assert walk.typed(any_tab) == expected, arrival
            again = any_tab.reload()
            assert again
            response = again
        any_tab.go_back()
        assert here.place == place
        assert walk.typed(any_tab) == expected
        response = walk.press(any_tab, CONTINUE)
        assert response.status == UNAVAILABLE
        assert walk.typed(any_tab) == expected
    stored = any_tab.reload()
    assert stored
    assert (stored.status, stored.request.method) == (OK, "GET")  # the post was redirected
    assert here.place != place
    here.to(CHECK, entered)
    expect(any_tab.locator("[role='alert']")).to_have_count(0)
    assert walk.listed(any_tab) == here.words(entered)

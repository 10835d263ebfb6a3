"""A draft is stored on the device if the person asks for it, and nowhere else."""

from __future__ import annotations

import datetime
import gzip
import re
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect
from playwright.sync_api import Page as Tab

from tests.form import journey
from tests.form.conftest import OpenTab
from tests.form.journey import CONTINUE
from tests.form.served_form import ServedForm
from tests.site.pages import SHOWN, TAGS

TAG = TAGS[1]
PANEL = "[data-draft]"
STATUS = f"{PANEL} [role='status']"
KEEP = "#draft_keep"
DELETE = f"{PANEL} button"
NO_SPACE = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }"
FORBIDDEN = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("", "SecurityError") },
})"""
# Days since an old draft was written, into it.
AGED = """([key, days]) => {
    const draft = JSON.parse(localStorage.getItem(key));
    draft.saved = Date.now() - days * 864e5;
    localStorage.setItem(key, JSON.stringify(draft));
}"""


# The name under which the browser stores the draft.
_KEY = "draft:form"


def _fill_and_keep(tab: Tab, served_form: ServedForm, tag: str = TAG) -> journey.Entered:
    """Turn the draft on, fill in the form, and return the answers once they are stored."""
    entered = journey.answers(served_form, tag)
    tab.goto(served_form.page(tag))
    tab.locator(KEEP).check()
    journey.fill(tab, served_form, entered)
    written = "([key, text]) => (localStorage.getItem(key) ?? '').includes(text)"
    tab.wait_for_function(written, arg=[_KEY, entered[served_form.id("institution")][0]])
    return entered


def _restored(served_form: ServedForm, tag: str) -> re.Pattern[str]:
    before, after = served_form.string(tag, "draft.restored").split("{$date}")
    return re.compile(f"^{re.escape(before)}.*20.*{re.escape(after)}$")


def test_the_script_is_small(root: Path) -> None:
    script = (root / "overrides/assets/form.js").read_bytes()
    assert len(gzip.compress(script, 9)) <= 6000


def test_without_scripts_nothing_is_offered_that_needs_them(
    open_tab: OpenTab, served_form: ServedForm
) -> None:
    tab = open_tab(scripts=False)
    tab.goto(served_form.page(TAG))
    expect(tab.locator(PANEL)).to_be_hidden()
    expect(tab.locator(".count")).to_have_count(0)


def test_without_a_draft_nothing_is_stored_on_the_device(tab: Tab, served_form: ServedForm) -> None:
    journey.check(tab, served_form, TAG, journey.answers(served_form, TAG))
    journey.press(tab, f"button[formaction$='/edit#{served_form.id('text')}']")
    expect(tab.locator(KEEP)).not_to_be_checked()
    tab.locator(f"#{served_form.id('line')}").fill("Other")
    journey.press(tab, CONTINUE)
    journey.send(tab)
    assert journey.stored(tab) == {}
    assert tab.context.cookies() == []


@pytest.mark.parametrize("tag", SHOWN)
def test_a_draft_is_restored_after_a_reload_with_a_notice(
    tab: Tab, served_form: ServedForm, tag: str
) -> None:
    entered = _fill_and_keep(tab, served_form, tag)
    line = served_form.id("line")
    tab.locator(f"#{line}").fill("Last words")  # stored as the page goes, without a pause
    tab.reload()
    assert journey.typed(tab) == entered | {line: ["Last words"]}
    expect(tab.locator(KEEP)).to_be_checked()
    expect(tab.locator(STATUS)).to_have_text(_restored(served_form, tag))


@pytest.mark.parametrize(("day", "written"), [(1, "1er mars 2026"), (11, "11 mars 2026")])
def test_a_french_draft_of_the_first_of_a_month_has_an_ordinal_number_as_dates_on_pages(
    tab: Tab, served_form: ServedForm, day: int, written: str
) -> None:
    tab.clock.set_fixed_time(datetime.datetime(2026, 3, day, 12, tzinfo=datetime.UTC))
    _fill_and_keep(tab, served_form, "fr")
    tab.reload()
    expect(tab.locator(STATUS)).to_contain_text(written)


def test_what_is_typed_while_the_connection_is_lost_is_stored(
    tab: Tab, served_form: ServedForm
) -> None:
    entered = _fill_and_keep(tab, served_form)
    tab.context.set_offline(offline=True)
    tab.locator(f"#{served_form.id('line')}").fill("Typed on the train")
    with pytest.raises(Error):
        journey.press(tab, CONTINUE)
    tab.context.set_offline(offline=False)
    tab.goto(served_form.page(TAG))
    assert journey.typed(tab) == entered | {served_form.id("line"): ["Typed on the train"]}


def test_the_button_deletes_the_draft_but_not_what_is_in_the_form(
    tab: Tab, served_form: ServedForm
) -> None:
    entered = _fill_and_keep(tab, served_form)
    tab.locator(DELETE).click()
    assert journey.stored(tab) == {}
    expect(tab.locator(STATUS)).to_have_text(served_form.string(TAG, "draft.deleted"))
    expect(tab.locator(KEEP)).to_be_focused()
    expect(tab.locator(KEEP)).not_to_be_checked()
    expect(tab.locator(DELETE)).to_be_hidden()
    assert journey.typed(tab) == entered
    tab.reload()
    assert journey.stored(tab) == {}
    assert journey.typed(tab) == {}


@pytest.mark.parametrize(("days", "lasts"), [(29, True), (31, False)])
def test_a_draft_older_than_thirty_days_is_removed_and_not_restored(
    tab: Tab, served_form: ServedForm, days: int, *, lasts: bool
) -> None:
    entered = _fill_and_keep(tab, served_form)
    tab.goto(served_form.home(TAG))
    tab.evaluate(AGED, [_KEY, days])
    tab.goto(served_form.page(TAG))
    assert journey.typed(tab) == (entered if lasts else {})
    assert bool(journey.stored(tab)) is lasts
    expect(tab.locator(KEEP)).to_be_checked(checked=lasts)


def test_what_comes_back_from_the_intake_is_newer_than_the_draft(
    tab: Tab, served_form: ServedForm
) -> None:
    entered = _fill_and_keep(tab, served_form)
    journey.press(tab, CONTINUE)
    journey.press(tab, f"button[formaction$='/edit#{served_form.id('line')}']")
    tab.locator(f"#{served_form.id('line')}").fill("")
    assert journey.press(tab, CONTINUE).status == 422
    line = served_form.id("line")
    assert journey.typed(tab) == {name: v for name, v in entered.items() if name != line}


def test_the_receipt_deletes_the_draft_and_only_when_it_is_new(
    tab: Tab, served_form: ServedForm
) -> None:
    _fill_and_keep(tab, served_form)
    journey.press(tab, CONTINUE)
    assert _KEY in journey.stored(tab)
    journey.send(tab)
    receipt = tab.url
    assert journey.stored(tab) == {}
    _fill_and_keep(tab, served_form)
    tab.go_back()
    expect(tab).to_have_url(receipt)
    assert _KEY in journey.stored(tab)


@pytest.mark.parametrize("broken", [NO_SPACE, FORBIDDEN], ids=["no-space", "forbidden"])
def test_a_browser_that_cannot_store_a_draft_reports_it(
    tab: Tab, served_form: ServedForm, broken: str
) -> None:
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(error.message))
    tab.add_init_script(broken)
    tab.goto(served_form.page(TAG))
    tab.locator(KEEP).click()
    expect(tab.locator(STATUS)).to_have_text(served_form.string(TAG, "draft.failed"))
    expect(tab.locator(KEEP)).not_to_be_checked()
    journey.fill(tab, served_form, journey.answers(served_form, TAG))
    journey.press(tab, CONTINUE)
    assert journey.send(tab)
    assert not faults

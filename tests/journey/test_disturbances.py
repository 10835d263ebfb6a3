"""Nothing that happens on the way loses an answer: Back, reload, a language, a window, a crash."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.engine.preview import until
from tests.journey import walk
from tests.journey.conftest import OpenTab
from tests.journey.served_form import ServedForm
from tests.journey.walk import CHECK, CONTINUE, RECEIPT, Walk
from tests.site.pages import TAGS, plain
from tests.support import depth

Disturbance = Callable[[Walk], None]


def back_and_forth(here: Walk) -> None:
    """Go back by the browser's button, and forward again."""
    here.tab.go_back()
    here.tab.go_forward()


def reload(here: Walk) -> None:
    """Load the page again."""
    here.tab.reload()


def switch_language(here: Walk) -> None:
    """Go on in another language."""
    tags = here.served.site.tags
    other = tags[(tags.index(here.tag) + 1) % len(tags)]
    link = here.tab.locator(f".languages a[lang='{other}']")
    if not link.is_visible():
        here.tab.locator("button[popovertarget='site-languages']").click()
    with here.tab.expect_navigation():
        link.click()
    here.tag = other
    expect(here.tab.locator("html")).to_have_attribute("lang", other)


def second_tab(here: Walk) -> None:
    """Open the same address in another tab, and go on there."""
    address = here.tab.url
    here.tab = here.tab.context.new_page()
    here.tab.goto(address)


def crash(here: Walk) -> None:
    """Kill the service as a power cut does; the preview starts it again."""
    preview = here.served.served.process.pid
    (intake,) = [line.split()[0] for line in _processes("--ppid", preview) if "intake" in line]
    os.kill(int(intake), signal.SIGKILL)
    until(lambda: all(" Z" in line for line in _processes("--pid", intake)), "the service ends")
    main = here.tab.locator("main")
    until(lambda: here.tab.reload() is not None and main.count() > 0, "the service is back")


def _processes(*which: object) -> list[str]:
    command = ("ps", *map(str, which), "-o", "pid=,stat=,args=")
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()


def closed_browser(here: Walk) -> None:
    """Close the tab and come back by the address."""
    address, context = here.tab.url, here.tab.context
    here.tab.close()
    here.tab = context.new_page()
    here.tab.goto(address)


ALL = (back_and_forth, reload, switch_language, second_tab, crash, closed_browser)
# One of each on a way, and a crash in tests/intake; in soak, each on every page, in every language,
# with scripts and without.
WAYS: Sequence[tuple[bool, str, Sequence[Disturbance]]] = depth.some(
    [(False, TAGS[1], [one for one in ALL if one is not crash])],
    [(on, tag, (one,)) for one in ALL for on in (True, False) for tag in TAGS],
)


@pytest.mark.parametrize(
    ("scripts", "tag", "what"), WAYS, ids=[f"{t}-{w[0].__name__}-{on}" for on, t, w in WAYS]
)
def test_on_every_page_what_was_answered_is_there_after_whatever_happens(
    open_tab: OpenTab,
    served_form: ServedForm,
    tag: str,
    what: Sequence[Disturbance],
    *,
    scripts: bool,
) -> None:
    here, entered = walk.begun(open_tab(scripts=scripts), served_form, tag)
    pages = [*here.steps, CHECK]
    for number, page in enumerate(pages):
        assert here.place == page
        what[number % len(what)](here)
        assert here.place == page
        if page == CHECK:
            assert walk.listed(here.tab) == here.words(entered)
            break
        here.onward(entered)
    reference, sent_in = here.send(), here.tag
    what[len(pages) % len(what)](here)
    assert here.place == RECEIPT
    assert walk.reference(here.tab) == reference
    in_words = here.words(entered, sent_in)  # a record says what was sent, in any language
    assert list(walk.listed(here.tab).values()) == list(in_words.values())


@pytest.mark.soak
@pytest.mark.parametrize("tag", depth.some(TAGS[:1], TAGS))
def test_back_leads_from_every_page_to_the_one_before_with_its_answers(
    tab: Tab, served_form: ServedForm, tag: str
) -> None:
    here, entered = walk.begun(tab, served_form, tag)
    here.to(CHECK, entered)
    for step in reversed(here.steps):
        tab.go_back()
        assert here.place == step
        assert walk.typed(tab) == here.on_page(entered)
    for step in (*here.steps[1:], CHECK):
        tab.go_forward()
        assert here.place == step
    here.send()
    for _ in range(3):
        tab.go_back()
        assert here.place == RECEIPT  # what was sent cannot be changed
    assert walk.listed(tab) == here.words(entered)


@pytest.mark.soak
@pytest.mark.parametrize("tag", depth.some(TAGS[2:], TAGS))
def test_an_answer_with_an_error_is_kept_in_every_language_and_after_a_crash(
    tab: Tab, served_form: ServedForm, tag: str
) -> None:
    here, entered = walk.begun(tab, served_form, tag)
    here.onward(entered)
    wrong = entered | {served_form.id("sender_address"): ["awa at example"]}
    here.onward(wrong)
    for what in depth.some((switch_language,), (reload, switch_language, crash)):
        what(here)
        assert here.place == here.steps[1]
        assert walk.typed(here.tab) == here.on_page(wrong)
        expect(here.tab.locator(".errors a")).to_have_count(1)
    here.to(CHECK, entered)
    assert walk.listed(here.tab) == here.words(entered)


@pytest.mark.soak
def test_two_tabs_never_overwrite_each_other_unseen(tab: Tab, served_form: ServedForm) -> None:
    here = Walk(tab, served_form, TAGS[0])
    entered, name = walk.answers(served_form, TAGS[0]), served_form.id("line")
    here.begin()
    here.to(here.steps[1], entered)
    here.onward(entered)
    tab.go_back()
    other = Walk(tab.context.new_page(), served_form, TAGS[0])
    other.tab.goto(tab.url)
    other.onward(entered | {name: ["From the other window"]})
    here.onward(entered | {name: ["From this window"]})
    assert here.place == here.steps[1]
    expect(tab.locator("[role='alert']")).to_have_text(served_form.string(TAGS[0], "form.conflict"))
    expect(tab.locator(".elsewhere")).to_have_count(1)
    assert "From the other window" in plain(tab.locator(".elsewhere").inner_text())
    assert walk.typed(tab)[name] == ["From this window"]
    chosen = entered | {name: ["What both agree on"]}
    here.to(CHECK, chosen)
    assert walk.listed(tab) == here.words(chosen)


@pytest.mark.soak
def test_a_draft_that_was_sent_in_one_tab_leads_to_its_receipt_in_the_other(
    tab: Tab, served_form: ServedForm
) -> None:
    here, entered = walk.begun(tab, served_form, TAGS[0])
    here.to(CHECK, entered)
    other = Walk(tab.context.new_page(), served_form, TAGS[0])
    other.tab.goto(tab.url)
    late = Walk(tab.context.new_page(), served_form, TAGS[0])
    late.tab.goto(tab.url.replace(CHECK, here.steps[0]))
    reference = here.send()
    assert other.send() == reference
    walk.press(late.tab, CONTINUE)
    assert walk.reference(late.tab) == reference

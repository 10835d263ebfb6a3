"""The desk in a browser: accessible, whole on every screen, usable with the keyboard alone."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from brochure.site.site import Site
from intake.desk import cases
from intake.desk.cases import CaseUpdate
from intake.journey.submission import Submission
from intake.storage import case_table
from intake.storage.store import Store
from intake.storage.tables import submissions
from tests.intake.conftest import MakeSubmission
from tests.intake.desk_helpers import state_name
from tests.intake.serving import RunningIntake
from tests.intake.signing import DESK, signed_in_tab
from tests.intake.storage_helpers import TIMEOUT, store_submission
from tests.journey.test_pages import OVERFLOW
from tests.site.test_accessibility import violations
from tests.site.test_weight import BUDGET
from tests.support import depth

LONG = "Conseil national des droits de l’homme et de la protection des travailleurs migrants"
TAGS = ("en", "fr", "pt")


@pytest.fixture
def running(serve: Callable[..., RunningIntake]) -> RunningIntake:
    """Return the intake on plain HTTP, where browsers keep its cookie."""
    return serve(site_url="http://127.0.0.1/")


@pytest.fixture
def tab(browser: Browser, running: RunningIntake) -> Iterator[Tab]:
    """Yield a tab in which an administrator is signed in."""
    with signed_in_tab(browser, running) as opened:
        yield opened


@pytest.fixture
def kept(
    running: RunningIntake, served: Store, submission: MakeSubmission
) -> dict[str, Submission]:
    """Return requests of each kind; one has a history."""
    made = {
        "plain": submission(institution=LONG, country="CD", areas=_areas(running.service.site)),
        "held": submission("honeypot", institution="x" * 80),
        "erased": submission(),
        "handled": submission(institution="\u0648\u0632\u0627\u0631\u0629"),
    }
    for one in made.values():
        store_submission(served, one)
    notes = [("decided", "First line\n\n" + "w" * 90), ("closed", "<b>Second</b>")]
    for state, note in notes:
        change = cases.handle(
            served, made["handled"].reference, None, None, CaseUpdate(state, "", note)
        )
        change.result(TIMEOUT)
    with served.engine.begin() as connection:
        gone = submissions.c.reference == made["erased"].reference
        case_table.erase_submissions(connection, gone)
    return made


def _areas(site: Site) -> list[str]:
    return [area.id for area in site.content.areas]


def every_page(tab: Tab, tag: str, kept: dict[str, Submission]) -> Iterator[str]:
    """Open each kind of page in turn, and yield its name."""
    desk = f"{DESK}{tag}/"
    addresses = {
        "list": desk,
        "list, filtered": f"{desk}?text=a&assigned=nobody&order=longest&view=all",
        "list, nothing found": f"{desk}?text=nowhere",
        "figures": f"{desk}figures",
        **{name: f"{desk}requests/{one.reference}" for name, one in kept.items()},
    }
    kinds = ("list, filtered", "figures", "held", "handled")
    for name in depth.some(kinds, [*addresses]):
        tab.goto(addresses[name])
        yield name
    one = f"{desk}requests/{kept['plain'].reference}"
    tab.goto(one)
    tab.locator("textarea").fill("x" * 4001)
    tab.locator("main .button").click()
    yield "too long"
    other = tab.context.new_page()
    other.goto(one)
    tab.goto(one)
    other.locator("textarea").fill("By another")
    other.locator("main .button").click()
    other.close()
    tab.locator("textarea").fill("By this one")
    tab.locator("main .button").click()
    expect(tab.locator("[role=alert]")).to_contain_text("By another")
    yield "conflict"


@pytest.mark.parametrize("tag", depth.some(TAGS[1:2], TAGS))
def test_axe_finds_no_violation_on_the_desk_in_light_and_dark(
    tab: Tab, kept: dict[str, Submission], axe_source: str, tag: str
) -> None:
    found = {name: violations(tab, axe_source) for name in every_page(tab, tag, kept)}
    assert not {name: wrong for name, wrong in found.items() if wrong}


@pytest.mark.soak
@pytest.mark.parametrize("tag", depth.some(TAGS[2:], TAGS))
def test_no_page_of_the_desk_scrolls_sideways_and_each_weighs_little(
    tab: Tab, kept: dict[str, Submission], tag: str
) -> None:
    wrong, weights = {}, {}
    for name in every_page(tab, tag, kept):
        weights[name] = len(gzip.compress(tab.content().encode(), 6))
        for width in (320, 360, 768, 1280):
            tab.set_viewport_size({"width": width, "height": 640})
            for direction in ("ltr", "rtl"):
                tab.evaluate("dir => document.documentElement.dir = dir", direction)
                wrong[name, width, direction] = tab.evaluate(OVERFLOW)
    assert not {name: found for name, found in wrong.items() if found}
    assert {name: weight for name, weight in weights.items() if weight > BUDGET} == {}


def test_a_request_is_found_moved_and_noted_with_the_keyboard_alone(
    tab: Tab, kept: dict[str, Submission], running: RunningIntake
) -> None:
    tab.goto(f"{DESK}en/")
    reach(tab, "#text")
    tab.keyboard.type("conseil")
    tab.keyboard.press("Enter")
    expect(tab.locator("tbody tr")).to_have_count(1)
    reach(tab, "tbody a")
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_have_text(LONG)
    reach(tab, "#state")
    tab.keyboard.type(state_name(running.service.site, "decided"))
    reach(tab, "#assigned")
    tab.keyboard.type("Ana")
    reach(tab, "#note")
    tab.keyboard.type("Called back")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.locator("[role=status]")).to_have_text("Saved.")
    expect(tab.locator(".history blockquote").first).to_have_text("Called back")
    with running.service.engine.connect() as connection:
        case = case_table.find(connection, kept["plain"].reference)
    assert case
    assert (case.state, bool(case.assigned)) == ("decided", True)


def reach(tab: Tab, selector: str) -> None:
    """Press Tab until something has the focus, and is seen to have it."""
    for _ in range(60):
        if tab.locator(f"{selector}:focus-visible").count():
            return
        tab.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not lead to {selector}")

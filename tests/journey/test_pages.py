"""The journey's pages in every state: accessible, valid, light, and whole on a narrow screen."""

from __future__ import annotations

import dataclasses
import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from tests.journey import walk
from tests.journey.conftest import TIMEOUT, OpenTab
from tests.journey.served_form import ServedForm
from tests.journey.walk import CHECK, CONTINUE, Walk
from tests.site.pages import SHOWN, TAGS, plain
from tests.site.test_accessibility import violations
from tests.site.test_weight import BUDGET
from tests.support import depth

SCREEN = 640  # pixels, of a phone that is 360 wide
WIDTHS = depth.some((320,), (320, 360))  # 320 pixels are a screen of 1280 at 400 %
OVERFLOW = """() => {
    const root = document.documentElement, width = root.clientWidth;
    const out = [...document.querySelectorAll("body *")].filter(e => {
        const box = e.getBoundingClientRect();
        return e.checkVisibility() && !e.closest(".unseen")
            && (box.right > width + 1 || box.left < -1);
    });
    return root.scrollWidth > width ? [root.scrollWidth, ...out.map(e => e.outerHTML)] : [];
}"""
# WCAG 1.4.12, and text that its own box does not hold.
SPACED = """
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; }
    * { word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }
"""
CUT = """() => [...document.querySelectorAll("main *")].filter(e =>
    e.checkVisibility() && !e.closest(".unseen, select, option, svg, textarea, input")
    && getComputedStyle(e).overflow !== "visible" && e.scrollHeight > e.clientHeight + 1
).map(e => e.outerHTML)"""


# Pages of the journey that are not steps.
KINDS = ("start", "errors", CHECK, "later", "delete", "receipt")


# The height of a page, without what is above it while its language is not published.
HEIGHT = """() => document.documentElement.scrollHeight
    - [...document.querySelectorAll("main > .banner")].reduce((n, e) => n + e.offsetHeight, 0)"""


def height(here: Walk) -> int:
    """Return the height of a page, with all questions that answers on it can bring."""
    tab = here.tab
    heights: list[int] = [tab.evaluate(HEIGHT)]
    for field in here.served.fields:
        condition = field.asked_if
        if condition and tab.locator(f".field [name='{field.id}']").count():
            for value in condition.values:
                walk.fill(tab, here.served, {condition.field: [value]})
                heights.append(tab.evaluate(HEIGHT))
    return max(heights)


def every_page(here: Walk, look: Callable[[str], None]) -> None:
    """Go through the journey, and look at every kind of page."""
    tab, entered = here.tab, walk.answers(here.served, here.tag)
    tab.goto(here.served.page(here.tag))
    look("start")
    here.begin()
    for step in here.steps:
        look(step)
        if step == here.steps[0]:
            walk.press(tab, CONTINUE)
            look("errors")
        here.to(step, entered)
        here.onward(entered)
    look(CHECK)
    check = tab.url
    for page in ("later", "delete"):
        walk.press(tab, f"main a[href$='/{page}']")
        look(page)
        tab.goto(check)
    here.send()
    look("receipt")


@dataclasses.dataclass
class Seen:
    """What was seen on each page of one way through the journey, by the page's name."""

    tag: str
    sources: dict[str, str] = dataclasses.field(default_factory=dict)
    weights: dict[str, int] = dataclasses.field(default_factory=dict)
    heights: dict[str, int] = dataclasses.field(default_factory=dict)
    # Where the first question ends.
    first: dict[str, float] = dataclasses.field(default_factory=dict)
    too_wide: dict[tuple[str, int, str], list[str]] = dataclasses.field(default_factory=dict)
    violations: dict[str, list[str]] = dataclasses.field(default_factory=dict)


@pytest.fixture(scope="module", params=SHOWN)
def seen(
    request: pytest.FixtureRequest, browser: Browser, axe_source: str, one_form: ServedForm
) -> Seen:
    """Return what was seen on one way: each page is looked at in all ways at once."""
    tag = str(request.param)
    seen = Seen(tag)
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(TIMEOUT)
    tab = context.new_page()

    def look(name: str) -> None:
        seen.sources[name] = tab.request.get(tab.url).text()
        tab.set_viewport_size({"width": 360, "height": SCREEN})
        tab.evaluate("scrollTo(0, 0)")
        if tab.locator(".field").count():
            label = tab.locator(".field :is(legend, label)").first.bounding_box()
            assert label
            seen.first[name] = label["y"] + label["height"]
        seen.weights[name] = len(gzip.compress(tab.content().encode(), 6))
        _look_for_overflow(tab, name, seen.too_wide)
        seen.violations[name] = violations(tab, axe_source)
        if name not in {CHECK, "receipt", "errors"}:  # last, for it answers questions
            tab.set_viewport_size({"width": 360, "height": SCREEN})
            seen.heights[name] = height(here)

    here = Walk(tab, one_form, tag)
    with one_form.served.awake():
        every_page(here, look)
    context.close()
    return seen


def _look_for_overflow(tab: Tab, name: str, found: dict[tuple[str, int, str], list[str]]) -> None:
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 256 if width == 320 else SCREEN})
        for direction in ("rtl", "ltr"):
            tab.evaluate("dir => document.documentElement.dir = dir", direction)
            found[name, width, direction] = tab.evaluate(OVERFLOW)
    tab.evaluate(
        """text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text);
            document.adoptedStyleSheets = [sheet]; }""",
        SPACED,
    )
    found[name, 360, "spaced"] = [*tab.evaluate(OVERFLOW), *tab.evaluate(CUT)]
    tab.evaluate("document.adoptedStyleSheets = []")


def test_axe_finds_no_violation_at_any_width_in_light_and_dark(seen: Seen) -> None:
    assert len(seen.violations) > len(KINDS)
    assert not {name: wrong for name, wrong in seen.violations.items() if wrong}


def test_no_page_scrolls_sideways_or_cuts_text_however_large_or_spaced_it_is(seen: Seen) -> None:
    assert len(seen.too_wide) == (2 * len(WIDTHS) + 1) * len(seen.sources)
    assert not {name: wrong for name, wrong in seen.too_wide.items() if wrong}


def test_no_step_is_longer_than_four_screens_and_the_first_question_is_on_the_first(
    seen: Seen, one_form: ServedForm
) -> None:
    assert {name: h for name, h in seen.heights.items() if h > 4 * SCREEN} == {}
    steps = [step.id for step in one_form.form.steps]
    assert {*steps} <= {*seen.first} & {*seen.heights}
    assert {name: y for name, y in seen.first.items() if name in steps and y > SCREEN} == {}
    assert {name: w for name, w in seen.weights.items() if w > BUDGET} == {}


@pytest.mark.soak
def test_the_nu_checker_finds_no_error_in_any_page_of_the_form(
    nu_check: Callable[[list[Path]], list[dict[str, Any]]],
    seen: Seen,
    one_form: ServedForm,
    build_state: Callable[[str], Path],
    tmp_path: Path,
) -> None:
    files = list[Path]()
    for name, source in seen.sources.items():
        files.append(tmp_path / f"{seen.tag}-{name}.html")
        files[-1].write_text(source, encoding="utf-8")
    address = one_form.site.address(seen.tag, one_form.site.page_with("form"))
    for requests in ("open", "closed"):
        files.append(build_state(requests) / address / "index.html")
    messages = nu_check(files)
    errors = [m for m in messages if m["type"] != "info" or m.get("subType") == "warning"]
    assert not errors, [f"{e.get('url')}:{e.get('lastLine')}: {e['message']}" for e in errors]


def test_required_and_optional_are_said_in_words_and_in_the_tree(
    tab: Tab, served_form: ServedForm
) -> None:
    here, entered = walk.begun(tab, served_form, TAGS[0])
    seen = set()
    while here.place != CHECK:
        for field in served_form.fields:
            control = tab.locator(f".field [name='{field.id}']")
            if not control.count():
                continue
            seen.add(field.id)
            words = served_form.string(
                TAGS[0], "form.required" if field.required else "form.optional"
            )
            group = tab.locator(f".field:has([name='{field.id}'])")
            label = group.locator("legend, label").first
            assert plain(label.inner_text()).endswith(words)
            if field.type == "radios":
                attribute = group.locator("[role='radiogroup']").get_attribute("aria-required")
                assert (attribute == "true") is field.required
            elif field.type != "checkboxes":
                assert control.evaluate("e => e.required") is field.required
                # What is seen begins what voice control listens to; the rest another answer brings.
                named = tab.get_by_label(plain(field.label[TAGS[0]])).first
                expect(named).to_be_visible(visible=not field.asked_if)
        here.onward(entered)
    assert seen >= {
        field.id for field in served_form.fields if field.required and not field.asked_if
    }


@pytest.mark.soak
def test_the_names_of_languages_are_marked_with_their_language(
    tab: Tab, served_form: ServedForm
) -> None:
    here, entered = walk.begun(tab, served_form, TAGS[0])
    here.to(here.steps[-1], entered)
    name = served_form.id("reply_language")
    for tag in served_form.site.tags:
        label = tab.locator(f".choice:has([name='{name}'][value='{tag}']) bdi")
        expect(label).to_have_attribute("lang", tag)
    expect(tab.locator(f"[name='{name}'][value='{TAGS[0]}']")).to_be_checked()


@pytest.mark.soak
def test_in_forced_colours_progress_and_choices_are_still_seen(
    open_tab: OpenTab, served_form: ServedForm
) -> None:
    tab = open_tab(width=360, forced_colors="active")
    here = Walk(tab, served_form, TAGS[0])
    here.begin()
    done, todo = (tab.locator(f".bars i{which}").first for which in (".done", ":not(.done)"))
    ground = "e => getComputedStyle(e).backgroundColor"
    assert done.evaluate(ground) != todo.evaluate(ground)
    for box in (tab.locator(".choice").first, tab.locator(".field input[type='text']").first):
        assert box.evaluate("e => parseFloat(getComputedStyle(e).borderTopWidth)") >= 1


@pytest.mark.soak
def test_a_page_from_right_to_left_turns_each_field_as_its_content_needs(
    tab: Tab, served_form: ServedForm
) -> None:
    here, entered = walk.begun(tab, served_form, TAGS[0])
    for step, names in (
        (here.steps[0], {"country": "rtl"}),
        (here.steps[1], {"sender_address": "ltr", "telephone": "ltr"}),
    ):
        here.to(step, entered)
        tab.evaluate("document.documentElement.dir = 'rtl'")
        for name, direction in names.items():
            control = tab.locator(f"#{served_form.id(name)}")
            expect(control).to_have_css("direction", direction)
    here.to(next(s.id for s in served_form.form.steps if _has_text(served_form, s.id)), entered)
    tab.evaluate("document.documentElement.dir = 'rtl'")
    area = tab.locator("textarea").first
    for text, direction in (("חֲדָשָׁה", "rtl"), ("Nouvelle", "ltr")):
        area.fill(text)
        expect(area).to_have_css("direction", direction)


def _has_text(served_form: ServedForm, step: str) -> bool:
    fields = next(s.fields for s in served_form.form.steps if s.id == step)
    return any(field.id == served_form.id("text") for field in fields)


@pytest.mark.soak
def test_the_reference_is_whole_in_its_block_at_every_width(
    tab: Tab, served_form: ServedForm
) -> None:
    here, entered = walk.begun(tab, served_form, TAGS[2])
    here.to(CHECK, entered)
    here.send()
    reference = tab.locator(walk.REFERENCE)
    reference.evaluate("e => { e.firstChild.textContent = 'WWWW-WWWW-W' }")  # the widest
    found = []
    for width in (320, 360, 480, 640, 680, 768, 900, 1024, 1280, 1600):
        tab.set_viewport_size({"width": width, "height": SCREEN})
        wide, room = reference.evaluate("e => [e.scrollWidth, e.clientWidth]")
        found.append((width, wide, room))
    assert [one for one in found if one[1] > one[2]] == []


@pytest.mark.soak
def test_on_paper_the_receipt_has_the_reference_and_every_answer_and_no_buttons(
    tab: Tab, served_form: ServedForm
) -> None:
    here, entered = walk.begun(tab, served_form, TAGS[0])
    here.to(CHECK, entered)
    here.send()
    tab.emulate_media(media="print")
    expect(tab.locator(walk.REFERENCE)).to_be_visible()
    for row in tab.locator(".answers > div").all():
        expect(row).to_be_visible()
    expect(tab.locator(".button:visible")).to_have_count(0)

"""A second engine: every page opens in Firefox, its menu takes keys, and the form can be sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from brochure.schema import FormField
from intake.journey import references
from tests.journey import walk
from tests.journey.served_form import ServedForm
from tests.journey.walk import CONTINUE, REFERENCE, SEND, START
from tests.site.pages import TAGS, plain, read
from tests.site.test_browser import OVERFLOW
from tests.support import firefox as browser
from tests.support import machine
from tests.support.firefox import ENTER, ESCAPE, Firefox
from tests.support.needs import need

pytestmark = pytest.mark.soak
MENU, PAGES = "button[popovertarget='site-menu']", "#site-menu"
VISIBLE = f"document.querySelector('{PAGES}').checkVisibility()"


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Yield the machine's Firefox."""
    program = need(machine.firefox(), "Firefox")
    with browser.running(program, tmp_path_factory.mktemp("firefox")) as running:
        yield running


@pytest.mark.parametrize("tag", TAGS)
def test_every_page_opens_without_an_error_and_scrolls_sideways_at_no_width(
    firefox: Firefox,
    served_form: ServedForm,
    built_site: Path,
    serve_folder: Callable[[Path], str],
    tag: str,
) -> None:
    wrong, base = {}, serve_folder(built_site)
    pages = [page for page in read(served_form.site, built_site).values() if page.tag == tag]
    assert len(pages) == len(served_form.site.page_names)
    for page in pages:
        for width in (360, 1280):
            firefox.open(base + page.address, width)
            assert firefox.evaluate("document.documentElement.lang") == tag
            if found := [*firefox.errors, *firefox.evaluate(f"({OVERFLOW})()")]:
                wrong[page.address, width] = found
    assert not wrong


@pytest.mark.parametrize("tag", TAGS)
def test_the_menu_opens_and_closes_by_keyboard_and_leads_to_its_pages(
    firefox: Firefox, served_form: ServedForm, tag: str
) -> None:
    firefox.open(served_form.home(tag), 360)
    assert not firefox.evaluate(VISIBLE)
    firefox.tab_to(MENU)
    firefox.press(ENTER)
    assert firefox.evaluate(VISIBLE)
    firefox.press(ESCAPE)
    assert not firefox.evaluate(VISIBLE)
    assert firefox.evaluate(f"document.activeElement.matches({json.dumps(MENU)})")
    firefox.press(ENTER)
    firefox.tab_to(f"{PAGES} a")  # past the search
    there = firefox.evaluate("document.activeElement.href")
    assert firefox.evaluate(f"document.activeElement.closest('{PAGES}') !== null")
    firefox.press(ENTER)
    firefox.wait_for(f"location.href === {json.dumps(there)}")


@pytest.mark.parametrize("tag", TAGS)
def test_the_journey_leads_to_the_page_to_check_and_to_a_receipt(
    firefox: Firefox, served_form: ServedForm, tag: str
) -> None:
    firefox.open(served_form.page(tag), 1280)
    entered = walk.answers(served_form, tag)
    _press(firefox, START, served_form.form.steps[0].legend[tag])
    headings = [step.legend[tag] for step in served_form.form.steps[1:]]
    for step, heading in zip(
        served_form.form.steps, [*headings, served_form.string(tag, "check.title")], strict=True
    ):
        for field in step.fields:
            for value in entered.get(field.id, ()):
                _answer(firefox, field, value)
        _press(firefox, CONTINUE, heading)
    _press(firefox, SEND, served_form.string(tag, "receipt.title"))
    shown = firefox.evaluate(f"document.querySelector('{REFERENCE}').innerText")
    assert references.parse(shown) == shown
    assert not firefox.errors


def _answer(firefox: Firefox, field: FormField, value: str) -> None:
    if field.type in {"radios", "checkboxes"}:
        selector = f"input[name='{field.id}'][value='{value}']"
        firefox.evaluate(f"document.querySelector({json.dumps(selector)}).click()")
    elif field.type == "country":
        firefox.evaluate(f"document.querySelector('#{field.id}').value = '{value}'")
    else:
        firefox.evaluate(f"document.querySelector('#{field.id}').focus()")
        firefox.press(value.replace("\n", ENTER))


def _press(firefox: Firefox, button: str, title: str) -> None:
    """Press a button by keyboard, and wait for the page with a heading that ends so."""
    firefox.evaluate(f'document.querySelector("{button}").focus()')
    firefox.press(ENTER)
    heading = "document.querySelector('h1')?.innerText.replace(/\\s+/g, ' ').trim()"
    firefox.wait_for(f"({heading} ?? '').endsWith({json.dumps(plain(title))})")

"""What a person does with the form: open it, fill it in, check it, send it."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page as Tab
from playwright.sync_api import Response, expect

from tests.form.served_form import ServedForm
from tests.site.pages import plain

CONTINUE = "form.form button.button"
SEND = "form[action$='/send'] button.button"
REFERENCE = ".reference strong"
# Longer than the second within which the intake takes a sender for a machine.
READING = 1200
Entered = dict[str, list[str]]
_numbers = itertools.count(1)

TYPED = """() => {
    const typed = {};
    for (const [name, value] of new FormData(document.querySelector("form.form"))) {
        if (value) (typed[name] ??= []).push(value);
    }
    return typed;
}"""


def answers(tag: str, **changes: str | list[str]) -> Entered:
    """Return answers unlike all others; ``a_b`` changes the question ``a-b``, "" leaves it out."""
    one = f"{os.getpid()}-{next(_numbers)}"
    given: dict[str, str | list[str]] = {
        "institution": f"Ministère <b>de l’Intérieur</b> & Co. {one}",
        "kind": "national",
        "country": "SN",
        "other-institutions": 'Office "A" & B\nOffice <i>C</i>',
        "contact-person": "Awa D’Arc-Ndiaye",
        "position": "Head & <em>deputy</em>",
        "email": f"awa.{one}@example.org",
        "telephone": "+221 33 000 00 00",
        "areas": ["legal-migration", "protection"],
        "activities": ["training", "practical-tools"],
        "need": "<script>alert(1)</script> & São Tomé {$email}\n\n«Łódź» </textarea>\n[x](y.md)",
        "result": "Fewer forms ; & <mehr> Wissen.\nSecond line.",
        "when": "later",
        "letter": "in-preparation",
        "letter-addressee": "eu-delegation",
        "correspondence": tag,
    }
    given |= {name.replace("_", "-"): value for name, value in changes.items()}
    return {name: [v] if isinstance(v, str) else v for name, v in given.items() if v}


def open_form(tab: Tab, served_form: ServedForm, tag: str) -> None:
    """Open the form as a reader does: by the home page's call to action."""
    tab.goto(served_form.home(tag))
    tab.locator("main a.button", has_text=served_form.string(tag, "call.button")).first.click()
    expect(tab).to_have_url(served_form.page(tag))


def fill(tab: Tab, served_form: ServedForm, entered: Mapping[str, list[str]]) -> None:
    """Type and choose answers."""
    for field in served_form.fields:
        for value in entered.get(field.id, ()):
            if field.type in {"radios", "checkboxes"}:
                tab.locator(f"input[name='{field.id}'][value='{value}']").check()
            elif field.type == "country":
                tab.locator(f"#{field.id}").select_option(value)
            else:
                tab.locator(f"#{field.id}").fill(value)


def press(tab: Tab, button: str) -> Response:
    """Press a button that leads to another page, and return that page's response."""
    with tab.expect_navigation() as leads:
        tab.locator(button).click()
    return leads.value


def check(
    tab: Tab, served_form: ServedForm, tag: str, entered: Mapping[str, list[str]]
) -> Response:
    """Fill in the form from the home page on, up to the page to check."""
    open_form(tab, served_form, tag)
    fill(tab, served_form, entered)
    response = press(tab, CONTINUE)
    expect(tab.locator("h1")).to_have_text(served_form.string(tag, "check.title"))
    return response


def send(tab: Tab) -> str:
    """Send from the page to check, after reading it; return the receipt's reference."""
    tab.wait_for_timeout(READING)
    press(tab, SEND)
    return reference(tab)


def reference(tab: Tab) -> str:
    """Return the reference that the receipt shows."""
    return plain(tab.locator(REFERENCE).inner_text())


def typed(tab: Tab) -> Entered:
    """Return what the form of the page holds now."""
    holds: Entered = tab.evaluate(TYPED)
    return holds


def stored(tab: Tab) -> dict[str, Any]:
    """Return what the site keeps on the device."""
    kept: dict[str, Any] = tab.evaluate("() => ({...localStorage})")
    return kept

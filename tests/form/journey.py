"""What a person does with the form: open it, fill it in, check it, send it."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page as Tab
from playwright.sync_api import Response, expect

from brochure.schema import FormField
from brochure.site import form_answers
from brochure.site.site import Site
from tests.form.served_form import ServedForm
from tests.intake.answers import named
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


def answers(served_form: ServedForm, tag: str, **changes: str | list[str]) -> Entered:
    """Return answers unlike all others, to all questions but those of another kind of sender.

    ``changes`` name questions as ``field_id`` does; "" leaves an answer out.
    """
    site, number = served_form.site, f"{os.getpid()}-{next(_numbers)}"
    texts = {
        "institution": f"Ministère <b>de l’Intérieur</b> & Co. {number}",
        "sender_address": f"awa.{number}@example.org",
        "reply_language": tag,
        "country": "SN",
        "text": "<script>alert(1)</script> & São Tomé {$email}\n\n«Łódź» </textarea>\n[x](y.md)",
    }
    given = named(site, **texts)
    for field in served_form.fields:
        if field.id not in given:
            given[field.id] = _answer(site, field)
    needless = [
        field.id
        for field in served_form.fields
        if field not in form_answers.asked(served_form.form, given)
    ]
    given = {name: value for name, value in given.items() if name not in needless}
    return {name: value for name, value in (given | named(site, **changes)).items() if any(value)}


def _answer(site: Site, field: FormField) -> list[str]:
    if choices := form_answers.values(site, field):
        return list(choices[:2]) if field.type == "checkboxes" else [choices[0]]
    if field.type == "textarea":
        return ['Office "A" & B ;\nOffice <i>C</i>']
    return ["+221 33 000 00 00" if field.type == "telephone" else "Head & <em>D’Arc-Ndiaye</em>"]


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
    """Return what the site has stored on the device."""
    found: dict[str, Any] = tab.evaluate("() => ({...localStorage})")
    return found

"""What a person does with the form: begin, answer page by page, check, send."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from playwright.sync_api import Page as Tab
from playwright.sync_api import Response, expect

from brochure.schema import FormField
from brochure.site import form_answers
from brochure.site.site import Site
from tests.intake.answers import named
from tests.journey.served_form import ServedForm
from tests.site.pages import plain

START = "form[action$='/new'] button"
CONTINUE = "form.form .onward button"
SEND = "form[action$='/check'] .onward button"
REFERENCE = ".reference strong"
CHECK, RECEIPT = "check", "receipt"
Entered = dict[str, list[str]]
_numbers = itertools.count(1)

NAMES = "() => [...document.querySelectorAll('.field [name]')].map(e => e.name)"
LISTED = """() => [...document.querySelectorAll(".group .answers > div")].map(row => [
    row.querySelector("dt").innerText,
    [...row.querySelectorAll("dd p:not(.hint, .footnote)")].map(e => e.innerText),
])"""
TYPED = """() => {
    const typed = {};
    for (const control of document.querySelectorAll(".field :is(input, select, textarea)")) {
        const unchosen = /radio|checkbox/.test(control.type) && !control.checked;
        if (control.value && !unchosen) (typed[control.name] ??= []).push(control.value);
    }
    return typed;
}"""


def answers(served_form: ServedForm, tag: str, **changes: str | list[str]) -> Entered:
    """Return answers unlike all others, to all questions that such a sender is asked.

    ``changes`` name questions as ``field_id`` does; "" leaves an answer out.
    """
    site, number = served_form.site, f"{os.getpid()}-{next(_numbers)}"
    texts: dict[str, str | list[str]] = {
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
    given |= named(site, **changes)
    asked = form_answers.asked(served_form.form, {k: tuple(v) for k, v in given.items()})
    return {field.id: given[field.id] for field in asked if any(given[field.id])}


def _answer(site: Site, field: FormField) -> list[str]:
    if choices := form_answers.values(site, field):
        return list(choices[:2]) if field.type == "checkboxes" else [_leading_on(site, field)]
    if field.type == "textarea":
        return ['Office "A" & B ;\nOffice <i>C</i>']
    return ["+221 33 000 00 00" if field.type == "telephone" else "Head & <em>D’Arc-Ndiaye</em>"]


def _leading_on(site: Site, field: FormField) -> str:
    """Return a choice that leads to no further question."""
    assert site.content.form
    conditions = [one.asked_if for one in form_answers.fields(site.content.form) if one.asked_if]
    leading = {value for one in conditions if one.field == field.id for value in one.values}
    return next(value for value in form_answers.values(site, field) if value not in leading)


def is_there(tab: Tab, field: FormField) -> bool:
    """Whether the page shows a question, as it has been answered so far."""
    return tab.locator(f".field:has([name='{field.id}'])").is_visible()


def fill(tab: Tab, served_form: ServedForm, entered: Mapping[str, list[str]]) -> None:
    """Type and choose answers to the questions of the page."""
    names = set(tab.evaluate(NAMES))  # at once: to ask for each takes longer than to answer it
    for field in served_form.fields:
        if field.id in entered and field.id in names and is_there(tab, field):
            answer(tab, field, entered[field.id])


def answer(tab: Tab, field: FormField, values: Iterable[str]) -> None:
    """Type or choose the answer to a question that the page shows."""
    for value in values:
        if field.type in {"radios", "checkboxes"}:
            tab.locator(f"input[name='{field.id}'][value='{value}']").check()
        elif field.type == "country":
            tab.locator(f"#{field.id}").select_option(value)
        else:
            tab.locator(f"#{field.id}").fill(value)


def press(tab: Tab, button: str) -> Response:
    """Press a button or a link that leads to another page, and return that page's response."""
    with tab.expect_navigation() as leads:
        tab.locator(button).first.click()
    return leads.value


def typed(tab: Tab) -> Entered:
    """Return what the questions of the page hold now."""
    holds: Entered = tab.evaluate(TYPED)
    return holds


def reference(tab: Tab) -> str:
    """Return the reference that the receipt shows."""
    return plain(tab.locator(REFERENCE).inner_text())


def _unmarked(text: str) -> str:
    """Return a text without the signs that keep names in other letters together."""
    return plain(re.sub("[\u2066-\u2069]", "", text))


def listed(tab: Tab) -> dict[str, list[str]]:
    """Return the answers that a page lists, by question, in words."""
    rows: list[tuple[str, list[str]]] = tab.evaluate(LISTED)
    return {plain(question): [_unmarked(text) for text in found] for question, found in rows}


@dataclass
class Walk:
    """Somebody with a tab on the way through the form in a language."""

    tab: Tab
    served: ServedForm
    tag: str

    @property
    def place(self) -> str:
        """Where the tab is: a step's id, ``check``, ``receipt``, or empty."""
        found = re.search(r"/intake/[\w-]+/(?:draft/[\w-]+/([\w-]+)|(receipt)/)", self.tab.url)
        return (found[1] or found[2]) if found else ""

    @property
    def steps(self) -> list[str]:
        """The ids of the steps."""
        return [step.id for step in self.served.form.steps]

    def begin(self) -> None:
        """Open the start page by the home page's call to action, and begin."""
        self.tab.goto(self.served.home(self.tag))
        words = self.served.string(self.tag, "call.button")
        self.tab.locator("main a.button", has_text=words).first.click()
        expect(self.tab).to_have_url(self.served.page(self.tag))
        press(self.tab, START)
        assert self.place == self.steps[0]

    def onward(self, entered: Mapping[str, list[str]]) -> None:
        """Answer the page, and go on."""
        fill(self.tab, self.served, entered)
        press(self.tab, CONTINUE)

    def to(self, place: str, entered: Mapping[str, list[str]]) -> None:
        """Answer page after page, until a step or the page to check is reached."""
        for _ in range(2 * len(self.steps)):
            if self.place == place:
                return
            self.onward(entered)
        raise AssertionError(f"at {self.tab.url}, and never came to {place}")

    def send(self) -> str:
        """Send from the page to check, and return the receipt's reference."""
        assert self.place == CHECK
        press(self.tab, SEND)
        assert self.place == RECEIPT, self.tab.url
        return reference(self.tab)

    def words(self, entered: Mapping[str, list[str]], tag: str = "") -> dict[str, list[str]]:
        """Return questions and answers as a page lists them, with what was left out empty."""
        asked = form_answers.asked(
            self.served.form, {name: tuple(values) for name, values in entered.items()}
        )
        tag = tag or self.tag
        return {
            plain(field.label[tag]): [
                _unmarked(self.served.shown(tag, field, value))
                for value in entered.get(field.id, ())
            ]
            for field in asked
        }

    def on_page(self, entered: Mapping[str, list[str]]) -> Entered:
        """Return the answers that belong to the step where the tab is."""
        step = next(step for step in self.served.form.steps if step.id == self.place)
        return {field.id: entered[field.id] for field in step.fields if field.id in entered}


def begun(tab: Tab, served_form: ServedForm, tag: str) -> tuple[Walk, Entered]:
    """Return somebody who has begun, and what they are going to answer."""
    here = Walk(tab, served_form, tag)
    here.begin()
    return here, answers(served_form, tag)

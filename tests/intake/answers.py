"""Answers to the project's form, whatever its questions are, and forms as browsers send them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from urllib.parse import urlencode

from lxml import html
from lxml.html import FormElement

from brochure.schema import FormField
from brochure.site import form_answers
from brochure.site.site import Site

Entered = dict[str, list[str]]
SENDER = "ana.sousa@example.org"
_numbers = itertools.count(1)


def field_id(site: Site, name: str) -> str:
    """Return the id of the field that a test means, whatever ids the form has.

    The name is a role or a file of options (``sender_address``, ``areas``), a type that the form
    has once (``country``, ``telephone``), or ``line`` or ``text``: a question for a line or for
    more, which has no role. Any other name is an id.
    """
    assert site.content.form
    fields = list(form_answers.fields(site.content.form))
    free = [f for f in fields if f.required and not f.role and not f.asked_if]
    known = {
        **{field.type: field.id for field in fields if field.type in {"country", "telephone"}},
        **{field.options_from: field.id for field in fields if field.options_from},
        **{field.role.replace("-", "_"): field.id for field in fields if field.role},
        "line": next(field.id for field in free if field.type == "text"),
        "text": next(field.id for field in free if field.type == "textarea"),
    }
    return known.get(name, name)


def named(site: Site, **values: str | list[str]) -> Entered:
    """Return answers to some fields, which ``field_id`` finds by their names here."""
    return {
        field_id(site, name): [value] if isinstance(value, str) else value
        for name, value in values.items()
    }


def good(site: Site, **changes: str | list[str]) -> Entered:
    """Return an answer to every question that the form accepts, with some changed.

    Those that are changed are asked, because of the answers to others.
    """
    assert site.content.form
    fields = list(form_answers.fields(site.content.form))
    changed = named(site, **changes)
    return {field.id: _answer(site, field) for field in fields} | _asking(fields, changed) | changed


def _asking(fields: list[FormField], changed: Entered) -> Entered:
    """Return the answers because of which the questions are asked whose answers are changed."""
    conditions = {field.id: field.asked_if for field in fields}
    needed: Entered = {}
    for field in reversed([field for field in fields if field.id in changed]):
        condition = field.asked_if
        while condition:
            needed[condition.field] = [condition.values[0]]
            condition = conditions[condition.field]
    return needed


def different(site: Site, **changes: str | list[str]) -> Entered:
    """Return good answers that are unique."""
    text = f"Nothing is like number {next(_numbers)}."
    return good(site, **({"text": text} | changes))


def answers(site: Site, entered: Entered) -> form_answers.Answers:
    """Return what the form makes of what was entered: the answers to what is asked."""
    assert site.content.form
    read = form_answers.read(form_answers.fields(site.content.form), entered)
    return form_answers.applicable(site.content.form, read)


def _answer(site: Site, field: FormField) -> list[str]:
    if choices := form_answers.values(site, field):
        return list(choices[:2]) if field.type == "checkboxes" else [choices[-1]]
    return {
        "email": [SENDER],
        "telephone": ["+351 21 000 00 00"],
        "textarea": [f"About {field.id}:\nwords of Łódź and São Tomé."],
    }.get(field.type, [f"The {field.id} of Évora"])


def encoded(entered: Mapping[str, list[str]]) -> bytes:
    """Return a form's body as browsers write it: with CRLF, in UTF-8."""
    lines = {name: [v.replace("\n", "\r\n") for v in values] for name, values in entered.items()}
    return urlencode(lines, doseq=True).encode()


def on_page(page: str, step: str = "") -> Entered:
    """Return what a browser would send from a page's form, to ``step`` if it has several.

    Fields that were left empty are left out.
    """
    entered: Entered = {}
    for name, value in form_to(page, step).form_values():
        if value:
            entered.setdefault(name, []).append(value.removeprefix("\n").replace("\r\n", "\n"))
    return entered


def form_to(page: str, step: str = "") -> FormElement:
    """Return the form of a page that leads to a step."""
    found = [form for form in html.document_fromstring(page).forms if form.fields.keys()]
    matching = [form for form in found if (form.action or "").partition("?")[0].endswith(step)]
    assert matching, f"no form to {step!r} on this page"
    return matching[0]


def holds(page: str, entered: Entered) -> bool:
    """Return whether a page's form holds everything that was typed."""
    there = on_page(page)
    return all(there.get(name, []) == values for name, values in entered.items())

"""The form refers to fields and answers that exist, and each role belongs to one field.

Pass: ``asked_if: {field: kind, values: [national]}`` after a field ``kind`` that has the option;
``role: sender-address`` at one field of type ``email``; no field with ``role: person``.
Fail: ``field: kinds``; ``values: [nationl]``; a condition on a later field, or on one that has no
choices; radios without options; no field with ``role: reply-language``, two of them, or one of type
``text``; a step that is called ``check``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from brochure.problems import Location, Problem
from brochure.schema import Condition, FieldRole, Form, FormField
from brochure.schema.form import BESIDE_STEPS
from brochure.site.form_answers import fields, has_choices, values
from brochure.site.site import Site
from brochure.text.suggestions import did_you_mean

ID = "unknown-id"
ROLE = "field-role"
ADDRESS = "step-address"

_EXPECTED: dict[FieldRole, str] = {
    "sender-address": "the field of type email that asks for the sender's address",
    "reply-language": 'a field of type radios with "options_from: languages"',
    "institution": "the field of type text that asks for the institution's name",
    "person": "a field of type text that asks for a person's name",
    "country": "a field of type country",
    "areas": 'a field of type checkboxes with "options_from: areas"',
}
# What a form need not ask.
_OPTIONAL: frozenset[FieldRole] = frozenset({"person", "country", "areas"})


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each unknown name in the form, and for each missing or wrong role."""
    form = site.content.form
    if form is None or site.rejected_ids:
        return
    source = site.sources["form"]
    known = {field.id: field for field in fields(form)}
    before: set[str] = set()
    for i, step in enumerate(form.steps):
        if step.id in BESIDE_STEPS:
            message = f'step "{step.id}" has the address of another page of the form'
            hint = f"Choose an id other than {', '.join(BESIDE_STEPS)}."
            yield source.problem(("form", "steps", i, "id"), ADDRESS, message, hint)
        for j, field in enumerate(step.fields):
            location: Location = ("form", "steps", i, "fields", j)
            if has_choices(field) and not values(site, field):
                message = f'form field "{field.id}" has no options'
                hint = 'Add "options:", or "options_from:" with the name of a file.'
                yield source.problem(location, ID, message, hint)
            for message_and_hint in _conditions(site, field, known, before):
                yield source.problem((*location, "asked_if"), ID, *message_and_hint)
            before.add(field.id)
    yield from _said(site, known)
    for location, message, hint in _roles(form):
        yield source.problem(location, ROLE, message, hint)


def _said(site: Site, known: dict[str, FormField]) -> Iterator[Problem]:
    """Yield a problem for each step after the form that depends on an answer nobody can give."""
    for index, step in enumerate(site.content.request.next if site.content.request else ()):
        if step.said:
            location: Location = ("request", "next", index, "said")
            for message, hint in _condition(site, f'step "{step.id}"', step.said, known):
                yield site.sources["request"].problem(location, ID, message, hint)


def _roles(form: Form) -> Iterator[tuple[Location, str, str]]:
    """Yield where a role is missing, repeated, or given to a field that cannot have it."""
    first: dict[str, str] = {}
    for i, step in enumerate(form.steps):
        for j, field in enumerate(step.fields):
            if field.role is None:
                continue
            location = ("form", "steps", i, "fields", j, "role")
            if field.role in first:
                message = f'duplicate role "{field.role}" (first at field "{first[field.role]}")'
                yield location, message, "Remove one of the two: each role belongs to one field."
            first.setdefault(field.role, field.id)
            if not _can_have_role(field):
                message = f'field "{field.id}" cannot have the role "{field.role}"'
                yield location, message, f"Give it to {_EXPECTED[field.role]}."
    for role in get_args(FieldRole):
        if role not in first and role not in _OPTIONAL:
            message = f'no field has the role "{role}"'
            yield ("form", "steps"), message, f'Add "role: {role}" to {_EXPECTED[role]}.'


def _can_have_role(field: FormField) -> bool:
    if field.role == "sender-address":
        return field.type == "email"
    if field.role == "reply-language":
        return field.type == "radios" and field.options_from == "languages"
    if field.role == "areas":
        return field.type == "checkboxes" and field.options_from == "areas"
    return field.type == ("country" if field.role == "country" else "text")


def _conditions(
    site: Site, field: FormField, known: dict[str, FormField], before: set[str]
) -> Iterator[tuple[str, str]]:
    condition = field.asked_if
    if condition is None:
        return
    if condition.field in known.keys() - before:
        message = f'form field "{field.id}" depends on "{condition.field}", which is not asked'
        hint = "Move it after that field, in the same step or a later one."
        yield f"{message} before it", hint
        return
    yield from _condition(site, f'form field "{field.id}"', condition, known)


def _condition(
    site: Site, owner: str, condition: Condition, known: dict[str, FormField]
) -> Iterator[tuple[str, str]]:
    """Yield the faults of a condition: a field or an answer that does not exist."""
    other = known.get(condition.field)
    if other is None:
        message = f'{owner} depends on "{condition.field}", which is not a field'
        yield message, did_you_mean(condition.field, known)
        return
    answers = values(site, other)
    for value in condition.values:
        if value not in answers:
            message = f'{owner} depends on "{value}", which is not an answer to "{other.id}"'
            yield message, did_you_mean(value, answers)

"""The form refers to fields and answers that exist, and each role belongs to one field.

Pass: ``required_if: {field: kind, values: [national]}`` with a field ``kind`` that has the option;
``role: sender-address`` at one field of type ``email``.
Fail: ``field: kinds``; ``values: [nationl]``; radios without options;
no field with ``role: reply-language``, two of them, or one of type ``text``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from brochure.problems import Location, Problem
from brochure.schema import FieldRole, Form, FormField
from brochure.site.form_answers import fields, values
from brochure.site.site import Site
from brochure.text.suggestions import did_you_mean

ID = "unknown-id"
ROLE = "field-role"

_CHOICES = {"radios", "checkboxes"}
_EXPECTED: dict[FieldRole, str] = {
    "sender-address": "the field of type email that asks for the sender's address",
    "reply-language": 'a field of type radios with "options_from: languages"',
    "institution": "the field of type text that asks for the institution's name",
}


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each unknown name in the form, and for each missing or wrong role."""
    form = site.content.form
    if form is None or site.rejected_ids:
        return
    source = site.sources["form"]
    known = {field.id: field for field in fields(form)}
    for i, group in enumerate(form.groups):
        for j, field in enumerate(group.fields):
            location: Location = ("form", "groups", i, "fields", j)
            if field.type in _CHOICES and not values(site, field):
                message = f'form field "{field.id}" has no options'
                hint = 'Add "options:", or "options_from:" with the name of a file.'
                yield source.problem(location, ID, message, hint)
            for message_and_hint in _conditions(site, field, known):
                yield source.problem((*location, "required_if"), ID, *message_and_hint)
    for location, message, hint in _roles(form):
        yield source.problem(location, ROLE, message, hint)


def _roles(form: Form) -> Iterator[tuple[Location, str, str]]:
    """Yield where a role is missing, repeated, or given to a field that cannot have it."""
    first: dict[str, str] = {}
    for i, group in enumerate(form.groups):
        for j, field in enumerate(group.fields):
            if field.role is None:
                continue
            location = ("form", "groups", i, "fields", j, "role")
            if field.role in first:
                message = f'duplicate role "{field.role}" (first at field "{first[field.role]}")'
                yield location, message, "Remove one of the two: each role belongs to one field."
            first.setdefault(field.role, field.id)
            if not _can_have_role(field):
                message = f'field "{field.id}" cannot have the role "{field.role}"'
                yield location, message, f"Expected {_EXPECTED[field.role]}."
    for role in get_args(FieldRole):
        if role not in first:
            message = f'no field has the role "{role}"'
            yield ("form", "groups"), message, f'Add "role: {role}" to {_EXPECTED[role]}.'


def _can_have_role(field: FormField) -> bool:
    if field.role == "sender-address":
        return field.type == "email"
    if field.role == "reply-language":
        return field.type == "radios" and field.options_from == "languages"
    return field.type == "text"


def _conditions(
    site: Site, field: FormField, known: dict[str, FormField]
) -> Iterator[tuple[str, str]]:
    condition = field.required_if
    if condition is None:
        return
    other = known.get(condition.field)
    if other is None:
        message = f'form field "{field.id}" depends on "{condition.field}", which is not a field'
        yield message, did_you_mean(condition.field, known, "Fields")
        return
    answers = values(site, other)
    for value in condition.values:
        if value not in answers:
            message = f'form field "{field.id}" depends on "{value}",'
            message += f' which is not an answer to "{other.id}"'
            yield message, did_you_mean(value, answers, "Answers")

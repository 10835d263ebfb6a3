"""Reads and validates what was entered in the form, as ``content/form.yaml`` defines it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from brochure.schema import FieldRole, Form, FormField
from brochure.site.site import Site

Answers = dict[str, tuple[str, ...]]

# Types of fields that accept several values.
_MULTIPLE = {"checkboxes"}
_CHOICES = {"radios", "checkboxes", "country"}

# Whether an address exists only a mail can show. Source: HTML, section "Email state", with a dot
# required in the domain; and, as mail servers require (RFC 5321), no adjacent dots, and at most 64
# characters before the "@".
_EMAIL = re.compile(
    r"(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+"
)
_TELEPHONE = re.compile(r"[0-9+() ./-]{5,}")
_PATTERNS = {"email": _EMAIL, "telephone": _TELEPHONE}
# Controls except line ends and tabs; and the marks that reorder the text around them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff]"
)


@dataclass(frozen=True)
class FieldError:
    """Why an answer cannot be accepted: ``missing``, ``invalid`` or ``too-long``."""

    field: str
    kind: str


def fields(form: Form) -> Iterator[FormField]:
    """Yield the form's questions in their order."""
    for group in form.groups:
        yield from group.fields


def answer_to(form: Form, role: FieldRole, answers: Answers) -> str:
    """Return the answer to the field with a role; empty if it was not answered."""
    field = next(field for field in fields(form) if field.role == role)
    return next(iter(answers.get(field.id, ())), "")


def values(site: Site, field: FormField) -> tuple[str, ...]:
    """Return the values that a field with choices accepts; none for other fields."""
    if field.type == "country":
        return (*site.offered_countries, *(option.id for option in field.options))
    if field.options_from == "languages":
        return site.tags
    if field.options_from:
        return tuple(record.id for record in getattr(site.content, field.options_from))
    return tuple(option.id for option in field.options)


def clean(text: str, *, lines: bool) -> str:
    """Return a text in NFC, without invisible controls, and on one line unless ``lines``."""
    if not text.isprintable():  # as most are
        text = _UNWANTED.sub("", text.replace("\r\n", "\n")).replace("\r", "\n")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.strip() if lines else " ".join(text.split())


def read(form: Form, entered: Mapping[str, Sequence[str]]) -> Answers:
    """Return the answers by field id, cleaned but not validated; every field has an entry."""
    return {
        field.id: _read(field, entered[field.id]) if field.id in entered else ()
        for field in fields(form)
    }


def _read(field: FormField, entered: Sequence[str]) -> tuple[str, ...]:
    lines = field.type == "textarea"
    texts = [text for value in entered if (text := clean(value, lines=lines))]
    return tuple(dict.fromkeys(texts)) if field.type in _MULTIPLE else tuple(texts[:1])


def validate_answers(site: Site, form: Form, answers: Answers) -> list[FieldError]:
    """Return the errors in the answers, at most one per field, in the form's order."""
    errors = (_error(site, field, answers) for field in fields(form))
    return [error for error in errors if error]


def _error(site: Site, field: FormField, answers: Answers) -> FieldError | None:
    answer = answers.get(field.id, ())
    if not answer:
        return FieldError(field.id, "missing") if is_required(field, answers) else None
    if field.type in _CHOICES:
        is_known = set(values(site, field)).issuperset(answer)
        return None if is_known else FieldError(field.id, "invalid")
    if len(answer[0]) > field.max_length:
        return FieldError(field.id, "too-long")
    pattern = _PATTERNS.get(field.type)
    is_invalid = pattern and not pattern.fullmatch(answer[0])
    return FieldError(field.id, "invalid") if is_invalid else None


def is_required(field: FormField, answers: Answers) -> bool:
    """Return whether a field must be answered, considering the other answers."""
    condition = field.required_if
    return field.required or (
        condition is not None
        and bool(set(condition.values) & set(answers.get(condition.field, ())))
    )

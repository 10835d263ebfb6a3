"""Reads and validates what was entered in the form, as ``content/form.yaml`` defines it.

A question is *asked* unless its condition says otherwise. This decides everything: only what is
asked is required, checked, listed, stored and emailed. Beside it, a page shows questions that an
answer on the same page would bring with it: ``on_page``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from brochure.schema import Condition, FieldRole, Form, FormField, FormStep
from brochure.site.site import Site
from brochure.text import entered as entered_text

Answers = dict[str, tuple[str, ...]]

# Types of fields that accept several values.
_MULTIPLE = {"checkboxes"}
_CHOICES = {"radios", "checkboxes", "country"}  # the others are typed
_IS_VALID = {"email": entered_text.is_email, "telephone": entered_text.is_telephone}


@dataclass(frozen=True)
class FieldError:
    """Why an answer cannot be accepted: ``missing``, ``invalid`` or ``too-long``.

    A ``slip`` is an address that is possible but unlikely: ``suggestion`` is what may be meant.
    """

    field: str
    kind: str
    suggestion: str = ""


def fields(form: Form) -> Iterator[FormField]:
    """Yield the form's questions in their order."""
    for step in form.steps:
        yield from step.fields


def asked(form: Form, answers: Mapping[str, Collection[str]]) -> list[FormField]:
    """Return the questions that are asked of someone who gives these answers, in their order."""
    return _met(form, lambda condition: holds(condition, answers))


def on_page(form: Form, step: FormStep, answers: Mapping[str, Collection[str]]) -> list[FormField]:
    """Return the questions of a step that its page has, in their order.

    They are those that are asked, and those that an answer on the same page would bring with it.
    """
    here = {field.id for field in step.fields}
    met = _met(form, lambda condition: condition.field in here or holds(condition, answers))
    return [field for field in met if field.id in here]


def _met(form: Form, is_met: Callable[[Condition], bool]) -> list[FormField]:
    """Return the questions without a condition, and those whose condition is met.

    One on a question that is not among them itself is not met, whatever was answered to it.
    """
    found: dict[str, FormField] = {}
    for field in fields(form):
        condition = field.asked_if
        if condition is None or (condition.field in found and is_met(condition)):
            found[field.id] = field
    return list(found.values())


def holds(condition: Condition, answers: Mapping[str, Collection[str]]) -> bool:
    """Whether a condition holds for answers, of which those that apply count."""
    return not set(condition.values).isdisjoint(answers.get(condition.field, ()))


def applicable(form: Form, answers: Answers) -> Answers:
    """Return the answers to what is asked; every question that is asked has an entry."""
    return {field.id: answers.get(field.id, ()) for field in asked(form, answers)}


def answer_to(form: Form, role: FieldRole, answers: Mapping[str, Sequence[str]]) -> str:
    """Return the answer to the field with a role; empty if it was not answered."""
    return next(iter(answers_to(form, role, answers)), "")


def answers_to(form: Form, role: FieldRole, answers: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Return all answers to the field with a role; none if no field has it."""
    field = field_with(form, role)
    return answers.get(field.id, ()) if field else ()


def field_with(form: Form, role: FieldRole) -> FormField | None:
    """Return the field with a role, if the form has one."""
    return next((field for field in fields(form) if field.role == role), None)


def has_choices(field: FormField) -> bool:
    """Whether a field is answered by choosing, and not by typing."""
    return field.type in _CHOICES


def values(site: Site, field: FormField) -> tuple[str, ...]:
    """Return the values that a field with choices accepts; none for other fields."""
    if field.type == "country":
        return (*site.offered_countries, *(option.id for option in field.options))
    if field.options_from == "languages":
        return site.tags
    if field.options_from:
        return tuple(record.id for record in getattr(site.content, field.options_from))
    return tuple(option.id for option in field.options)


def read(fields: Iterable[FormField], entered: Mapping[str, Sequence[str]]) -> Answers:
    """Return answers by field id, cleaned but not validated; every field has an entry."""
    return {
        field.id: _read(field, entered[field.id]) if field.id in entered else () for field in fields
    }


def _read(field: FormField, entered: Sequence[str]) -> tuple[str, ...]:
    lines = field.type == "textarea"
    texts = [text for value in entered if (text := entered_text.clean(value, lines=lines))]
    if field.type == "telephone":
        texts = [entered_text.with_latin_digits(text) for text in texts]
    return tuple(dict.fromkeys(texts)) if field.type in _MULTIPLE else tuple(texts[:1])


def validate(
    site: Site, fields: Iterable[FormField], answers: Mapping[str, Sequence[str]]
) -> list[FieldError]:
    """Return the errors in the answers to some fields, at most one per field, in their order."""
    errors = (_error(site, field, answers.get(field.id, ())) for field in fields)
    return [error for error in errors if error]


def _error(site: Site, field: FormField, answer: Sequence[str]) -> FieldError | None:
    if not answer:
        return FieldError(field.id, "missing") if field.required else None
    if has_choices(field):
        is_known = set(values(site, field)).issuperset(answer)
        return None if is_known else FieldError(field.id, "invalid")
    if len(answer[0]) > field.max_length:
        return FieldError(field.id, "too-long")
    is_valid = _IS_VALID.get(field.type)
    return FieldError(field.id, "invalid") if is_valid and not is_valid(answer[0]) else None

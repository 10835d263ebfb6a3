"""A question of the form for templates, with its choices, its answer and its error."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from brochure.render import figures
from brochure.render.choices import is_offered, labels
from brochure.render.field_words import condition_in_words, error_message, error_of_field
from brochure.render.localizer import Localizer
from brochure.render.page_context import fill_values
from brochure.render.views import CountryView
from brochure.schema import Condition, FormField, FormStep
from brochure.schema.form import CHANGE
from brochure.site.form_answers import FieldError

# The input types that decide the keyboard of phones; other fields have type text.
_TYPES = {"email": "email", "telephone": "tel"}

EnteredValues = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class ChoiceView:
    """An answer to choose; ``language`` is that of its label, if it is not the page's."""

    value: str
    label: str
    chosen: bool
    language: str | None = None


@dataclass(frozen=True)
class FieldView:
    """A question; ``shown`` is its answer for readers, ``value`` for the input.

    It is ``optional`` if it may be left empty, and ``required`` if not. One that is not ``asked``,
    because of an answer to another one, is neither shown nor listed; its ``condition`` says in
    words when it is, where the page has it before that is known. ``conflict`` is what another
    window has answered, for readers. ``change_url`` leads back to it from the page to check.
    """

    id: str
    type: str
    input_type: str
    label: Markup
    hint: Markup | None
    asked: bool
    condition: Markup | None
    required: bool
    autocomplete: str | None
    choices: list[ChoiceView]
    value: str
    values: tuple[str, ...]
    shown: list[str]
    error: Markup | None
    footnotes: list[CountryView]
    conflict: list[str] | None = None
    change_url: str = ""

    @property
    def optional(self) -> bool:
        """Whether it may be left empty."""
        return not self.required

    @property
    def answer_footnotes(self) -> list[CountryView]:
        """The footnotes of what was answered."""
        return [country for country in self.footnotes if country.code in self.values]

    @property
    def described_by(self) -> str | None:
        """The ids of its hint and its error message, for ``aria-describedby``."""
        parts = {"hint": self.hint, "error": self.error}
        return " ".join(f"{self.id}_{name}" for name, text in parts.items() if text) or None


@dataclass(frozen=True)
class FormState:
    """What is known of a form that is being answered; ``base`` is the address of its draft.

    ``asked`` names the questions that the page has, ``conflicts`` has what another window answered.
    """

    answers: EnteredValues
    asked: Collection[str]
    errors: Sequence[FieldError] = ()
    conflicts: EnteredValues | None = None
    base: str = ""
    step: str = ""
    done: Collection[str] = ()
    changed: Collection[str] = ()


def field_view(
    localizer: Localizer,
    step: FormStep,
    field: FormField,
    state: FormState,
    questions: Mapping[str, FormField],
) -> FieldView:
    """Return a question of a step, as far as it has been answered."""
    answer = tuple(state.answers.get(field.id, ()))
    error = next((error for error in state.errors if error.field == field.id), None)
    named = labels(localizer, field, localizer.text)
    other = None if state.conflicts is None else state.conflicts.get(field.id)
    maximum = figures.number(field.max_length, localizer.language)
    tags = field.options_from == "languages"
    return FieldView(
        field.id,
        field.type,
        _TYPES.get(field.type, "text"),
        localizer.text(field.label),
        fill_values(localizer.text(field.hint), maximum=maximum) if field.hint else None,
        field.id in state.asked,
        condition_in_words(localizer, field.asked_if, questions)
        if field.asked_if and _is_open(field.asked_if, step, state)
        else None,
        field.required,
        field.autocomplete,
        [
            ChoiceView(value, label, value in answer, value if tags else None)
            for value, label in named.items()
            if value in answer or is_offered(localizer, field, value)
        ],
        answer[0] if answer else "",
        answer,
        [named.get(value, value) for value in answer],
        error_of_field(localizer, field, answer[0] if answer else "", error) if error else None,
        footnotes(localizer, field),
        None if other is None else [named.get(value, value) for value in other],
        f"{state.base}{step.id}?{CHANGE}={field.id}#{field.id}" if state.base else "",
    )


def _is_open(condition: Condition, step: FormStep, state: FormState) -> bool:
    """Whether a page has a question before its condition holds.

    The page of a step has it only if the answer that decides is given on the same page.
    """
    return not state.base or (
        state.step == step.id and any(field.id == condition.field for field in step.fields)
    )


def footnotes(localizer: Localizer, field: FormField) -> list[CountryView]:
    """Return the countries with footnotes among a field's choices."""
    if field.type != "country":
        return []
    noted = [code for code in localizer.site.offered_countries if code in localizer.site.countries]
    return [country for country in localizer.countries(noted) if country.footnote]


def address_field(
    localizer: Localizer, name: str, typed: str, error: FieldError | None
) -> FieldView:
    """Return the question where to email a draft's address, which the form itself does not have."""
    strings = localizer.site.content.strings["draft"]
    label, hint = localizer.text(strings["mail-to"]), localizer.text(strings["mail-use"])
    message = error_message(localizer, error, label=label) if error else None
    return FieldView(
        id=name,
        type="email",
        input_type="email",
        label=label,
        hint=hint,
        asked=True,
        condition=None,
        required=True,
        autocomplete="email",
        choices=[],
        value=typed,
        values=(typed,),
        shown=[typed],
        error=message,
        footnotes=[],
    )

"""The form for templates: its steps, and every question with its choices, answer and error."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

from brochure.render import figures
from brochure.render.choices import is_offered, labels
from brochure.render.localizer import Localizer
from brochure.render.page_context import fill_values
from brochure.render.views import CountryView
from brochure.schema import Condition, Form, FormField, FormStep, LanguageMap
from brochure.site.form_answers import FieldError, asked, fields
from brochure.text import cldr

# The input types that decide the keyboard of phones; other fields have type text.
_TYPES = {"email": "email", "telephone": "tel"}

State = Literal["done", "current", "todo"]
Given = Mapping[str, Sequence[str]]


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
    words when it is. ``conflict`` is what another window has answered, for readers. ``change_url``
    leads back to it from the page to check.
    """

    id: str
    type: str
    input_type: str
    label: Markup
    hint: Markup | None
    asked: bool
    condition: Markup | None
    required: bool
    max_length: int
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
class StepView:
    """Questions on one subject; ``changed`` since they were answered, if they are asked anew."""

    id: str
    legend: Markup
    hint: Markup | None
    number: int
    url: str
    state: State
    changed: bool
    all_fields: list[FieldView]

    @property
    def fields(self) -> list[FieldView]:
        """The questions that are asked, in their order."""
        return [field for field in self.all_fields if field.asked]


@dataclass(frozen=True)
class FormView:
    """The form; ``action`` is where the page's form is posted.

    On a page of the site, that is the address below which the intake has its pages in the language.
    ``step`` is the one that the page shows, if it shows one.
    """

    action: str
    notice: Markup
    steps: list[StepView]
    step: StepView | None = None

    @property
    def fields(self) -> list[FieldView]:
        """The questions that are asked, in their order."""
        return [field for step in self.steps for field in step.fields]

    @property
    def errors(self) -> list[FieldView]:
        """The questions of the page whose answers cannot be accepted."""
        fields = self.step.fields if self.step else self.fields
        return [field for field in fields if field.error]


@dataclass(frozen=True)
class FormState:
    """What is known of a form that is being answered; ``base`` is the address of its draft.

    ``asked`` names the questions that are shown, ``conflicts`` has what another window answered.
    """

    answers: Given
    asked: Collection[str]
    errors: Sequence[FieldError] = ()
    conflicts: Given | None = None
    base: str = ""
    step: str = ""
    done: Collection[str] = ()
    changed: Collection[str] = ()


def form_view(localizer: Localizer, form: Form, state: FormState | None = None) -> FormView:
    """Return the form in one language: as it is, or as far as it has been answered."""
    if state is None:
        state = FormState({}, {field.id for field in asked(form, {})})
    questions = {field.id: field for field in fields(form)}
    steps = [
        _step(localizer, step, number, state, questions)
        for number, step in enumerate(form.steps, 1)
    ]
    return FormView(
        f"{state.base}{state.step or 'check'}" if state.base else base_address(form, localizer),
        localizer.text(form.notice),
        steps,
        next((step for step in steps if step.id == state.step), None),
    )


def base_address(form: Form, localizer: Localizer) -> str:
    """Return the address below which the intake has its pages in a language."""
    return f"{form.endpoint}{localizer.language.tag}/"


def _step(
    localizer: Localizer,
    step: FormStep,
    number: int,
    state: FormState,
    questions: Mapping[str, FormField],
) -> StepView:
    is_done: State = "done" if step.id in state.done else "todo"
    return StepView(
        step.id,
        localizer.text(step.legend),
        localizer.text(step.hint) if step.hint else None,
        number,
        f"{state.base}{step.id}" if state.base else "",
        "current" if step.id == state.step else is_done,
        step.id in state.changed,
        [
            _field(localizer, step, field, state, questions)
            for field in step.fields
            if state.step in {step.id, ""}  # other steps are named alone
        ],
    )


def _field(
    localizer: Localizer,
    step: FormStep,
    field: FormField,
    state: FormState,
    questions: Mapping[str, FormField],
) -> FieldView:
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
        # A page of a draft has a question only if it is asked.
        _condition(localizer, field.asked_if, questions)
        if field.asked_if and not state.base
        else None,
        field.required,
        field.max_length,
        field.autocomplete,
        [
            ChoiceView(value, label, value in answer, value if tags else None)
            for value, label in named.items()
            if value in answer or is_offered(localizer, field, value)
        ],
        answer[0] if answer else "",
        answer,
        [named.get(value, value) for value in answer],
        _error(localizer, field, answer[0] if answer else "", error) if error else None,
        footnotes(localizer, field),
        None if other is None else [named.get(value, value) for value in other],
        f"{state.base}{step.id}?change_of={field.id}#{field.id}" if state.base else "",
    )


def _condition(
    localizer: Localizer, condition: Condition, questions: Mapping[str, FormField]
) -> Markup:
    """Return a condition in words."""
    other = questions[condition.field]
    named = labels(localizer, other, localizer.text)
    names = [escape(named[value]) for value in condition.values]
    answers = cldr.alternatives(names, localizer.language.locale)
    return fill_values(
        localizer.text(localizer.site.content.strings["form"]["only-if"]),
        label=localizer.text(other.label),
        answers=Markup(answers),  # noqa: S704 - of escaped names
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
    """Return the question where to mail the address of a draft, which is none of the form's."""
    strings = localizer.site.content.strings["draft"]
    label, hint = localizer.text(strings["mail-to"]), localizer.text(strings["mail-use"])
    message = _message(localizer, error, label=label) if error else None
    return FieldView(
        id=name,
        type="email",
        input_type="email",
        label=label,
        hint=hint,
        asked=True,
        condition=None,
        required=True,
        max_length=254,
        autocomplete="email",
        choices=[],
        value=typed,
        values=(typed,),
        shown=[typed],
        error=message,
        footnotes=[],
    )


def _error(localizer: Localizer, field: FormField, answer: str, error: FieldError) -> Markup:
    own = {"missing": field.errors.missing, "invalid": field.errors.invalid}.get(error.kind)
    return _message(
        localizer,
        error,
        own,
        label=localizer.text(field.label),
        maximum=figures.number(field.max_length, localizer.language),
        count=figures.number(len(answer), localizer.language),
    )


def _message(
    localizer: Localizer, error: FieldError, own: LanguageMap | None = None, **values: str
) -> Markup:
    text = localizer.text(own or localizer.site.content.strings["form"][error.kind])
    return fill_values(text, suggestion=error.suggestion, **values)

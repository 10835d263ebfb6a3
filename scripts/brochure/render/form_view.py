"""The form for templates: its steps with their questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from brochure.render.field_view import FieldView, FormState, field_view
from brochure.render.localizer import Localizer
from brochure.schema import Form, FormField, FormStep
from brochure.site.form_answers import asked, fields, on_page

StepState = Literal["done", "current", "todo"]


@dataclass(frozen=True)
class StepView:
    """Questions on one subject; ``changed`` since they were answered, if they are asked again."""

    id: str
    legend: Markup
    hint: Markup | None
    number: int
    url: str
    state: StepState
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


def form_view(localizer: Localizer, form: Form, state: FormState | None = None) -> FormView:
    """Return the form in one language: as it is, or as far as it has been answered."""
    if state is None:
        state = FormState({}, {field.id for field in asked(form, {})})
    questions = {field.id: field for field in fields(form)}
    # Nobody sees a step that asks nothing of them.
    kept = [
        step
        for step in form.steps
        if not state.base or step.id == state.step or on_page(form, step, state.answers)
    ]
    steps = [
        _step(localizer, step, number, state, questions) for number, step in enumerate(kept, 1)
    ]
    return FormView(
        f"{state.base}{state.step or 'check'}"
        if state.base
        else f"{form.endpoint}{localizer.language.tag}/",
        localizer.text(form.notice),
        steps,
        next((step for step in steps if step.id == state.step), None),
    )


def _step(
    localizer: Localizer,
    step: FormStep,
    number: int,
    state: FormState,
    questions: Mapping[str, FormField],
) -> StepView:
    is_done: StepState = "done" if step.id in state.done else "todo"
    return StepView(
        step.id,
        localizer.text(step.legend),
        localizer.text(step.hint) if step.hint else None,
        number,
        f"{state.base}{step.id}" if state.base else "",
        "current" if step.id == state.step else is_done,
        step.id in state.changed,
        [
            field_view(localizer, step, field, state, questions)
            for field in step.fields
            if state.step in {step.id, ""}  # other steps are named alone
        ],
    )

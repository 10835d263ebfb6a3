"""Forms of any steps, questions and conditions, and people who answer them in any way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from brochure.schema import Form
from brochure.site.site import Site
from tests.intake.answers import Entered

_CHOICES = ("one", "two", "three")
# What may be typed into each type of question: right, wrong, or nothing.
TYPED = {
    "text": st.sampled_from(["", "Ana", "x" * 300, "\u200b"]),
    "textarea": st.sampled_from(["", "One\nand two", "y" * 300]),
    "email": st.sampled_from(["", "ana@example.org", "ana", "ana@gmail.con"]),
    "telephone": st.sampled_from(["", "+351 21 000 00 00", "none"]),
    "radios": st.sampled_from(["", *_CHOICES, "four"]),
    "checkboxes": st.sampled_from(["", *_CHOICES, "four"]),
}
RIGHT = {
    "text": "Ana",
    "textarea": "One\nand two",
    "email": "ana@example.org",
    "telephone": "+351 21 000 00 00",
}


def _words(text: str) -> dict[str, str]:
    return {tag: f"{text} ({tag})" for tag in ("en", "fr", "pt")}


@st.composite
def forms(draw: st.DrawFn, form: Form) -> Form:
    """Return a form like ours, but with other steps, questions and conditions."""
    steps: list[dict[str, Any]] = []
    choices: list[str] = []
    number = 0
    for position in range(draw(st.integers(1, 4))):
        fields = []
        for _ in range(draw(st.integers(2, 5))):
            number += 1
            field: dict[str, Any] = {
                "id": f"q{number}",
                # Choices on which others can depend come more often.
                "type": draw(st.sampled_from(("radios", *TYPED, "radios", "checkboxes"))),
                "label": _words(f"Question {number}"),
                "required": draw(st.booleans()),
                "errors": {},
            }
            is_conditional: bool = draw(st.sampled_from((True, True, True, False)))
            if choices and is_conditional:
                values = draw(st.sets(st.sampled_from(_CHOICES), min_size=1))
                field["asked_if"] = {
                    "field": draw(st.sampled_from(tuple(choices))),
                    "values": tuple(sorted(values)),
                }
            if field["type"] in {"radios", "checkboxes"}:
                field["options"] = tuple(
                    {"id": name, "label": _words(f"{name} of {number}")} for name in _CHOICES
                )
                choices.append(field["id"])
            fields.append(field)
        steps.append(
            {"id": f"step{position}", "legend": _words(f"Step {position}"), "fields": tuple(fields)}
        )
    # The roles are those of questions that nobody is asked in these tests.
    data = form.model_dump() | {"steps": tuple(steps)}
    for name in ("notice", "team_mail", "acknowledgement"):
        data[name] = getattr(form, name)
    return Form.model_validate(data)


def with_form(site: Site, form: Form) -> Site:
    """Return a site with another form."""
    return replace(site, content=site.content.model_copy(update={"form": form}))


@st.composite
def typed(draw: st.DrawFn, form: Form) -> Entered:
    """Return something typed into each question, or nothing."""
    return {field.id: [draw(TYPED[field.type])] for step in form.steps for field in step.fields}


@st.composite
def right(draw: st.DrawFn, form: Form) -> Entered:
    """Return an answer to each question that can be accepted."""
    return {
        field.id: [RIGHT.get(field.type) or draw(st.sampled_from(_CHOICES))]
        for step in form.steps
        for field in step.fields
    }

"""The record of a submission: each question as it was put, with its answer in words."""

from __future__ import annotations

from dataclasses import dataclass

from brochure.site.form_answers import Answers
from intake.journey.form_version import AskedQuestion, FormVersion


@dataclass(frozen=True)
class Note:
    """The footnote of an answer."""

    name: str
    footnote: str


@dataclass(frozen=True)
class RecordField:
    """A question and its answer, with the footnotes of what was answered."""

    id: str
    label: str
    shown: list[str]
    answer_footnotes: list[Note]


@dataclass(frozen=True)
class RecordStep:
    """The questions of one step."""

    id: str
    legend: str
    fields: list[RecordField]


def of(version: FormVersion, answers: Answers, tag: str) -> list[RecordStep]:
    """Return the questions and answers, in the words of a language.

    A question that the version does not have is named by its id. Submissions from before versions
    were stored may have such questions.
    """
    steps = [
        RecordStep(
            name,
            legend,
            [
                RecordField(put.id, put.label, put.shown(answers), _notes(put, answers))
                for put in questions
                if put.id in answers
            ],
        )
        for name, legend, questions in version.steps(tag)
    ]
    known = {field.id for step in steps for field in step.fields}
    removed = [
        RecordField(name, name, list(values), [])
        for name, values in answers.items()
        if values and name not in known
    ]
    return [step for step in (*steps, RecordStep("", "", removed)) if step.fields]


def _notes(put: AskedQuestion, answers: Answers) -> list[Note]:
    chosen = [value for value in answers[put.id] if value in put.footnotes]
    return [Note(put.names[value].removesuffix("*"), put.footnotes[value]) for value in chosen]


def as_text(steps: list[RecordStep], others: list[RecordStep] | None = None) -> str:
    """Return a record as plain text; ``others`` is the same one in the readers' own language.

    What that says differently is beside the sender's words.
    """
    fields = [field for step in steps for field in step.fields]
    beside = [field for step in others for field in step.fields] if others else fields
    return "\n\n".join(map(_question, fields, beside))


def _question(field: RecordField, other: RecordField) -> str:
    lines = [_both(*pair) for pair in zip(field.shown, other.shown, strict=True)]
    lines += [f"* {note.footnote}" for note in other.answer_footnotes]
    text = "\n".join(lines) or "—"
    return f"{_both(field.label, other.label)}\n    " + text.replace("\n", "\n    ")


def _both(text: str, other: str) -> str:
    return text if text == other else f"{other} [{text}]"

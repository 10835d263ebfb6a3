"""The form for templates: every question with its choices, its answer and its error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from brochure.render import figures
from brochure.render.localizer import Localizer
from brochure.render.page_context import fill_values
from brochure.render.views import CountryView
from brochure.schema import Form, FormField, LanguageMap
from brochure.schema.describe import identity
from brochure.site.form_answers import Answers, FieldError
from brochure.text import cldr

# The input types that decide the keyboard of phones; other fields have type text.
_TYPES = {"email": "email", "telephone": "tel"}


@dataclass(frozen=True)
class ChoiceView:
    """An answer to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class FieldView:
    """A question; ``shown`` is its answer for readers, ``value`` for the input.

    It is ``optional`` if no answer can make it ``required``.
    """

    id: str
    type: str
    input_type: str
    label: Markup
    hint: Markup | None
    required: bool
    optional: bool
    max_length: int
    autocomplete: str | None
    choices: list[ChoiceView]
    value: str
    values: tuple[str, ...]
    shown: list[str]
    error: Markup | None
    footnotes: list[CountryView]

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
class GroupView:
    """Questions under one heading."""

    id: str
    legend: Markup
    hint: Markup | None
    fields: list[FieldView]


@dataclass(frozen=True)
class FormView:
    """The whole form; ``action`` is the address it is sent to, without the step's name."""

    action: str
    notice: Markup
    groups: list[GroupView]

    @property
    def fields(self) -> list[FieldView]:
        """The questions in their order."""
        return [field for group in self.groups for field in group.fields]

    @property
    def errors(self) -> list[FieldView]:
        """The questions whose answers cannot be accepted."""
        return [field for field in self.fields if field.error]


def form_view(
    localizer: Localizer,
    form: Form,
    answers: Answers | None = None,
    errors: Sequence[FieldError] = (),
) -> FormView:
    """Return the form in one language, with the answers and errors."""
    kinds = {error.field: error.kind for error in errors}
    groups = [
        GroupView(
            group.id,
            localizer.text(group.legend),
            localizer.text(group.hint) if group.hint else None,
            [
                _field(localizer, f, (answers or {}).get(f.id, ()), kinds.get(f.id))
                for f in group.fields
            ],
        )
        for group in form.groups
    ]
    return FormView(
        f"{form.endpoint}{localizer.language.tag}/", localizer.text(form.notice), groups
    )


def labels(
    localizer: Localizer,
    field: FormField,
    words: Callable[[LanguageMap], str],
    *,
    only_offered: bool = True,
) -> dict[str, str]:
    """Return the labels of a field's choices by value, in the order in which they are shown.

    ``words`` is the localizer's ``text`` for pages, and its ``plain`` for mails. Countries are
    those that the form offers, or all of them: what was sent earlier may name others. Those of
    records that are hidden on the day are always among them, for the same reason.
    """
    if field.type == "country":
        codes = localizer.site.offered_countries if only_offered else cldr.countries()
        options = {option.id: words(option.label) for option in field.options}
        return {country.code: country.marked for country in localizer.countries(codes)} | options
    if field.options_from == "languages":
        return {tag: cldr.own_name(tag) for tag in localizer.site.tags}
    if field.options_from:
        records = getattr(localizer.site.content, field.options_from)
        return {record.id: words(record.title) for record in records}
    return {option.id: words(option.label) for option in field.options}


def _is_offered(localizer: Localizer, field: FormField, value: str) -> bool:
    """Whether a choice can be made on the day: it is no record that is hidden."""
    records = getattr(localizer.site.content, field.options_from or "", ())
    return all(localizer.shows(record) for record in records if identity(record) == value)


def _field(
    localizer: Localizer, field: FormField, answer: tuple[str, ...], kind: str | None
) -> FieldView:
    named = labels(localizer, field, localizer.text)
    maximum = figures.number(field.max_length, localizer.language)
    return FieldView(
        field.id,
        field.type,
        _TYPES.get(field.type, "text"),
        localizer.text(field.label),
        fill_values(localizer.text(field.hint), maximum=maximum) if field.hint else None,
        field.required,
        not field.required and field.required_if is None,
        field.max_length,
        field.autocomplete,
        [
            ChoiceView(value, label, value in answer)
            for value, label in named.items()
            if value in answer or _is_offered(localizer, field, value)
        ],
        answer[0] if answer else "",
        answer,
        [named.get(value, value) for value in answer],
        _error(localizer, field, answer, kind) if kind else None,
        footnotes(localizer, field),
    )


def footnotes(localizer: Localizer, field: FormField) -> list[CountryView]:
    """Return the countries with footnotes among a field's choices."""
    if field.type != "country":
        return []
    noted = [code for code in localizer.site.offered_countries if code in localizer.site.countries]
    return [country for country in localizer.countries(noted) if country.footnote]


def _error(localizer: Localizer, field: FormField, answer: tuple[str, ...], kind: str) -> Markup:
    strings = localizer.site.content.strings["form"]
    own_message = {"missing": field.errors.missing, "invalid": field.errors.invalid}.get(kind)
    return fill_values(
        localizer.text(own_message or strings[kind]),
        label=localizer.text(field.label),
        maximum=figures.number(field.max_length, localizer.language),
        count=figures.number(len(answer[0]) if answer else 0, localizer.language),
    )

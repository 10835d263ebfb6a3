"""The words around a question of the form: its condition, and its error message."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape

from brochure.render import figures
from brochure.render.choices import labels
from brochure.render.localizer import Localizer
from brochure.render.page_context import fill_values
from brochure.schema import Condition, FormField, LanguageMap
from brochure.site.form_answers import FieldError
from brochure.text import cldr


def condition_in_words(
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


def error_of_field(
    localizer: Localizer, field: FormField, answer: str, error: FieldError
) -> Markup:
    """Return the error message of an answer, in the field's own words if it has some."""
    own = {"missing": field.errors.missing, "invalid": field.errors.invalid}.get(error.kind)
    return error_message(
        localizer,
        error,
        own,
        label=localizer.text(field.label),
        maximum=figures.number(field.max_length, localizer.language),
        count=figures.number(len(answer), localizer.language),
    )


def error_message(
    localizer: Localizer, error: FieldError, own: LanguageMap | None = None, **values: str
) -> Markup:
    """Return an error in its ``own`` words, else in those of all forms, with values filled in."""
    text = localizer.text(own or localizer.site.content.strings["form"][error.kind])
    return fill_values(text, suggestion=error.suggestion, **values)

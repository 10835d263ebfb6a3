"""The form names fields, answers and a page that exist, and choices have answers to choose from.

Pass: ``required_if: {field: kind, values: [national]}`` with a field ``kind`` that has the option.
Fail: ``field: kinds``; ``values: [nationl]``; radios without options; a page that does not exist.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.files.yaml_reader import Location
from brochure.problems import Problem
from brochure.schema import FormField
from brochure.site.form_answers import fields, values
from brochure.site.site import Site
from brochure.text.suggestions import did_you_mean

ID = "unknown-id"

_CHOICES = {"radios", "checkboxes"}


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each name of nothing in the form."""
    form = site.content.form
    if form is None or site.rejected_ids:
        return
    source = site.sources["form"]
    if form.page not in site.page_names:
        hint = did_you_mean(form.page, site.page_names, "Pages")
        message = f'the form names the page "{form.page}", which does not exist'
        yield source.problem(("form", "page"), ID, message, hint)
    known = {field.id: field for field in fields(form)}
    for number, group in enumerate(form.groups):
        for position, field in enumerate(group.fields):
            place: Location = ("form", "groups", number, "fields", position)
            if field.type in _CHOICES and not values(site, field):
                message = f'form field "{field.id}" has nothing to choose from'
                hint = 'Add "options:", or "options_from:" with the name of a file.'
                yield source.problem(place, ID, message, hint)
            for found in _conditions(site, field, known):
                yield source.problem((*place, "required_if"), ID, *found)


def _conditions(
    site: Site, field: FormField, known: dict[str, FormField]
) -> Iterator[tuple[str, str]]:
    condition = field.required_if
    if condition is None:
        return
    asked = known.get(condition.field)
    if asked is None:
        message = f'form field "{field.id}" depends on "{condition.field}", which is not a field'
        yield message, did_you_mean(condition.field, known, "Fields")
        return
    answers = values(site, asked)
    for value in condition.values:
        if value not in answers:
            message = f'form field "{field.id}" depends on "{value}",'
            message += f' which is not an answer to "{asked.id}"'
            yield message, did_you_mean(value, answers, "Answers")

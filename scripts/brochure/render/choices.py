"""The choices of a question, in words."""

from __future__ import annotations

from collections.abc import Callable

from brochure.render.localizer import Localizer
from brochure.schema import FormField, LanguageMap
from brochure.schema.describe import identity
from brochure.text import cldr


def labels(
    localizer: Localizer,
    field: FormField,
    words: Callable[[LanguageMap], str],
    *,
    only_offered: bool = True,
    marks_footnotes: bool = True,
) -> dict[str, str]:
    """Return the labels of a field's choices by value, in the order in which they are shown.

    ``words`` is the localizer's ``text`` for pages, and its ``plain`` for emails. Countries are
    those that the form offers, or all of them: what was sent earlier may name others. Those of
    records that are hidden on the day are always among them, for the same reason.
    """
    if field.type == "country":
        codes = localizer.site.offered_countries if only_offered else cldr.countries()
        options = {option.id: words(option.label) for option in field.options}
        countries = localizer.countries(codes)
        named = {one.code: one.marked if marks_footnotes else one.name for one in countries}
        return named | options
    if field.options_from == "languages":
        return {tag: cldr.own_name(tag) for tag in localizer.site.tags}
    if field.options_from:
        records = getattr(localizer.site.content, field.options_from)
        return {record.id: words(record.title) for record in records}
    return {option.id: words(option.label) for option in field.options}


def is_offered(localizer: Localizer, field: FormField, value: str) -> bool:
    """Whether a choice can be made on the day: it is not a hidden record."""
    records = getattr(localizer.site.content, field.options_from or "", ())
    return all(localizer.shows(record) for record in records if identity(record) == value)

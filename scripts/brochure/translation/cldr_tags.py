"""Finds a language in CLDR by its tag, and describes it."""

from __future__ import annotations

import datetime

from brochure.problems import Problem, ProblemsError
from brochure.schema import Language
from brochure.text import cldr, formatting, language_tags, pseudo
from brochure.text.suggestions import closest, suggestion


def find_language(wanted: str) -> Language:
    """Return a language with the locale of the territory where most people write it.

    Raises:
        ProblemsError: CLDR does not know the language, or knows less than its tag says.
    """
    tag = wanted.replace("_", "-")
    if tag in pseudo.PSEUDO:
        return Language(tag=tag, locale=tag.replace("-", "_"), status="draft")
    parsed = language_tags.parse(tag)
    if parsed is None:
        raise _unknown(wanted)
    if reason := language_tags.mistake(parsed):
        raise language_error(wanted, *reason)
    locale = language_tags.find_locale(parsed)
    if locale is None:
        raise _unknown(wanted)
    territory = locale.territory or language_tags.likely(parsed).territory
    parts = [locale.language, locale.script, territory, locale.variant]
    full = language_tags.find_locale(language_tags.LanguageTag(*(part or "" for part in parts)))
    return Language(tag=str(parsed), locale=str(full or locale), status="draft")


def _unknown(wanted: str) -> ProblemsError:
    names = {str(name).lower(): code for code, name in cldr.locale("en").languages.items()}
    near = closest(wanted[:100].lower(), names)
    hint = suggestion(names[near[0]]) if near else "Write a tag such as es or pt-BR."
    message = "unknown to CLDR, the list of the world's languages"
    return language_error(wanted, message, hint.replace("_", "-"))


def describe(language: Language) -> str:
    """Summarise CLDR's data on a language, so that someone who speaks it can check them."""
    locale = cldr.locale(language.locale)
    direction = "right to left" if locale.text_direction == "rtl" else "left to right"
    forms = sorted(locale.plural_form.tags | {"other"})
    number = formatting.number(12345, language.locale, language.digits)
    day = formatting.date(datetime.date(2009, 1, 31), language.locale, language.digits)
    return (
        f"{cldr.own_name(language.tag)}, {direction}; {number}; {day};"
        f" plural forms: {', '.join(forms)}; locale {language.locale}"
    )


def language_error(tag: str, message: str, hint: str) -> ProblemsError:
    """Return the error that a command cannot be run for a language."""
    return ProblemsError([Problem(tag, 1, 1, "error", "language", message, hint)])

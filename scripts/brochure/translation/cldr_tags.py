"""Finds a language in CLDR by its tag, and describes it."""

from __future__ import annotations

import datetime
import re

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from brochure.problems import Problem, ProblemsError
from brochure.schema import Language
from brochure.text import cldr, pseudo
from brochure.text.suggestions import closest

_TAG = re.compile(r"(?!und)[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)


def find_language(wanted: str) -> Language:
    """Return a language with the locale of the territory where most people write it.

    Raises:
        ProblemsError: CLDR does not know the language.
    """
    tag = wanted.replace("_", "-")
    if tag in pseudo.PSEUDO:
        return Language(tag=tag, locale=tag.replace("-", "_"), status="draft")
    try:
        parsed = Locale.parse(tag if _TAG.fullmatch(tag) else "", sep="-")
    except (ValueError, UnknownLocaleError):
        names = {str(name).lower(): code for code, name in cldr.locale("en").languages.items()}
        near = closest(wanted[:100].lower(), names)
        hint = f'Did you mean "{names[near[0]]}"?' if near else "Write a tag such as es or pt-BR."
        raise language_error(
            wanted, "unknown to CLDR, the list of the world's languages", hint.replace("_", "-")
        ) from None
    likely = get_global("likely_subtags").get(str(parsed))
    territory = parsed.territory or (likely.split("_")[-1] if likely else None)
    parts = [parsed.language, parsed.script, territory]
    locale = "_".join(filter(None, parts))
    try:
        Locale.parse(locale)
    except UnknownLocaleError:
        locale = str(parsed)
    return Language(tag=str(parsed).replace("_", "-"), locale=locale, status="draft")


def describe(language: Language) -> str:
    """Summarise CLDR's data on a language, so that someone who speaks it can check them."""
    locale = cldr.locale(language.locale)
    direction = "right to left" if locale.text_direction == "rtl" else "left to right"
    forms = sorted(locale.plural_form.tags | {"other"})
    number = cldr.number(12345, language.locale)
    day = cldr.date(datetime.date(2009, 1, 31), language.locale)
    return (
        f"{cldr.own_name(language.tag)}, {direction}; {number}; {day};"
        f" plural forms: {', '.join(forms)}; locale {language.locale}"
    )


def language_error(tag: str, message: str, hint: str) -> ProblemsError:
    """Return the error that a command cannot be run for a language."""
    return ProblemsError([Problem(tag, 1, 1, "error", "language", message, hint)])

"""CLDR's data about a language: names, direction, lists and countries.

None of this is translated by hand. CLDR's ``pt`` is Brazilian: a language names its locale
with the territory (``pt_PT``), and its tag only decides folders, addresses and ``lang``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from babel import Locale, UnknownLocaleError
from babel.lists import format_list

from brochure.text import language_tags
from brochure.text.pseudo import PSEUDO, pseudo

# Two-letter codes of CLDR that are not countries: groupings, pseudo-locales, reserves.
_NO_COUNTRY = re.compile("AC|CP|CQ|DG|EA|EU|EZ|IC|QO|TA|UN|X[AB]|ZZ")


@functools.cache
def locale(identifier: str) -> Locale:
    """Return CLDR's data for ``pt_PT`` or ``pt-PT``; pseudo-languages have their model's.

    For a variant without data of its own, such as ``de-1996``, they are its language's.

    Raises:
        ValueError: CLDR does not have this locale.
    """
    name = PSEUDO.get(_tag(identifier), identifier)
    if (tag := language_tags.parse(name)) and (exact := language_tags.find_locale(tag)):
        return exact
    try:
        return Locale.parse(name.replace("-", "_"))
    except UnknownLocaleError as error:
        raise ValueError(str(error)) from error


def _tag(identifier: str) -> str:
    return identifier.replace("_", "-")


def localized(text: str, identifier: str) -> str:
    """Return a text of CLDR's, converted if ``identifier`` is a pseudo-language."""
    tag = _tag(identifier)
    return pseudo(text, tag) if tag in PSEUDO else text


@functools.cache
def english_name(tag: str) -> str:
    """Return the language's English name for messages, or the tag where CLDR has none."""
    names = Locale("en").languages
    if tag in PSEUDO:
        return f"pseudo-{names[PSEUDO[tag]]}"
    if name := names.get(tag.replace("-", "_")):
        return str(name)
    try:
        return str(locale(tag).get_display_name("en") or tag)
    except ValueError:
        return tag


@functools.cache
def own_name(tag: str) -> str:
    """Return the language's name in itself, capitalised as in a list of languages."""
    data = locale(tag)
    name = str(data.get_display_name(data) or tag)
    return localized(name[:1].upper() + name[1:], tag)


@functools.cache
def direction(identifier: str) -> str:
    """Return ``ltr`` or ``rtl``."""
    return str(locale(identifier).text_direction)


def listed(first: str, second: str, identifier: str) -> str:
    """Return two parts as a language lists them, with its comma and without an *and*."""
    pattern = str(locale(identifier).list_patterns["standard"]["start"])
    if any(map(str.isalpha, pattern.replace("{0}", "").replace("{1}", ""))):  # Arabic
        pattern = "{0}\u060c {1}"
    return pattern.format(first, second)


def alternatives(texts: Sequence[str], identifier: str) -> str:
    """Return texts as a language lists what one can choose from: ``one, two or three``."""
    return format_list(texts, "or", locale=locale(identifier))


@functools.cache
def country(code: str, identifier: str) -> str:
    """Return a country's name; in English without CLDR's abbreviations, "&" and "St".

    Raises:
        KeyError: CLDR does not have this country.
    """
    name = str(locale(identifier).territories[code])
    if locale(identifier).language == "en":
        name = re.sub(r"\bSt\b\.?", "Saint", name.replace(" & ", " and "))
    return localized(name, identifier)


@functools.cache
def countries() -> tuple[str, ...]:
    """Return the codes of all countries and territories of ISO 3166-1, and Kosovo's, XK."""
    codes = (str(code) for code in locale("en").territories)
    countries = (c for c in codes if re.fullmatch("[A-Z]{2}", c) and not _NO_COUNTRY.match(c))
    return tuple(sorted(countries))

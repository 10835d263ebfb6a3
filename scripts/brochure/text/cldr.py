"""What CLDR knows about a language: names, direction, numbers, dates and countries.

None of this is translated by hand. CLDR's ``pt`` is Brazilian: a language names its locale
with the territory (``pt_PT``), and its tag only decides folders, addresses and ``lang``.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Sequence

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from brochure.text import language_tags
from brochure.text.pseudo import PSEUDO, pseudo

# Two-letter codes of CLDR that are no countries: groupings, pseudo-locales, reserves.
_NO_COUNTRY = re.compile("AC|CP|CQ|DG|EA|EU|EZ|IC|QO|TA|UN|X[AB]|ZZ")

NO_BREAK_SPACE = "\u00a0"

# CLDR's codes of digits → their zero. Babel has the codes, and the separators, but not the digits.
ZEROS = {
    "latn": "0",
    "adlm": "\U0001e950",
    "arab": "\u0660",
    "arabext": "\u06f0",
    "beng": "\u09e6",
    "cakm": "\U00011136",
    "deva": "\u0966",
    "hmnp": "\U0001e140",
    "mtei": "\uabf0",
    "mymr": "\u1040",
    "nkoo": "\u07c0",
    "olck": "\u1c50",
    "tibt": "\u0f20",
}


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


def _localized(text: str, identifier: str) -> str:
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
    return _localized(name[:1].upper() + name[1:], tag)


@functools.cache
def direction(identifier: str) -> str:
    """Return ``ltr`` or ``rtl``."""
    return str(locale(identifier).text_direction)


@functools.cache
def digits(identifier: str) -> str:
    """Return the code of the digits that a locale uses, such as ``arabext`` in Persian."""
    return str(locale(identifier).default_numbering_system)


def with_digits(text: str, code: str) -> str:
    """Return a text with other digits than Latin ones."""
    zero = ord(ZEROS[code])
    return text.translate({ord("0") + value: zero + value for value in range(10)})


def number(value: int, identifier: str, code: str | None = None) -> str:
    """Format a number, in the digits of the locale or others; no line break splits its groups.

    CLDR separates groups by a no-break space in French and European Portuguese; in French it is
    the narrow one, which some system fonts lack, so both get the ordinary one.
    """
    code = code or digits(identifier)
    text = format_decimal(value, locale=locale(identifier), numbering_system=code)
    return with_digits(text, code).replace("\u202f", NO_BREAK_SPACE)


def size(value: int, identifier: str, code: str | None = None) -> str:
    """Format a number of bytes as people read sizes of files: ``120 kB``, ``1.2 MB``."""
    code = code or digits(identifier)
    large = value >= 999_500  # noqa: PLR2004 - what would be written as 1,000 kB
    amount = round(value / 1e6, 1 if value < 10**7 else None) if large else max(1, value / 1e3)
    unit = "digital-megabyte" if large else "digital-kilobyte"
    shown = round(amount) if amount >= 10 or not large else amount  # noqa: PLR2004 - 12 MB
    text = format_unit(shown, unit, "short", locale=locale(identifier), numbering_system=code)
    text = re.sub(r"[\s\u202f]", NO_BREAK_SPACE, text)
    return with_digits(_localized(text, identifier), code)


def days(value: int, identifier: str, code: str | None = None) -> str:
    """Format a number of days: ``1 day``, ``12 days``."""
    code = code or digits(identifier)
    text = format_unit(
        value, "duration-day", "long", locale=locale(identifier), numbering_system=code
    )
    return with_digits(_localized(text, identifier), code).replace(" ", NO_BREAK_SPACE)


def listed(first: str, second: str, identifier: str) -> str:
    """Return two parts as a language lists them, with its comma and without an *and*."""
    pattern = str(locale(identifier).list_patterns["standard"]["start"])
    if any(map(str.isalpha, pattern.replace("{0}", "").replace("{1}", ""))):  # Arabic
        pattern = "{0}\u060c {1}"
    return pattern.format(first, second)


def alternatives(texts: Sequence[str], identifier: str) -> str:
    """Return texts as a language lists what one can choose from: ``one, two or three``."""
    return format_list(texts, "or", locale=locale(identifier))


def date(value: datetime.date, identifier: str, code: str | None = None) -> str:
    """Format a date in full, such as ``21 March 2024``, with no-break spaces.

    In French, the first of a month is an ordinal number, which CLDR leaves out.
    """
    text = _localized(format_date(value, "long", locale=locale(identifier)), identifier)
    if locale(identifier).language == "fr":
        text = re.sub("^1(?= )", "1er", text)
    return with_digits(text, code or digits(identifier)).replace(" ", NO_BREAK_SPACE)


def month(value: datetime.date, identifier: str, code: str | None = None) -> str:
    """Format the month of a day, with its year: ``March 2024``."""
    text = _localized(format_skeleton("yMMMM", value, locale=locale(identifier)), identifier)
    return with_digits(text, code or digits(identifier))


def moment(value: datetime.datetime, identifier: str, code: str | None = None) -> str:
    """Format a date with its time and time zone, such as ``21 March 2024, 14:05 CET``."""
    time = format_time(value, "short", tzinfo=value.tzinfo, locale=locale(identifier))
    zone = value.strftime("%Z")
    time = with_digits(f"{time} {zone}", code or digits(identifier))
    return listed(date(value, identifier, code), time.replace(" ", NO_BREAK_SPACE), identifier)


@functools.cache
def country(code: str, identifier: str) -> str:
    """Return a country's name; in English without CLDR's abbreviations, "&" and "St".

    Raises:
        KeyError: CLDR does not have this country.
    """
    name = str(locale(identifier).territories[code])
    if locale(identifier).language == "en":
        name = re.sub(r"\bSt\b\.?", "Saint", name.replace(" & ", " and "))
    return _localized(name, identifier)


@functools.cache
def countries() -> tuple[str, ...]:
    """Return the codes of all countries and territories of ISO 3166-1, and Kosovo's, XK."""
    codes = (str(code) for code in locale("en").territories)
    countries = (c for c in codes if re.fullmatch("[A-Z]{2}", c) and not _NO_COUNTRY.match(c))
    return tuple(sorted(countries))

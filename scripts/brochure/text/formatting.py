"""Numbers, sizes, dates and times in the format and the digits that CLDR has for a language."""

from __future__ import annotations

import datetime
import functools
import re

from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal
from babel.units import format_unit

from brochure.text.cldr import listed, locale, localized

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
    return with_digits(localized(text, identifier), code)


def days(value: int, identifier: str, code: str | None = None) -> str:
    """Format a number of days: ``1 day``, ``12 days``."""
    code = code or digits(identifier)
    text = format_unit(
        value, "duration-day", "long", locale=locale(identifier), numbering_system=code
    )
    return with_digits(localized(text, identifier), code).replace(" ", NO_BREAK_SPACE)


def date(value: datetime.date, identifier: str, code: str | None = None) -> str:
    """Format a date in full, such as ``21 March 2024``, with no-break spaces.

    In French, the first of a month is an ordinal number, which CLDR leaves out.
    """
    text = localized(format_date(value, "long", locale=locale(identifier)), identifier)
    if locale(identifier).language == "fr":
        text = re.sub("^1(?= )", "1er", text)
    return with_digits(text, code or digits(identifier)).replace(" ", NO_BREAK_SPACE)


def month(value: datetime.date, identifier: str, code: str | None = None) -> str:
    """Format the month of a day, with its year: ``March 2024``."""
    text = localized(format_skeleton("yMMMM", value, locale=locale(identifier)), identifier)
    return with_digits(text, code or digits(identifier))


def moment(value: datetime.datetime, identifier: str, code: str | None = None) -> str:
    """Format a date with its time and time zone, such as ``21 March 2024, 14:05 CET``."""
    time = format_time(value, "short", tzinfo=value.tzinfo, locale=locale(identifier))
    zone = value.strftime("%Z")
    time = with_digits(f"{time} {zone}", code or digits(identifier))
    return listed(date(value, identifier, code), time.replace(" ", NO_BREAK_SPACE), identifier)

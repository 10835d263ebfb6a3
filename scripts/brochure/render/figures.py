"""Numbers, sizes of files and dates as readers of a language write them."""

from __future__ import annotations

import datetime
from pathlib import Path

from brochure.schema import Language
from brochure.text import cldr, formatting


def digits(language: Language) -> str:
    """Return CLDR's code of a language's digits, stated or else its locale's."""
    return language.digits or formatting.digits(language.locale)


def number(value: int, language: Language) -> str:
    """Return a number with its groups, such as ``15,000``."""
    return formatting.number(value, language.locale, digits(language))


def size(path: Path, language: Language) -> str:
    """Return the kind and the size of a file, such as ``PDF, 1.2 MB``."""
    return kind_and_size(path.suffix[1:].upper(), path.stat().st_size, language)


def kind_and_size(kind: str, count: int, language: Language) -> str:
    """Return a kind of files and a size in bytes, such as ``PDF, 1.2 MB``."""
    size = formatting.size(count, language.locale, digits(language))
    return cldr.listed(kind, size, language.locale)


def date(day: datetime.date, language: Language) -> str:
    """Return a date in full."""
    return formatting.date(day, language.locale, digits(language))


def moment(time: datetime.datetime, language: Language) -> str:
    """Return a date in full, with the time and its zone."""
    return formatting.moment(time, language.locale, digits(language))

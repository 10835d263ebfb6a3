"""Numbers and dates as readers of each language write them."""

from __future__ import annotations

import datetime
import unicodedata
from typing import get_args

import pytest
from babel.localedata import locale_identifiers

from brochure.schema.language import Digits
from brochure.text import formatting

LOCALES = ["en_GB", "fr_FR", "pt_PT"]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en_GB", "15,000"),
        ("fr_FR", "15\u00a0000"),
        ("pt_PT", "15\u00a0000"),
        ("de_DE", "15.000"),
        ("fa_IR", "۱۵٬۰۰۰"),
        ("ar_EG", "١٥٬٠٠٠"),
        ("ar_MA", "15.000"),
        ("bn_BD", "১৫,০০০"),
    ],
)
def test_numbers_are_grouped_as_in_the_language(locale: str, expected: str) -> None:
    assert formatting.number(15000, locale) == expected


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("value", [0, 7, 999, 15000, 1_234_567])
def test_no_number_can_be_parted_at_the_end_of_a_line(locale: str, value: int) -> None:
    number = formatting.number(value, locale)
    assert not set(number) & {" ", "\u202f"}
    assert int("".join(filter(str.isdigit, number))) == value


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en_GB", "21\u00a0March\u00a02024"),
        ("fr_FR", "21\u00a0mars\u00a02024"),
        ("pt_PT", "21\u00a0de\u00a0março\u00a0de\u00a02024"),
        ("fa_IR", "۲۱\u00a0مارس\u00a0۲۰۲۴"),
    ],
)
def test_dates_are_written_out_with_no_break_spaces(locale: str, expected: str) -> None:
    assert formatting.date(datetime.date(2024, 3, 21), locale) == expected


@pytest.mark.parametrize(
    ("locale", "day", "expected"),
    [
        ("fr_FR", 1, "1er janvier 2026"),
        ("fr_CA", 1, "1er janvier 2026"),
        ("fr_FR", 11, "11 janvier 2026"),
        ("fr_FR", 21, "21 janvier 2026"),
        ("pt_PT", 1, "1 de janeiro de 2026"),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_number_in_french(
    locale: str, day: int, expected: str
) -> None:
    written = formatting.date(datetime.date(2026, 1, day), locale)
    assert written.replace("\u00a0", " ") == expected


def test_stated_digits_take_the_place_of_the_locales_own() -> None:
    assert formatting.number(15000, "fa_IR", "latn") == "15,000"
    assert formatting.number(15000, "ar_MA", "arab") == "١٥٬٠٠٠"
    assert formatting.date(datetime.date(2024, 3, 21), "ar_EG", "latn") == "21\u00a0مارس\u00a02024"


@pytest.mark.slow
def test_the_digits_of_every_locale_are_known_and_can_be_stated() -> None:
    assert {formatting.digits(identifier) for identifier in locale_identifiers()} == set(
        formatting.ZEROS
    )
    assert get_args(Digits) == tuple(formatting.ZEROS)
    for zero in formatting.ZEROS.values():
        assert [unicodedata.digit(chr(ord(zero) + value)) for value in range(10)] == [*range(10)]

"""CLDR's names, numbers, dates and directions, as readers of each language know them."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import get_args

import pytest
from babel.localedata import locale_identifiers

from brochure.schema.language import Digits
from brochure.text import cldr

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
    assert cldr.number(15000, locale) == expected


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("value", [0, 7, 999, 15000, 1_234_567])
def test_no_number_can_be_parted_at_the_end_of_a_line(locale: str, value: int) -> None:
    number = cldr.number(value, locale)
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
    assert cldr.date(datetime.date(2024, 3, 21), locale) == expected


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
    written = cldr.date(datetime.date(2026, 1, day), locale)
    assert written.replace("\u00a0", " ") == expected


def test_stated_digits_take_the_place_of_the_locales_own() -> None:
    assert cldr.number(15000, "fa_IR", "latn") == "15,000"
    assert cldr.number(15000, "ar_MA", "arab") == "١٥٬٠٠٠"
    assert cldr.date(datetime.date(2024, 3, 21), "ar_EG", "latn") == "21\u00a0مارس\u00a02024"


@pytest.mark.slow
def test_the_digits_of_every_locale_are_known_and_can_be_stated() -> None:
    assert {cldr.digits(identifier) for identifier in locale_identifiers()} == set(cldr.ZEROS)
    assert get_args(Digits) == tuple(cldr.ZEROS)
    for zero in cldr.ZEROS.values():
        assert [unicodedata.digit(chr(ord(zero) + value)) for value in range(10)] == [*range(10)]


@pytest.mark.parametrize(
    ("code", "locale", "expected"),
    [
        ("CD", "en_GB", "Congo - Kinshasa"),
        ("CG", "en_GB", "Congo - Brazzaville"),
        ("CD", "fr_FR", "Congo-Kinshasa"),
        ("CG", "fr_FR", "Congo-Brazzaville"),
        ("CD", "pt_PT", "Congo-Kinshasa"),
        ("CG", "pt_PT", "Congo-Brazzaville"),
        ("CI", "pt_PT", "Côte d’Ivoire (Costa do Marfim)"),
        ("KE", "pt_PT", "Quénia"),
    ],
)
def test_countries_have_their_names_in_the_language_of_the_territory(
    code: str, locale: str, expected: str
) -> None:
    """Both Congos can be told apart, and Portuguese is not Brazilian (Quênia)."""
    assert cldr.country(code, locale) == expected


def test_no_english_name_of_a_country_has_an_abbreviation() -> None:
    names = {code: cldr.country(code, "en_GB") for code in cldr.countries()}
    assert (names["AG"], names["VC"]) == (
        "Antigua and Barbuda",
        "Saint Vincent and the Grenadines",
    )
    assert not [name for name in names.values() if re.search(r"&|\bSt\b", name)]


def test_kosovo_is_among_the_countries_and_the_eu_is_not() -> None:
    assert {"XK", "PS", "SN"} <= set(cldr.countries())
    assert not {"EU", "UN", "XA", "ZZ"} & set(cldr.countries())


def test_an_unknown_country_is_an_error() -> None:
    with pytest.raises(KeyError):
        cldr.country("XX", "en")


@pytest.mark.parametrize(
    ("locale", "expected"), [("en_GB", "ltr"), ("pt_PT", "ltr"), ("ar", "rtl"), ("fa", "rtl")]
)
def test_a_language_knows_its_direction(locale: str, expected: str) -> None:
    assert cldr.direction(locale) == expected


@pytest.mark.parametrize(
    ("tag", "own", "english"),
    [
        ("en", "English", "English"),
        ("fr", "Français", "French"),
        ("pt", "Português", "Portuguese"),
        ("ar", "العربية", "Arabic"),
        ("fr-CA", "Français (Canada)", "fr-CA"),
    ],
)
def test_a_language_has_its_own_name_and_one_for_messages(tag: str, own: str, english: str) -> None:
    assert cldr.own_name(tag) == own
    assert cldr.english_name(tag) in {english, "Canadian French"}


@pytest.mark.parametrize("identifier", ["pt_PT", "pt-PT", "pt_pt"])
def test_a_locale_is_known_by_either_spelling(identifier: str) -> None:
    assert str(cldr.locale(identifier)) == "pt_PT"


@pytest.mark.parametrize("identifier", ["", "_", "xx", "fr_XX", "french", "fr FR", "en_"])
def test_an_unknown_locale_always_raises_the_same_error(identifier: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        cldr.locale(identifier)

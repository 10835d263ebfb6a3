"""CLDR's names and directions, as readers of each language know them."""

from __future__ import annotations

import re

import pytest

from brochure.text import cldr


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

"""Names in the order of each language, compared with ICU and with orders that speakers know."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.text.collation import sort_key
from tests.support import alphabets, depth

# For each locale some names, where its order is not that of most languages or of Unicode's numbers.
_LINES = Path(__file__).with_name("orders.txt").read_text(encoding="utf-8").splitlines()
ORDERS = {locale: names for locale, *names in map(str.split, _LINES)}


# Where CLDR's order has changed between ICU 72, with which the alphabets are made, and ICU 78.
CHANGED = {"blo", "blo_BJ", "he", "he_IL", "kk_Arab", "kk_Arab_CN", "lv", "lv_LV"}


def ordered(names: list[str], locale: str) -> list[str]:
    return sorted(names, key=lambda name: sort_key(name, locale))


@pytest.mark.parametrize("locale", ORDERS)
def test_names_are_in_the_order_of_the_language(locale: str) -> None:
    assert ordered(ORDERS[locale][::-1], locale) == ORDERS[locale]


def test_icu_has_the_same_orders() -> None:
    backwards = {locale: names[::-1] for locale, names in ORDERS.items()}
    assert alphabets.sorted_by_icu(backwards) == ORDERS


@pytest.mark.slow
def test_icu_orders_all_names_of_countries_and_languages_in_the_same_way() -> None:
    everywhere = sorted({*alphabets.locales()} - CHANGED)
    locales = depth.some([*ORDERS, "en_GB", "my_MM", "bo_CN", "fr_CA"], everywhere)
    ours = {locale: ordered(alphabets.names_in(locale), locale) for locale in locales}
    assert alphabets.sorted_by_icu(ours) == ours


@pytest.mark.parametrize(
    ("locale", "names"),
    [
        ("en_GB", "cote Cote coté côte côté"),
        ("fr_FR", "cote Cote coté côte côté"),
        ("fr_CA", "cote Cote côte coté côté"),
        ("da_DK", "Cote cote coté côte"),
    ],
)
def test_letters_go_before_accents_and_accents_before_case(locale: str, names: str) -> None:
    assert ordered(names.split()[::-1], locale) == names.split()


def test_letters_of_other_languages_follow_the_own_ones() -> None:
    assert ordered(["Ωmega", "zero", "Čad", "cad"], "en_GB") == ["cad", "Čad", "zero", "Ωmega"]
    assert ordered(["cad", "Čad", "Чад", "Сад"], "uk_UA") == ["Сад", "Чад", "cad", "Čad"]


@pytest.mark.parametrize(("pseudo", "model"), [("en-XA", "en"), ("ar-XB", "ar")])
def test_pseudo_languages_have_the_order_of_their_model(pseudo: str, model: str) -> None:
    assert sort_key("Ana", pseudo) == sort_key("Ana", model)


@given(st.text(), st.sampled_from([*ORDERS]))
def test_any_text_has_a_place_in_any_language(text: str, locale: str) -> None:
    assert ordered([text, ""], locale)[0] == ""

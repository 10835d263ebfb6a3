"""``brochure.text.language_tags``: what tags and locales mean, in whatever spelling."""

from __future__ import annotations

import pytest

from brochure.text.language_tags import base, is_same, match, parse_locale

SITE = {
    "el": "el_GR",
    "es": "es_ES",
    "he": "he_IL",
    "pt": "pt_PT",
    "sr-Latn": "sr_Latn_RS",
    "zh-Hans": "zh_Hans_CN",
    "en-XA": "en_XA",
}


@pytest.mark.parametrize(
    ("named", "tag"),
    [
        *((tag, tag) for tag in SITE),
        *((locale, tag) for tag, locale in SITE.items()),
        ("EL", "el"),
        ("el_GR.UTF-8", "el"),
        ("ell", "el"),
        ("es-es", "es"),
        ("es_ES@euro", "es"),
        ("iw", "he"),
        ("iw_IL", "he"),
        ("por", "pt"),
        ("sr@latin", "sr-Latn"),
        ("sr_RS.utf8@latin", "sr-Latn"),
        ("sh", "sr-Latn"),
        ("zh", "zh-Hans"),
        ("zh_CN", "zh-Hans"),
        ("zh-SG", None),
        ("zh_TW", None),
        ("sr", None),
        ("sr@cyrillic", None),
        ("pt_BR", None),
        ("es_MX", None),
        ("es-419", None),
        ("es@quot", None),
        ("ca@valencia", None),
        ("LANGUAGE", None),
        ("und", None),
        ("xx", None),
        ("", None),
        ("../es", None),
    ],
)
def test_a_programs_locale_stands_for_one_language_of_the_site(named: str, tag: str | None) -> None:
    assert match(named, SITE) == tag


def test_a_locale_without_territory_stands_for_the_only_language_that_fits() -> None:
    assert match("es", {"es-MX": "es_MX"}) == "es-MX"
    assert match("es", {"es-MX": "es_MX", "es-AR": "es_AR"}) is None
    assert match("pt", {"pt": "pt_PT", "pt-BR": "pt_BR"}) == "pt"
    assert match("pt_BR", {"pt": "pt_PT", "pt-BR": "pt_BR"}) == "pt-BR"
    assert match("pt_BR", {"pt": "pt_BR"}) == "pt"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("zh_CN", "zh_Hans", True),
        ("ca_ES_VALENCIA", "ca@valencia", True),
        ("ca_ES_VALENCIA", "ca_ES", False),
        ("nb", "no_NO", True),
        ("nn", "no", False),
        ("sr_RS", "sr_Latn_RS", False),
        ("sr_CS", "sr", True),
        ("not a locale", "not a locale", True),
        ("not a locale", "es", False),
    ],
)
def test_locales_are_compared_by_what_they_mean(one: str, other: str, *, same: bool) -> None:
    assert is_same(one, other) == is_same(other, one) == same


def test_variants_share_a_base_language() -> None:
    assert base("pt-BR") == base("pt") == base("por_PT") == "pt"
    assert base("zh-Hant") == base("zh") != base("yue")
    assert base("nb") == base("no") != base("nn")
    assert base("en-XA") == "en-XA"
    assert base("?") == "?"


def test_what_a_modifier_says_is_kept_or_the_locale_is_not_understood() -> None:
    assert str(parse_locale("uz_UZ@cyrillic")) == "uz-Cyrl-UZ"
    assert str(parse_locale("ca_ES.UTF-8@valencia")) == "ca-ES-valencia"
    assert parse_locale("ca_ES_valencia@valencia") is None
    assert parse_locale("en@quot") is None

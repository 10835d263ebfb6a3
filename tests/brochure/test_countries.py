"""Countries have their official names and footnotes, and the form offers those that it should."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.render.localizer import Localizer
from brochure.site.site import Site
from brochure.text import cldr
from tests.brochure.sites import GOOD, edit, good_site, loaded, write

COUNTRIES = """\
countries:
  not_offered:
    - reason: members
      codes: [FR, DE]
  names:
    - code: CG
      name: {en: Congo, fr: Congo, pt: Congo, same: [en, fr, pt]}
      source: a list
    - code: XK
      footnote: {en: On *status*., fr: Du statut., pt: Do estatuto.}
      source: a list
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = good_site(tmp_path)
    write(root, "content/countries.yaml", COUNTRIES)
    return root


def _names(site: Site, tag: str, *codes: str) -> list[str]:
    localizer = Localizer(site, site.language(tag), "index")
    return [country.marked for country in localizer.countries(codes)]


def test_a_name_of_the_site_takes_the_place_of_that_of_cldr_and_decides_the_order(
    root: Path,
) -> None:
    codes = ("CR", "CG", "KM", "SN")
    assert _names(loaded(root), "en", *codes) == ["Comoros", "Congo", "Costa Rica", "Senegal"]
    assert _names(loaded(GOOD), "en", "CG") == ["Congo - Brazzaville"]


def test_a_country_with_a_footnote_has_a_sign_and_the_footnote_in_the_language(
    root: Path,
) -> None:
    site = loaded(root)
    assert _names(site, "fr", "SN", "XK") == ["Kosovo*", "Sénégal"]
    localizer = Localizer(site, site.language("en"), "index")
    assert localizer.country("XK").footnote == "On <em>status</em>."
    assert localizer.country("SN").footnote is None
    assert ("en", "countries.names.XK.footnote") in localizer.seen


def test_a_draft_without_the_name_has_that_of_cldr_rather_than_another_language_s(
    root: Path,
) -> None:
    edit(root, "content/languages/pt.yaml", "locale: pt_PT", "locale: pt_PT\nstatus: draft")
    edit(root, "content/countries.yaml", ", pt: Congo, same: [en, fr, pt]", ", same: [en, fr]")
    assert _names(loaded(root), "pt", "CG") == ["Congo-Brazzaville"]


def test_all_countries_are_offered_but_those_that_are_left_out(root: Path) -> None:
    offered = loaded(root).offered_countries
    assert set(cldr.countries()) - set(offered) == {"FR", "DE"}
    assert loaded(GOOD).offered_countries == cldr.countries()

"""The pages on which staff sign in: accessible, valid, light, and whole on a narrow screen."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from brochure.checks.run import site_or_raise
from brochure.site.site import Site
from tests.intake.pages import pages_of, sign_in_pages
from tests.site.pages import SHOWN
from tests.site.test_weight import BUDGET
from tests.support import depth
from tests.support.page_checks import assert_fits_and_is_accessible

KINDS = (
    *("sign-in, all ways", "sign-in, sent", "sign-in, wrong", "link", "link, expired"),
    *("forbidden", "refused, stale"),
)


@pytest.fixture(scope="module")
def drafted(root: Path, site: Site) -> Site:
    """Return the content, in soak with its draft languages."""
    return site_or_raise(root, drafts=True) if depth.SOAK else site


@pytest.mark.parametrize("tag", SHOWN)
def test_axe_finds_no_violation_and_nothing_scrolls_sideways(
    browser: Browser, axe_source: str, drafted: Site, tag: str
) -> None:
    tab = browser.new_page()
    tab.route("**", lambda route: route.abort())
    pages = dict(sign_in_pages(pages_of(drafted), tag))
    assert pages.keys() > {*KINDS}
    for name in depth.some(KINDS, [*pages]):
        tab.set_content(pages[name])
        assert_fits_and_is_accessible(tab, axe_source, name)
    tab.close()


@pytest.mark.soak
def test_they_are_valid(
    nu_check: Callable[..., list[dict[str, Any]]], drafted: Site, tmp_path: Path
) -> None:
    for tag in SHOWN:
        for name, html in sign_in_pages(pages_of(drafted), tag):
            (tmp_path / f"{tag} {name}.html").write_text(html, encoding="utf-8")
    assert nu_check(sorted(tmp_path.iterdir())) == []


def test_none_needs_a_script_and_none_is_heavier_than_a_first_round_trip(drafted: Site) -> None:
    for tag in drafted.tags:
        for name, html in sign_in_pages(pages_of(drafted), tag):
            assert "<script" not in html, name
            assert len(gzip.compress(html.encode())) <= BUDGET, name

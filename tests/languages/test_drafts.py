"""A draft is in the previews and nowhere in what is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.site.page_index import NOT_FOUND
from brochure.text import cldr
from tests.engine import project
from tests.languages.sites import DRAFTS, Built, BuiltSites, in_other_language, inside
from tests.site.pages import Page, text_of

pytestmark = pytest.mark.slow  # they build sites of their own
PUBLISHED = ("en", "fr", "pt")
_BANNER = "//*[contains(concat(' ', @class, ' '), ' banner ')]"


def traces(folder: Path, tag: str) -> dict[str, set[str]]:
    """Return what tells of a language in each file of a built site, but for compressed copies."""
    locale = {"es": "es_ES", "ar": "ar_EG"}[tag]
    signs = {f"/{tag}/", f'"{tag}"', f'"{locale}"', cldr.own_name(tag)}
    found = {}
    for name, content in project.contents(folder).items():
        if name.endswith((".gz", ".br")):
            continue
        signs_found = {sign for sign in signs if sign.encode() in content}
        signs_found |= {"its folder"} if name.startswith(f"{tag}/") else set()
        if signs_found:
            found[name] = signs_found
    return found


@pytest.mark.parametrize("tag", DRAFTS)
def test_a_published_site_has_no_trace_of_a_draft(built_site: Path, tag: str) -> None:
    assert not traces(built_site, tag)


@pytest.mark.parametrize("tag", DRAFTS)
def test_a_site_with_drafts_has_traces_wherever_the_test_above_looks(
    drafted: Built, tag: str
) -> None:
    found = traces(drafted.folder, tag)
    assert {"index.html", "fr/404.html", "sitemap.xml", f"{tag}/index.html"} <= found.keys()
    assert len(found["index.html"]) == 4


@pytest.mark.soak
def test_the_published_site_is_to_the_byte_that_of_a_project_without_its_drafts(
    published: Built, built_sites: BuiltSites
) -> None:
    def remove(place: Path) -> None:
        for tag in DRAFTS:
            done = project.brochure(place, "remove-language", "--force", tag)
            assert done.returncode == 0, done.stderr

    without = built_sites.build("without-drafts", remove, drafts=False)
    assert without.site.tags == PUBLISHED
    assert not (without.place / "docs/ar").exists()
    without_files, published_files = (
        project.contents(built.folder) for built in (without, published)
    )
    assert without_files.keys() == published_files.keys()
    assert [name for name in published_files if published_files[name] != without_files[name]] == []


@pytest.mark.soak
def test_with_drafts_every_page_is_there_in_every_language(drafted: Built) -> None:
    assert drafted.site.tags == (*PUBLISHED, *DRAFTS)
    assert len(drafted.pages) == 5 * len(drafted.site.page_names)
    for (tag, _), page in drafted.pages.items():
        assert page.one("/html/@lang") == tag
        assert page.one("/html/@dir") == ("rtl" if tag == "ar" else "ltr")


def test_a_draft_asks_search_engines_to_leave_it_out_and_names_no_address_of_its_own(
    drafted: Built,
) -> None:
    for page in drafted.of(*DRAFTS).values():
        assert page.one("//meta[@name='robots']/@content") == "noindex"
        assert not page.all("//link[@rel='canonical'] | //meta[starts-with(@property, 'og:')]")
    for page in drafted.of(*PUBLISHED).values():
        assert bool(page.all("//meta[@name='robots']")) == (page.role == NOT_FOUND)


def test_every_page_of_a_draft_has_a_notice_in_its_language_and_no_other_page_has(
    drafted: Built,
) -> None:
    strings = drafted.site.content.strings["translation"]
    for (tag, _), page in drafted.pages.items():
        banners = [text_of(banner) for banner in page.elements(_BANNER)]
        notice = f"{strings['draft'][tag]} {strings['draft-text'][tag]}"
        assert banners == ([notice] if tag in DRAFTS else []), str(page)


@pytest.mark.soak
def test_no_text_of_a_complete_draft_is_in_another_language(drafted: Built) -> None:
    for page in drafted.of(*DRAFTS).values():
        assert not foreign(page)


def foreign(page: Page) -> list[str]:
    """Return what a page marks as another language, but for the languages' own names."""
    return [
        text_of(element)
        for element in page.elements("//body//*[@lang]")
        if in_other_language(element, page.tag)
        and not inside(element, "@id='site-languages'")
        and text_of(element) != cldr.own_name(element.get("lang", ""))
        and not (page.role == NOT_FOUND and inside(element, "self::details"))
    ]

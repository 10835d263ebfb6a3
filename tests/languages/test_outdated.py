"""A page that shows a text that is older than its source has a notice; no other page does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from brochure.site.page_index import HOME, NOT_FOUND
from brochure.site.site import Site
from brochure.site.units import Unit
from brochure.text.sections import LEAD
from tests.intake.pages import every_page
from tests.languages.sites import Built, BuiltSites
from tests.site.pages import Page, language_of, plain, text_of
from tests.support import depth
from tests.support.texts import loaded, write_all

pytestmark = pytest.mark.slow

CHANGED = "Entirely"
# What is edited, by what it is and in which language: ``CHANGED`` is put after its words.
Edits = tuple[tuple[str, str], ...]
SECTION: Edits = (("en", "section"),)
SUMMARY: Edits = (("en", "summary"),)
TITLE: Edits = (("en", "title"),)
NOT_THERE: Edits = (("en", "lead of 404"),)
INTERFACE: Edits = (("en", "interface"),)
IN_FRENCH: Edits = (("fr", "section"), ("fr", "summary"))


def after(built_sites: BuiltSites, *edits: Edits) -> Built:
    """Return the project with its drafts, built after edits."""
    words = "-".join(f"{tag}-{what}" for group in edits for tag, what in group)
    name = "outdated-" + re.sub(r"\W+", "-", words)
    return built_sites.build(name, lambda place: _edit(place, *edits))


def _edit(place: Path, *edits: Edits) -> None:
    site = loaded(place)
    texts = {
        (tag, unit): f"{unit.texts[tag]} {CHANGED}"
        for group in edits
        for tag, what in group
        for unit in _units(site, what)
    }
    write_all(site, texts)


def _units(site: Site, what: str) -> list[Unit]:
    """Return the texts that an edit is about: of an area, of its page, or around the content."""
    if what == "interface":
        first = site.content.navigation[0].page
        keys = (f"navigation.{first}.label", "strings.call.title", "strings.call.text")
        return [site.units_by_key[key] for key in keys]
    if what in {"summary", "title"}:
        return [site.units_by_key[f"areas.{site.content.areas[0].id}.{what}"]]
    page = site.page_with("areas" if what == "section" else NOT_FOUND)
    prose = (unit for unit in site.page_units if unit.page == page and unit.is_prose)
    return [next(unit for unit in prose if (unit.section_id == LEAD) == (what != "section"))]


def notices(page: Page) -> list[str]:
    """Return the links to a current version on a page, as their addresses."""
    found = page.all("//*[contains(@class, 'banner')]//a[@hreflang]/@href")
    return [page.target(href) for href in found]


def showing(built: Built) -> set[str]:
    """Return the roles of the English pages that show what has changed."""
    return {page.role for page in built.of("en").values() if CHANGED in page.words}


def noticed(built: Built, tag: str) -> set[str]:
    """Return the roles of pages that carry the notice in a language."""
    return {page.role for page in built.of(tag).values() if notices(page)}


EDITED = [
    (TITLE, {"areas", "form", "search", HOME}),
    (SECTION, {"areas"}),
    (SUMMARY, {"areas"}),
    (NOT_THERE, {NOT_FOUND}),
]


@pytest.mark.parametrize(("edits", "roles"), depth.some(EDITED[:1], EDITED))
def test_the_pages_that_show_what_has_changed_lead_to_the_english_one_and_no_others_do(
    built_sites: BuiltSites, edits: Edits, roles: set[str]
) -> None:
    built = after(built_sites, edits)
    assert showing(built) == roles
    for tag in built.site.tags[1:]:
        assert noticed(built, tag) == roles, tag
        for name in map(built.site.page_with, roles):
            assert notices(built.pages[tag, name]) == [built.pages["en", name].address]
    assert not noticed(built, "en")


@pytest.mark.soak
def test_the_notice_is_in_the_pages_language_and_names_the_other_in_its_own(
    built_sites: BuiltSites,
) -> None:
    built = after(built_sites, SECTION)
    strings = built.site.content.strings["translation"]
    for tag in built.site.tags[1:]:
        page = built.pages[tag, built.site.page_with("areas")]
        (link,) = page.elements("//a[@hreflang='en'][span]")
        assert text_of(link) == plain(f"{strings['current'][tag]} English")
        assert language_of(link) == tag
        assert [language_of(span) for span in link.iter("span")] == ["en"]
        notice = next(link.iterancestors("p"))
        assert text_of(notice).startswith(plain(strings["outdated"][tag]))


@pytest.mark.soak
@pytest.mark.parametrize("edits", depth.some([INTERFACE], [(), INTERFACE]))
def test_neither_no_edit_nor_one_of_the_interfaces_words_alone_shows_a_notice(
    built_sites: BuiltSites, edits: Edits
) -> None:
    built = after(built_sites, edits)
    assert bool(showing(built)) == bool(edits)
    assert {str(page): notices(page) for page in built.pages.values() if notices(page)} == {}
    assert not [page for page in built.pages.values() if "outdated" in page.source]


@pytest.mark.soak
def test_once_the_french_texts_are_edited_too_only_the_other_languages_show_the_notice(
    built_sites: BuiltSites,
) -> None:
    built = after(built_sites, SECTION, SUMMARY, IN_FRENCH)
    found = {tag: noticed(built, tag) for tag in built.site.tags}
    assert found == {"en": set(), "fr": set(), **{tag: {"areas"} for tag in ("pt", "es", "ar")}}
    half = after(built_sites, SECTION, SUMMARY, IN_FRENCH[:1])
    assert noticed(half, "fr") == {"areas"}


@pytest.mark.soak
def test_what_is_published_carries_the_notice_too(built_sites: BuiltSites) -> None:
    built = built_sites.build(
        "outdated-published", lambda place: _edit(place, SECTION), drafts=False
    )
    assert {tag: noticed(built, tag) for tag in built.site.tags} == {
        "en": set(),
        "fr": {"areas"},
        "pt": {"areas"},
    }


@pytest.mark.soak
def test_the_pages_of_the_intake_carry_no_notice(built_sites: BuiltSites) -> None:
    site = after(built_sites, TITLE).site
    assert site.outdated("fr")
    notice = site.content.strings["translation"]["outdated"]["fr"]
    shown = [name for name, html in every_page(site, "fr", {}) if notice in html]
    assert shown == []

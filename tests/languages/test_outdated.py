"""A page that shows a text that is older than its source has a notice; no other page does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from intake.pages import Pages as IntakePages
from tests.engine import project
from tests.languages.sites import Built, BuiltSites
from tests.site.pages import Page, language_of, plain, text_of

pytestmark = pytest.mark.slow

CHANGED = "Entirely"
AREAS = "content/areas.yaml"
# Words of files before which ``CHANGED`` is put.
Edits = tuple[tuple[str, str], ...]
SECTION: Edits = (("docs/en/areas.md", "Start from the problem"),)
SUMMARY: Edits = ((AREAS, "How a country protects people"),)
TITLE: Edits = ((AREAS, "International Protection and Asylum Policy"),)
NOT_THERE: Edits = (("docs/en/404.md", "There is no page at this address. It may"),)
INTERFACE: Edits = (
    ("content/strings.yaml", "Does your institution need support?"),
    ("content/strings.yaml", "The programme in figures"),
    ("content/navigation.yaml", "Who can request"),
)
IN_FRENCH: Edits = (
    ("docs/fr/areas.md", "Partez du problème"),
    (AREAS, "Comment un pays protège"),
)


def after(built_sites: BuiltSites, *edits: Edits) -> Built:
    """Return the project with its drafts, built after edits."""
    words = "-".join(words for group in edits for _, words in group)
    name = "outdated-" + re.sub(r"\W+", "-", words)
    return built_sites.build(name, lambda place: _edit(place, *edits))


def _edit(place: Path, *edits: Edits) -> None:
    for name, words in [edit for group in edits for edit in group]:
        project.edit(place / name, words, f"{CHANGED} {words}")


def notices(page: Page) -> list[str]:
    """Return the links to a current version on a page, as their addresses."""
    found = page.all("//*[contains(@class, 'banner')]//a[@hreflang]/@href")
    return [page.target(href) for href in found]


def showing(built: Built) -> set[str]:
    """Return the names of the English pages that show what has changed."""
    return {name for (_, name), page in built.of("en").items() if CHANGED in page.words}


def noticed(built: Built, tag: str) -> set[str]:
    """Return the names of pages that carry the notice in a language."""
    return {name for (_, name), page in built.of(tag).items() if notices(page)}


@pytest.mark.parametrize(
    ("edits", "names"),
    [
        (SECTION, {"areas"}),
        (SUMMARY, {"areas"}),
        (TITLE, {"areas", "express-interest", "index"}),
        (NOT_THERE, {"404"}),
    ],
)
def test_the_pages_that_show_what_has_changed_lead_to_the_english_one_and_no_others_do(
    built_sites: BuiltSites, edits: Edits, names: set[str]
) -> None:
    built = after(built_sites, edits)
    assert showing(built) == names
    for tag in built.site.tags[1:]:
        assert noticed(built, tag) == names, tag
        for name in names:
            assert notices(built.pages[tag, name]) == [built.pages["en", name].address]
    assert not noticed(built, "en")


def test_the_notice_is_in_the_pages_language_and_names_the_other_in_its_own(
    built_sites: BuiltSites,
) -> None:
    built = after(built_sites, SECTION)
    strings = built.site.content.strings["translation"]
    for tag in built.site.tags[1:]:
        (link,) = built.pages[tag, "areas"].elements("//a[@hreflang='en'][span]")
        assert text_of(link) == plain(f"{strings['current'][tag]} English")
        assert language_of(link) == tag
        assert [language_of(span) for span in link.iter("span")] == ["en"]
        notice = next(link.iterancestors("p"))
        assert text_of(notice).startswith(plain(strings["outdated"][tag]))


@pytest.mark.parametrize("edits", [(), INTERFACE])
def test_neither_no_edit_nor_one_of_the_interfaces_words_alone_shows_a_notice(
    built_sites: BuiltSites, edits: Edits
) -> None:
    built = after(built_sites, edits)
    assert bool(showing(built)) == bool(edits)
    assert {str(page): notices(page) for page in built.pages.values() if notices(page)} == {}
    assert not [page for page in built.pages.values() if "outdated" in page.source]


def test_once_the_french_texts_are_edited_too_only_the_other_languages_show_the_notice(
    built_sites: BuiltSites,
) -> None:
    built = after(built_sites, SECTION, SUMMARY, IN_FRENCH)
    found = {tag: noticed(built, tag) for tag in built.site.tags}
    assert found == {"en": set(), "fr": set(), **{tag: {"areas"} for tag in ("pt", "es", "ar")}}
    half = after(built_sites, SECTION, SUMMARY, IN_FRENCH[:1])
    assert noticed(half, "fr") == {"areas"}


def test_what_is_published_carries_the_notice_too(built_sites: BuiltSites) -> None:
    built = built_sites.build(
        "outdated-published", lambda place: _edit(place, SECTION), drafts=False
    )
    assert {tag: noticed(built, tag) for tag in built.site.tags} == {
        "en": set(),
        "fr": {"areas"},
        "pt": {"areas"},
    }


def test_the_pages_of_the_intake_carry_no_notice(built_sites: BuiltSites) -> None:
    site = after(built_sites, TITLE).site
    assert site.content.form
    pages = IntakePages(site, site.content.form, "/")
    assert site.outdated("fr")
    assert site.content.strings["translation"]["outdated"]["fr"] not in pages.entry("fr", {})

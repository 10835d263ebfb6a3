"""What a draft lacks is shown in the default language and marked as such, in valid HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from lxml.html import HtmlElement, document_fromstring

from brochure.site.page_index import HOME, NOT_FOUND
from brochure.site.site import Site
from brochure.text import cldr
from brochure.translation import languages
from tests.intake import answers
from tests.intake.pages import every_page
from tests.languages.sites import Built, BuiltSites, each_word, inside, texts, translate
from tests.site.pages import Page, language_of, text_of

pytestmark = pytest.mark.slow  # they build a site of their own
TAG = "uk"
LATIN = re.compile(r"[A-Za-z]{2,}")
CYRILLIC = re.compile(r"[а-яієї]", re.IGNORECASE)
LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абцдефґгійклмнопкрстувшєїз")


@pytest.fixture(scope="session")
def half(built_sites: BuiltSites) -> Built:
    """Return the project with a draft in Ukrainian that has every second text."""

    def change(place: Path) -> None:
        languages.add(place, TAG)
        translate(place, [TAG], _every_second)

    return built_sites.build("half", change)


def _every_second(source: str, _tag: str, number: int) -> str:
    return each_word(source, lambda word: word.lower().translate(LETTERS)) if number % 2 else ""


def names(site: Site) -> frozenset[str]:
    """Return names that are the same in all languages: networks, profiles, the languages' own."""
    profiles = site.content.site.profiles
    known = {name for item in profiles for name in (item.network, item.name)}
    return frozenset(known | {cldr.own_name(tag) for tag in site.tags})


def unmarked(page: Page, known: Iterable[str]) -> list[str]:
    """Return what a page shows in Latin letters without saying that it is in another language."""
    return [
        text.strip()
        for element, text in texts(page.root)
        if LATIN.search(text)
        and language_of(element) == TAG
        and not inside(element, "self::bdi and not(parent::label)")
        and text.strip() not in known
    ]


def test_every_page_of_a_half_translated_draft_is_built(half: Built) -> None:
    pages = half.of(TAG)
    assert {page.name for page in pages.values()} == set(half.site.page_names)
    for page in pages.values():
        assert page.one("/html/@lang") == TAG
        assert CYRILLIC.search(page.text)


def test_what_is_missing_is_in_elements_with_its_language_and_direction(
    half: Built,
) -> None:
    known = names(half.site)
    shown = half.of(TAG).values()
    assert {str(page): found for page in shown if (found := unmarked(page, known))} == {}
    for page in shown:
        fallbacks = [e for e in page.elements("//body//*[@lang='en']") if e.tag in {"span", "div"}]
        assert len(fallbacks) > 10, str(page)
        assert {e.get("dir") for e in fallbacks} == {"ltr"}
        assert not [text_of(e) for e in fallbacks if CYRILLIC.search(text_of(e))]


def test_titles_and_descriptions_that_are_missing_are_english_and_others_their_own(
    half: Built,
) -> None:
    seen = set()
    for (_, name), page in half.of(TAG).items():
        own, english = half.site.pages[TAG, name], half.site.pages["en", name]
        title, heading = page.one("//title/text()"), next(page.elements("//h1"))
        description = page.one("//meta[@name='description']/@content")
        if own.title:
            assert own.title in title
            assert language_of(heading) == TAG
        else:
            assert english.title in title
            assert [language_of(e) for e in heading.iter("span")] == ["en"]
        assert bool(CYRILLIC.search(description)) == bool(own.description)
        seen |= {("title", bool(own.title)), ("description", bool(own.description))}
    assert len(seen) == 4


def misplaced(root: HtmlElement) -> list[str]:
    """Return the attributes and texts that hold an element where there can be none."""
    found = [value for value in root.xpath("//@*") if "<" in value]
    for name in ("title", "option", "textarea"):
        found += [text for text in root.xpath(f"//{name}//text()") if "<" in text]
        found += [element.tag for element in root.xpath(f"//{name}//*")]
    return [str(item) for item in found]


def test_no_attribute_or_title_contains_an_element(half: Built) -> None:
    for page in half.pages.values():
        assert not misplaced(page.root), str(page)


def test_the_404_pages_of_other_languages_help_in_english_where_the_draft_has_no_text(
    half: Built,
) -> None:
    for page in half.of("en", "fr", "ar").values():
        if page.role == NOT_FOUND:
            (section,) = page.elements(f"//details[@lang='{TAG}']")
            for part in section.xpath("./summary/h2 | ./p"):
                assert text_of(part), f"{page}: {part.tag} is empty"
            latin = [(e, text) for e, text in texts(section) if LATIN.search(text)]
            inner = [e for e, _ in latin if section in e.iterancestors()]
            assert {language_of(e) for e in inner} == {"en"}


@pytest.mark.soak
def test_the_nu_checker_finds_no_error_in_a_half_translated_draft(
    half: Built, nu_check: Callable[[list[Path]], list[dict[str, Any]]]
) -> None:
    files = [page.file for page in half.of(TAG).values()]
    files += [half.pages["en", name].file for name in (HOME, NOT_FOUND)]
    messages = nu_check(files)
    relevant = [m for m in messages if m["type"] != "info" or m.get("subType") == "warning"]
    guess = "This document appears to be written in"  # it looks at words alone
    errors = [m for m in relevant if not m["message"].startswith(guess)]
    assert not errors, [f"{e.get('url')}:{e.get('lastLine')}: {e['message']}" for e in errors]


def test_the_intakes_pages_of_a_half_translated_draft_mark_its_fallbacks_too(half: Built) -> None:
    given = answers.answers(half.site, answers.good(half.site))
    for name, html in every_page(half.site, TAG, given):
        assert not misplaced(document_fromstring(html)), name
        assert 'lang="en" dir="ltr"' in html, name

"""Search engines read what each page says, in the vocabulary of schema.org and the page's words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from brochure.site.page_index import FAQ, HOME, NOT_FOUND
from brochure.site.site import Site
from tests.site.conftest import States
from tests.site.pages import Page, Pages, plain
from tests.support import machine
from tests.support.needs import need
from tests.support.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """Return schema.org's types and properties."""
    return Vocabulary.read(need(machine.npm_file("schema-dts/dist/schema.d.ts"), "schema-dts"))


def _data(page: Page) -> dict[str, Any]:
    text = page.one("//script[@type='application/ld+json']/text()")
    assert "<" not in text
    found: dict[str, Any] = json.loads(text)
    return found


def _listed(pages: Pages) -> Iterator[Page]:
    return (page for page in pages.values() if page.role != NOT_FOUND)


def test_every_page_says_only_what_the_vocabulary_of_schema_org_has(
    vocabulary: Vocabulary, pages: Pages
) -> None:
    for page in _listed(pages):
        data = _data(page)
        assert data["@context"] == "https://schema.org"
        assert not list(vocabulary.problems(data, page.address))


@pytest.mark.parametrize(
    ("node", "problem"),
    [
        ({"@type": "Goverment"}, ": there is no type 'Goverment'"),
        ({"@type": "WebPage", "language": "fr"}, ": WebPage has no property 'language'"),
        ({"@type": "WebPage", "breadcrumb": {"@type": "Person"}}, ".breadcrumb: expected"),
        ({"@type": "ListItem", "position": [{"@type": "Person"}]}, ".position: expected"),
        ({"@type": "Question", "acceptedAnswer": 3}, ".acceptedAnswer: 3 is none of"),
    ],
)
def test_what_the_vocabulary_does_not_have_is_noticed(
    vocabulary: Vocabulary, node: dict[str, Any], problem: str
) -> None:
    assert [found for found in vocabulary.problems(node) if found.startswith(problem)]


def test_each_page_tells_its_language_address_and_name_and_where_it_stands(
    site: Site, pages: Pages
) -> None:
    for page in _listed(pages):
        data = _data(page)
        assert data["inLanguage"] == page.tag
        assert data["url"] == page.one("//link[@rel='canonical']/@href")
        assert data["name"] in page.one("//title/text()")
        assert data.get("dateModified") == (str(day) if (day := site.changed(page.name)) else None)
        if page.role != HOME:
            home, here = data["breadcrumb"]["itemListElement"]
            assert home["item"]["@id"] == pages[page.tag, HOME].one(
                "//link[@rel='canonical']/@href"
            )
            assert (home["position"], here["position"]) == (1, 2)


def test_home_says_what_the_programme_offers_in_the_words_of_the_page(
    site: Site, states: States
) -> None:
    for tag in site.tags:
        page = states.pages("open", tag)[tag, HOME]
        service = _data(page)["mainEntity"]
        assert service["@type"] == "GovernmentService"
        assert service["provider"]["@type"] == "Organization"
        assert service["description"] == page.one("//meta[@name='description']/@content")
        assert plain(service["name"]) in page.text
        assert service["availableChannel"]["availableLanguage"] == list(site.published)


def test_the_page_of_questions_repeats_each_question_and_answer_that_readers_see(
    site: Site, pages: Pages
) -> None:
    for tag in site.tags:
        page = pages[tag, FAQ]
        data = _data(page)
        assert data["@type"] == "FAQPage"
        told = [
            (plain(question["name"]), plain(question["acceptedAnswer"]["text"]))
            for question in data["mainEntity"]
        ]
        assert told == [
            tuple(plain(part.text_content()) for part in entry.iterchildren())
            for entry in page.elements("//*[@class='asked']/li")
        ]

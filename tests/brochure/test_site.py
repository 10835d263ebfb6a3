"""A site knows its pages, their addresses, and the position of every text in each language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brochure.schema import LanguageMap, Term
from tests.brochure.sites import good

SITE = good()


@pytest.mark.parametrize(
    ("tag", "name", "address"),
    [
        ("en", "index", ""),
        ("en", "areas", "areas/"),
        ("en", "404", "404.html"),
        ("en", "guide/index", "guide/"),
        ("en", "guide/start", "guide/start/"),
        ("fr", "index", "fr/"),
        ("fr", "areas", "fr/areas/"),
        ("fr", "404", "fr/404.html"),
    ],
)
def test_the_default_language_has_no_folder_in_its_addresses(
    tag: str, name: str, address: str
) -> None:
    assert SITE.address(tag, name) == address
    assert SITE.file(tag, name) == f"{address}{'' if address.endswith('.html') else 'index.html'}"


def test_pages_are_listed_with_home_first() -> None:
    assert SITE.page_names == ("index", "404", "areas")


def test_languages_are_in_the_order_of_their_file_and_so_are_translations() -> None:
    assert SITE.tags == ("en", "fr", "pt")
    assert [page.language for page in SITE.translations("areas")] == ["en", "fr", "pt"]
    assert not list(SITE.translations("nowhere"))


def test_segments_are_all_texts_of_content_and_pages_in_one_language() -> None:
    names = {segment.name: segment.text for segment in SITE.segments("fr")}
    assert names['area "training": the French title'] == "Formation"
    titles = [p for p in SITE.segments("fr") if p.name == "the page's title"]
    assert {segment.page for segment in titles} == {"index", "areas", "404"}
    assert not any(segment.position[0].startswith("docs/en/") for segment in SITE.segments("fr"))


def test_a_problem_in_prose_is_at_its_position_in_the_file() -> None:
    prose = next(p for p in SITE.segments("en") if "Who can ask" in p.text and p.is_prose)
    problem = prose.problem(prose.text.index("Who can ask"), "rule", "is wrong")
    assert (problem.path, problem.line, problem.column) == ("docs/en/index.md", 8, 4)
    assert problem.message == "the page's prose is wrong"


def test_a_problem_in_a_text_of_yaml_is_at_its_language() -> None:
    """A text there may be folded or quoted: an offset in it says nothing about the file."""
    (summary,) = (p for p in SITE.segments("pt") if 'area "training"' in p.name and "?" in p.text)
    problem = summary.problem(20, "rule", "is wrong")
    assert (problem.path, problem.line, problem.column) == ("content/areas.yaml", 17, 7)


def test_home_is_first_and_a_folder_has_the_address_of_its_index() -> None:
    assert SITE.address("pt", "guide/index") == "pt/guide/"
    assert SITE.address("en", "index") == ""


def test_units_of_pages_are_those_of_the_first_language_with_their_notes() -> None:
    keys = [unit.key for unit in SITE.page_units if unit.page == "index"]
    assert keys == [
        "page.index.title",
        "page.index.description",
        "page.index.lead",
        "page.index#who",
    ]
    assert SITE.all_units == (*SITE.units, *SITE.page_units)
    by_key = {unit.key: unit for unit in SITE.page_units}
    who = by_key["page.index#who"]
    assert (who.subject, who.field, who.is_prose) == ('page "index"', "prose", True)
    assert who.note == "A section of the page, with its heading."
    assert by_key["page.index.lead"].note == "The first lines under the page's heading."
    assert by_key["page.index.title"].field == "title"
    assert not by_key["page.index.description"].is_prose


def test_a_unit_of_a_page_knows_where_its_text_is_in_each_language() -> None:
    by_key = {unit.key: unit for unit in SITE.page_units}
    who, title = by_key["page.index#who"], by_key["page.index.title"]
    assert who.position("en") == ("docs/en/index.md", 8, 1)
    assert title.position("en") == ("docs/en/index.md", 3, 1)
    assert title.position("es") == ("docs/es/index.md", 1, 1)
    assert title.file == who.file == "docs/index.md"
    assert title.name("en") == "the page's title"
    assert title.name("es") == 'page "index": the Spanish title'
    assert who.section("es") is None
    section = who.section("fr")
    assert section is not None
    assert section.id == "#who"


def test_a_page_without_a_section_has_its_position_where_the_prose_begins() -> None:
    unit = next(unit for unit in SITE.page_units if unit.key == "page.index#who")
    areas = replace(SITE.pages["fr", "areas"], name="index")
    moved = replace(unit, pages={**unit.pages, "fr": areas})
    assert moved.position("fr") == ("docs/fr/areas.md", areas.body_line, 1)
    assert "fr" not in moved.texts


def test_the_glossary_pairs_each_term_with_its_translation_where_both_exist() -> None:
    terms = tuple(
        Term(id=name, term=LanguageMap.model_validate(texts))
        for name, texts in (
            ("a", {"en": "aid", "fr": "aide"}),
            ("b", {"en": "stay"}),
            ("c", {"fr": "c"}),
        )
    )
    site = replace(SITE, content=SITE.content.model_copy(update={"glossary": terms}))
    assert site.terms("fr") == (("aid", "aide"),)
    assert site.terms("en") == (("aid", "aid"), ("stay", "stay"))
    assert site.terms("pt") == ()


def test_facts_are_found_by_the_name_that_placeholders_give_them() -> None:
    assert SITE.facts["people"].value == 15000
    assert list(SITE.facts) == ["start-year", "people", "first-day"]


def test_a_problem_on_a_later_line_of_prose_has_line_and_column_of_its_own() -> None:
    prose = next(p for p in SITE.segments("en") if "Who can ask" in p.text and p.is_prose)
    for needle, position in (("| You", (12, 1)), ("[above]", (14, 50)), ("##", (8, 1))):
        problem = prose.problem(prose.text.index(needle), "rule", "x", level="warning")
        assert (problem.line, problem.column) == position
        assert problem.level == "warning"

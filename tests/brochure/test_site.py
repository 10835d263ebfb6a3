"""A site knows its pages, their addresses, and the position of every text in each language."""

from __future__ import annotations

import pytest

from tests.brochure.sites import GOOD, loaded

SITE = loaded(GOOD)


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
    assert (problem.path, problem.line, problem.column) == ("docs/en/index.md", 7, 4)
    assert problem.message == "the page's prose is wrong"


def test_a_problem_in_a_text_of_yaml_is_at_its_language() -> None:
    """A text there may be folded or quoted: an offset in it says nothing about the file."""
    (summary,) = (p for p in SITE.segments("pt") if 'area "training"' in p.name and "?" in p.text)
    problem = summary.problem(20, "rule", "is wrong")
    assert (problem.path, problem.line, problem.column) == ("content/areas.yaml", 17, 7)

"""What is invalid is left out in the smallest piece, and everything around it stays usable."""

from __future__ import annotations

import copy

import pytest

from brochure.files.source import Source
from brochure.files.yaml_reader import parse_yaml
from brochure.problems import Location
from brochure.site.pruning import prune, smallest_removable
from brochure.site.validation import ValidatedContent, validate
from tests.brochure.sites import GOOD, good

GOOD_SOURCES = good().sources
FAQ = """faq:
  - {id: one, question: {en: a}, answer: {en: a}}
  - {id: two, question: 2, answer: {en: a}}
  - {id: three, question: {en: a}, answer: {en: a}}
  - {id: four, question: 4, answer: {en: a}}
  - {id: five, question: {en: a}, answer: {en: a}}
"""
GOOD_SITE = (GOOD / "content/site.yaml").read_text("utf-8")


def _validated(**files: str) -> ValidatedContent:
    sources = {stem: parse_yaml(text, f"content/{stem}.yaml") for stem, text in files.items()}
    return validate({**GOOD_SOURCES, **sources})


def _without(stem: str) -> dict[str, Source]:
    return {name: source for name, source in GOOD_SOURCES.items() if name != stem}


def _rules(valid: ValidatedContent) -> list[tuple[str, int, int, str]]:
    return [(p.path, p.line, p.column, p.rule) for p in valid.problems]


def test_good_files_are_valid_as_they_are() -> None:
    valid = _validated()
    assert valid.content is not None
    assert valid.sources == GOOD_SOURCES
    assert (valid.problems, valid.rejected_ids) == ([], frozenset())


def test_invalid_items_of_a_list_are_left_out_and_the_others_keep_their_positions() -> None:
    valid = _validated(faq=FAQ)
    assert valid.content is not None
    assert [question.id for question in valid.content.faq] == ["one", "three", "five"]
    source = valid.sources["faq"]
    lines = [source.position(("faq", index, "id"))[0] for index in range(3)]
    assert lines == [2, 4, 6]
    assert ("faq", 3) not in source.positions
    assert valid.rejected_ids == {"two", "four"}
    assert _rules(valid) == [
        ("content/faq.yaml", 3, 15, "wrong-type"),
        ("content/faq.yaml", 5, 16, "wrong-type"),
    ]


def test_validation_changes_no_file_that_it_is_given() -> None:
    source = parse_yaml(FAQ, "content/faq.yaml")
    before = copy.deepcopy(source)
    validate({**GOOD_SOURCES, "faq": source})
    assert source == before


def test_an_unknown_key_alone_is_left_out_of_its_record() -> None:
    valid = _validated(faq="faq:\n  - {id: one, question: {en: a}, answer: {en: b}, colour: red}\n")
    assert valid.content is not None
    assert valid.content.faq[0].answer is not None
    assert valid.content.faq[0].answer["en"] == "b"
    assert valid.rejected_ids == {"colour"}
    assert _rules(valid) == [("content/faq.yaml", 2, 51, "unknown-key")]


def test_a_misspelt_key_is_one_problem_not_two() -> None:
    valid = _validated(faq="faq:\n  - {id: one, qestion: {en: a}, answer: {en: b}}\n")
    assert [problem.rule for problem in valid.problems] == ["unknown-key"]
    assert valid.problems[0].hint == 'Did you mean "question"?'
    assert valid.rejected_ids == {"one", "qestion"}


def test_a_missing_key_is_reported_beside_an_unknown_one_that_is_not_like_it() -> None:
    valid = _validated(faq="faq:\n  - {id: one, colour: red, answer: {en: b}}\n")
    assert sorted(problem.rule for problem in valid.problems) == ["missing-key", "unknown-key"]


def test_an_entry_of_a_group_of_strings_is_left_out_alone() -> None:
    valid = _validated(
        strings="strings:\n  header:\n    good: {en: a}\n    bad: 1\n    Bad: {en: b}\n"
    )
    assert valid.content is not None
    assert list(valid.content.strings["header"]) == ["good"]
    assert _rules(valid) == [
        ("content/strings.yaml", 4, 5, "wrong-type"),
        ("content/strings.yaml", 5, 5, "wrong-value"),
    ]


def test_a_file_that_is_not_a_list_is_left_out_whole_with_the_ids_in_it() -> None:
    valid = _validated(areas="areas: {id: north, topics: [{id: south}]}\n")
    assert valid.content is not None
    assert "areas" not in valid.sources
    assert valid.content.areas == ()
    assert valid.rejected_ids == {"north", "south"}


def test_a_required_file_that_is_invalid_has_a_stand_in_so_that_others_are_checked() -> None:
    valid = _validated(site="site: {name: 1}\n", faq=FAQ)
    assert valid.content is not None
    assert valid.content.site.requests == "open"
    assert len(valid.content.faq) == 3
    assert "site" not in valid.sources


def test_the_required_file_that_does_not_exist_is_one_problem() -> None:
    valid = validate(_without("site"))
    assert _rules(valid) == [("content/site.yaml", 1, 1, "missing-file")]
    assert valid.content is not None


@pytest.mark.parametrize("stem", ["navigation", "strings"])
def test_other_files_need_not_exist(stem: str) -> None:
    valid = validate(_without(stem))
    assert _rules(valid) == []
    assert valid.content is not None


def test_without_the_default_language_there_is_no_content_and_other_files_are_checked() -> None:
    languages = "languages:\n  - {tag: en, locale: 5}\n  - {tag: fr, locale: fr_FR}\n"
    for valid in (
        _validated(languages=languages, faq=FAQ),
        validate(_without("languages") | {"faq": parse_yaml(FAQ, "content/faq.yaml")}),
    ):
        assert valid.content is None
        assert {("content/faq.yaml", 3, 15, "wrong-type")} < set(_rules(valid))


def test_of_a_value_that_may_be_a_word_or_a_record_the_inner_problem_is_reported() -> None:
    text = (GOOD / "content/site.yaml").read_text(encoding="utf-8")
    valid = _validated(site=text.replace("closes: 2026-06-30", "closes: soon"))
    assert [problem.message for problem in valid.problems] == [
        'requests: "closes" is the text "soon"; expected a date such as 2024-03-21'
    ]


@pytest.mark.parametrize(
    ("location", "kind", "removed"),
    [
        (("areas",), "tuple_type", ("areas",)),
        (("areas", 0), "model_type", ("areas", 0)),
        (("areas", 0, "title", "en"), "string_type", ("areas", 0)),
        (("areas", 0, "topics", 1, "title"), "missing", ("areas", 0, "topics", 1)),
        (("areas", 0, "titel"), "extra_forbidden", ("areas", 0, "titel")),
        (("strings", "header"), "dict_type", ("strings", "header")),
        (("strings", "header", "menu", "en"), "string_type", ("strings", "header", "menu")),
        (("site", "funder", "name"), "missing", ("site",)),
    ],
)
def test_the_smallest_removable_value_is_an_unknown_key_an_item_an_entry_or_the_file(
    location: Location, kind: str, removed: Location
) -> None:
    assert smallest_removable(location, kind) == removed


def test_values_are_pruned_from_the_last_to_the_first_at_every_depth() -> None:
    text = "areas:\n" + "".join(
        f"  - {{id: a{n}, topics: [{{id: t{n}0}}, {{id: t{n}1}}, {{id: t{n}2}}]}}\n"
        for n in range(12)
    )
    source = parse_yaml(text, "content/areas.yaml")
    gone: set[Location] = {
        ("areas", 2),
        ("areas", 10),
        ("areas", 1, "topics", 0),
        ("areas", 11, "id"),
    }
    left, ids = prune({"areas": source}, gone)
    areas = left["areas"].data["areas"]
    assert [area.get("id") for area in areas] == [
        *("a0", "a1", "a3", "a4", "a5", "a6", "a7", "a8", "a9"),
        None,
    ]
    assert [topic["id"] for topic in areas[1]["topics"]] == ["t11", "t12"]
    assert ids == {"a2", "t20", "t21", "t22", "a10", "t100", "t101", "t102", "t10", "id"}
    lines = [left["areas"].position(("areas", index))[0] for index in range(len(areas))]
    assert lines == [2, 3, 5, 6, 7, 8, 9, 10, 11, 13]
    before, after = source.positions, left["areas"].positions
    assert after["areas", 1, "topics", 0, "id"] == before["areas", 1, "topics", 1, "id"]
    assert after["areas", 0, "topics", 2] == before["areas", 0, "topics", 2]
    assert after["areas",] == before["areas",]
    assert len(source.data["areas"]) == 12


def test_pruning_a_whole_file_leaves_the_others() -> None:
    one, other = Source("a", {"faq": ({"id": "x"},)}), Source("b", {"areas": ()})
    assert prune({"faq": one, "areas": other}, [("faq",)]) == ({"areas": other}, frozenset({"x"}))


@pytest.mark.parametrize("typed", ["team,other@example.org", "a..b@example.org", "team@example"])
def test_a_contact_has_an_address_to_which_a_mail_server_delivers(typed: str) -> None:
    site = GOOD_SITE.replace("team@example.org", f'"{typed}"')
    (problem,) = _validated(site=site).problems
    assert problem.message.startswith(f'contact: "email" is the text "{typed}"')

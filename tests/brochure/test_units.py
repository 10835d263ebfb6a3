"""Units have lasting keys: made of ids, each only once, whatever the order of lists."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from brochure.checks.run import site_or_raise
from brochure.files.source import Source
from brochure.schema import Content
from brochure.schema.content import ShownOn
from brochure.site.external_texts import merge
from brochure.site.unit_list import content_units
from tests.brochure.sites import good

GOOD_SITE = good()


def _texts(content: Content) -> dict[str, Mapping[str, str]]:
    merged = merge(content, GOOD_SITE.sources, {})
    return {unit.key: unit.texts for unit in content_units(merged, GOOD_SITE.sources, {})}


def _reordered(data: Any, random: Random) -> Any:
    """Return the same data with the items of each list in another order."""
    if isinstance(data, dict):
        return {key: _reordered(value, random) for key, value in data.items()}
    if isinstance(data, tuple):
        items = [_reordered(item, random) for item in data]
        random.shuffle(items)
        return tuple(items)
    return data


DATA = {stem: source.data[stem] for stem, source in GOOD_SITE.sources.items()}


@given(st.randoms(use_true_random=False))
def test_keys_and_their_texts_do_not_change_when_lists_are_reordered(random: Random) -> None:
    content = Content.model_validate(_reordered(DATA, random))
    assert _texts(content) == _texts(GOOD_SITE.content)


def test_every_key_is_unique(root: Path) -> None:
    for site in (GOOD_SITE, site_or_raise(root)):
        keys = [unit.key for unit in site.units]
        assert len(set(keys)) == len(keys)


def test_units_know_where_readers_see_them(root: Path) -> None:
    units = site_or_raise(root).all_units
    on_receipts = [unit for unit in units if unit.key.startswith("request.next.letter-ready.")]
    assert {unit.shown_on for unit in on_receipts} == {ShownOn.INTAKE}
    seen = {unit.file: unit.shown_on for unit in reversed(units)}
    pages = {file for file, where in seen.items() if where is ShownOn.PAGES}
    assert {file: where for file, where in seen.items() if file not in pages} == {
        "content/navigation.yaml": ShownOn.INTERFACE,
        "content/strings.yaml": ShownOn.INTERFACE,
        "content/form.yaml": ShownOn.INTAKE,
        "content/desk.yaml": ShownOn.INTAKE,
        "content/identity.yaml": ShownOn.INTERFACE,
        "content/glossary.yaml": ShownOn.TRANSLATORS,
    }
    assert {"content/areas.yaml", "content/site.yaml", "docs/areas.md"} <= pages


def test_keys_are_made_of_files_ids_and_fields() -> None:
    assert [unit.key for unit in GOOD_SITE.units if unit.key.startswith("areas.")] == [
        "areas.protection.title",
        "areas.protection.summary",
        "areas.protection.topics.refugees.title",
        "areas.training.title",
        "areas.training.summary",
    ]


def test_a_unit_is_named_in_plain_words() -> None:
    names = {unit.key: (unit.subject, unit.field) for unit in GOOD_SITE.units}
    assert names["areas.protection.topics.refugees.title"] == ('topic "refugees"', "title")
    assert names["site.full_name"] == ("site", "full name")
    assert names["site.funder.name"] == ("funder", "name")
    assert names["strings.header.menu"] == ('string "header.menu"', "text")
    assert names["navigation.index.label"] == ('navigation item "index"', "label")


def test_a_problem_of_a_unit_is_at_its_language_or_else_at_its_key() -> None:
    unit = next(unit for unit in GOOD_SITE.units if unit.key == "areas.protection.summary")
    problems = [unit.problem(tag, "rule", "message", "hint") for tag in ("fr", "es")]
    assert [(problem.line, problem.column) for problem in problems] == [(7, 7), (5, 5)]


KEY = "areas.protection.title"


def test_texts_from_outside_are_merged_into_a_copy_and_the_record_stays_as_it_was() -> None:
    before = GOOD_SITE.content.model_dump_json()
    source = Source("docs/es/content.yaml", {KEY: "Protección", "areas.training.title": " "})
    merged = merge(GOOD_SITE.content, GOOD_SITE.sources, {"es": source})
    texts = _texts(GOOD_SITE.content)
    assert texts[KEY] == {"en": "Protection", "fr": "Protection", "pt": "Proteção"}
    units = {unit.key: unit for unit in content_units(merged, GOOD_SITE.sources, {})}
    assert units[KEY].texts == {**texts[KEY], "es": "Protección"}
    assert units[KEY].translations.authored == texts[KEY]
    assert units["areas.training.title"].texts == texts["areas.training.title"]
    assert merged.model_dump_json() == GOOD_SITE.content.model_dump_json() == before


def test_a_record_knows_the_keys_of_its_texts() -> None:
    assert GOOD_SITE.content.areas[0].title.key == KEY
    assert GOOD_SITE.content.strings["header"]["menu"].key == "strings.header.menu"

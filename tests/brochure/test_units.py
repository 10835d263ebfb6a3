"""Units have lasting keys: made of ids, each only once, whatever the order of lists."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from brochure.schema import Content
from brochure.site.units import content_units
from tests.brochure.sites import GOOD, loaded

GOOD_SITE = loaded(GOOD)


def _texts(content: Content) -> dict[str, dict[str, str]]:
    return {
        unit.key: unit.translations.texts for unit in content_units(content, GOOD_SITE.sources, {})
    }


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


def test_every_key_is_there_once(root: Path) -> None:
    for site in (GOOD_SITE, loaded(root)):
        keys = [unit.key for unit in site.units]
        assert len(set(keys)) == len(keys)


def test_keys_are_made_of_files_ids_and_fields() -> None:
    assert [unit.key for unit in GOOD_SITE.units if unit.key.startswith("areas.")] == [
        "areas.protection.title",
        "areas.protection.summary",
        "areas.protection.topics.refugees.title",
        "areas.training.title",
        "areas.training.summary",
    ]


def test_a_unit_says_in_plain_words_what_it_is() -> None:
    said = {unit.key: (unit.subject, unit.field) for unit in GOOD_SITE.units}
    assert said["areas.protection.topics.refugees.title"] == ('topic "refugees"', "title")
    assert said["site.full_name"] == ("site", "full name")
    assert said["site.funder.name"] == ("funder", "name")
    assert said["strings.header.menu"] == ('string "header.menu"', "text")
    assert said["navigation.index.label"] == ('navigation item "index"', "label")


def test_a_problem_of_a_unit_stands_at_its_language_or_else_at_its_key() -> None:
    unit = next(unit for unit in GOOD_SITE.units if unit.key == "areas.protection.summary")
    problems = [unit.problem(tag, "rule", "message") for tag in ("fr", "es")]
    assert [(problem.line, problem.column) for problem in problems] == [(7, 7), (5, 5)]

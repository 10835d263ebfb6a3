"""YAML is read with positions, as YAML 1.2 defines it, and never with a traceback."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from brochure.files.yaml_errors import _LINE_END
from brochure.files.yaml_reader import parse_yaml, read_yaml
from brochure.problems import Location
from tests.brochure import strategies
from tests.brochure.sites import GOOD
from tests.brochure.strategies import Damage

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(GOOD.glob("content/*.yaml"))]


def _as_read(data: Any) -> Any:
    """Return plain data as ``parse_yaml`` has it: lists are tuples."""
    if isinstance(data, list):
        return tuple(map(_as_read, data))
    if isinstance(data, dict):
        return {key: _as_read(value) for key, value in data.items()}
    return data


def _marks(node: yaml.Node, location: Location = ()) -> dict[Location, tuple[int, int]]:
    """Return the positions of PyYAML's nodes: of keys, and of the values of items."""
    found = {location: (node.start_mark.line + 1, node.start_mark.column + 1)}
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            found |= _marks(item, (*location, index))
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*location, key.value)
            found |= _marks(value, inner)
            found[inner] = (key.start_mark.line + 1, key.start_mark.column + 1)
    return found


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("15000", 15000),
        ("-3", -3),
        ("1.50", 1.5),
        ("15 000", "15 000"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        ("12:30", "12:30"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("٣", "٣"),
        ("9" * 30, "9" * 30),
        ("2024-03-21", datetime.date(2024, 3, 21)),
        ("2024-02-30", "2024-02-30"),
        ('"2009"', "2009"),
        ("'true'", "true"),
        ("! true", "true"),
        ("[a, b]", ("a", "b")),
        (">-\n  a\n  b", "a b"),
    ],
)
def test_a_plain_scalar_is_read_as_in_yaml_1_2_and_quotes_make_it_a_text(
    written: str, read: object
) -> None:
    assert parse_yaml(f"key: {written}", "file").data == {"key": read}


def test_a_position_is_that_of_the_nearest_known_value() -> None:
    source = parse_yaml("areas:\n  - id: one\n    title: {en: One}\n", "file")
    assert source.position(("areas", 0, "title", "en")) == (3, 13)
    assert source.position(("areas", 0, "title", "fr")) == (3, 5)
    assert source.position(("areas", 0, "summary", "en")) == (2, 5)
    assert source.position(("nothing",)) == (1, 1)


def test_lines_count_from_where_the_text_begins_in_its_file() -> None:
    """Front matter begins in line 2, and so do its marks and problems."""
    assert parse_yaml("title: Areas", "file", first_line=2).position(("title",)) == (2, 1)
    (problem,) = parse_yaml("title: Areas: all", "file", first_line=2).problems
    assert (problem.line, problem.column) == (2, 13)


def test_each_rule_that_a_line_breaks_is_reported_once() -> None:
    source = parse_yaml("a: [&x !b c, &y !d e]\nf: &z g\n", "file")
    assert [(p.line, p.column, p.rule) for p in source.problems] == [
        (1, 5, "yaml-alias"),
        (1, 5, "yaml-tag"),
        (2, 4, "yaml-alias"),
    ]


@given(st.text() | strategies.SIGNS)
@example("a: [")
@example("a: [\n\n")
@example("a: b\u2028\x85\u2029: c: d")
def test_no_text_makes_reading_fail(text: str) -> None:
    source = parse_yaml(text, "file")
    assert all(problem.line >= 1 and problem.column >= 1 for problem in source.problems)


@given(st.binary() | strategies.SIGNS.map(lambda text: text.encode("utf-16")))
def test_no_bytes_make_reading_a_file_fail(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file.yaml")
        path.write_bytes(data)
        source = read_yaml(path, "file.yaml")
    assert source.problems or source.data is None or source.positions


@given(st.sampled_from(TEXTS), strategies.DAMAGE)
def test_no_damage_to_a_good_file_makes_reading_fail(text: str, damage: Damage) -> None:
    source = parse_yaml(damage.to(text), "file")
    # The parser counts more signs as ends of lines than editors do; files with those are refused.
    lines = len(_LINE_END.findall(damage.to(text))) + 1
    assert all(1 <= problem.line <= lines + 1 for problem in source.problems)


@given(strategies.DATA, st.booleans())
def test_what_yaml_dumps_is_read_as_it_was(data: Any, flow: bool) -> None:  # noqa: FBT001
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow)
    source = parse_yaml(text, "file")
    assert not source.problems
    assert source.data == _as_read(data)


@given(strategies.DATA, st.booleans())
def test_each_mark_is_where_the_key_or_the_item_begins(data: Any, flow: bool) -> None:  # noqa: FBT001
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow)
    node = yaml.compose(text, yaml.SafeLoader)
    assert node is not None
    assert parse_yaml(text, "file").positions == _marks(node)

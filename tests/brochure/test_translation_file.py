"""The file of a language's external texts follows the units, and keeps what people wrote."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.files.source import Source
from brochure.files.translation_file import parse_lines, sync_with_source
from brochure.files.yaml_reader import parse_yaml
from brochure.problems import Location


@pytest.mark.parametrize(
    ("before", "units", "after"),
    [
        ("# Head\n", {"a": "A"}, '# Head\n\n# en: A\na: ""\n'),
        ("# Head\n# more\n\na: X", {"a": "A"}, "# Head\n# more\n\n# en: A\na: X\n"),
        ("a: X\n", {"a": "A"}, "# en: A\na: X\n"),
        ("a: X\n\nb:\n", {"a": "A", "b": "B"}, "# en: A\na: X\n\n# en: B\nb:\n"),
        ("# en: A\na: X\n", {"a": "New\n  A"}, "# en: New A\na: X\n"),
        ("# H\n\n# en: A\n# note\na: X\n", {"a": "N"}, "# H\n\n# note\n# en: N\na: X\n"),
        ("# H\n\n# fr: A\na: X\n", {"a": "A"}, "# H\n\n# fr: A\n# en: A\na: X\n"),
        ("# H\n\n  # on a\na: X\n", {"a": "A"}, "# H\n\n  # on a\n# en: A\na: X\n"),
        (
            "# H\n\na: >-\n  one\n\n  two\n\n# on b\n  # and b\nb: Y\n\n# end\n\n",
            {"b": "B", "a": "A"},
            "# H\n\n# on b\n  # and b\n# en: B\nb: Y\n\n# en: A\na: >-\n  one\n\n  two\n\n# end\n",
        ),
        (
            "# H\n\n# en: Gone\ngone: Z\n\n# en: A\na: X\n",
            {"a": "A", "c.d-e": "C"},
            '# H\n\n# en: A\na: X\n\n# en: C\nc.d-e: ""\n',
        ),
    ],
)
def test_each_unit_has_its_text_with_its_comments_below_the_current_source(
    before: str, units: Mapping[str, str], after: str
) -> None:
    assert sync_with_source(before, units, "en", gone={"gone"}) == after
    assert sync_with_source(after, units, "en") == after


_PARTS = [
    "a: ",
    "b.c-d: ",
    "# en: x",
    '"',
    "\\",
    '\\"',
    "\\n",
    "\\x41",
    "\n",
    "\n\n",
    " ",
    "\t",
    "é",
]
_PARTS += ["'", "#", ": ", "|", "---", "{", "text", 'a: "x"\n', 'b: "y # z"\n', 'c: "\\"q\\""\n']


def _known(source: Source) -> object:
    """Return what is known of a file, and where something is that it does not have."""
    locations: list[Location] = [(key,) for key in (*source.data, "not-there")]
    return (
        source.path,
        source.problems,
        source.data,
        [(source.has(at), source.position(at)) for at in ((), *locations)],
    )


@given(st.lists(st.sampled_from(_PARTS), max_size=12).map("".join))
def test_lines_are_read_as_the_yaml_parser_reads_them_or_left_to_it(text: str) -> None:
    if source := parse_lines(text):
        assert _known(source) == _known(parse_yaml(text))


def test_a_file_as_tools_write_it_is_read_by_lines() -> None:
    text = '# Head\n\n# en: A\na.b: "“X” \\"y\\" \\\\ # z"\n\n# en: B\nc: ""\n'
    source = parse_lines(text)
    assert source is not None
    assert _known(source) == _known(parse_yaml(text))

"""Hints name what was probably meant, and texts in messages are short."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.text.suggestions import did_you_mean, shorten


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("aeras", ["index", "areas"], 'Did you mean "areas.md"?'),
        ("zzz", ["index", "areas"], "Choose one of these: index.md, areas.md."),
        ("zzz", [], "Delete it: there is nothing to choose from."),
    ],
)
def test_a_hint_names_the_nearest_name_or_all_of_them(
    name: str, known: list[str], hint: str
) -> None:
    """One look says what to write instead."""
    assert did_you_mean(name, known, "{}.md") == hint


def test_of_very_many_names_only_the_first_are_listed() -> None:
    """A hint stays readable."""
    hint = did_you_mean("zzz", [f"name-{number:02}" for number in range(99)])
    assert hint.startswith("Choose one of these: name-00, name-01, ")
    assert hint.endswith(", name-19, …")


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("one\n  two \n 3", "one two 3"),
        ("exactly 10", "exactly 10"),
        ("exactly 10 and more", "exactly 10…"),
        ("cut after a space", "cut after…"),
        ("bell\x07", "bell\ufffd"),
    ],
)
def test_a_long_text_is_shown_in_one_short_line(text: str, short: str) -> None:
    """White space counts as one space, and a cut text ends with three dots."""
    assert shorten(text, 10) == short


@given(st.text(), st.integers(1, 80))
def test_whatever_a_text_contains_its_short_form_can_be_printed(text: str, length: int) -> None:
    """No line end, no control character, no lone half of a character; never longer than asked."""
    short = shorten(text, length)
    assert len(short) <= length + 1
    assert len(short.splitlines()) <= 1
    short.encode()

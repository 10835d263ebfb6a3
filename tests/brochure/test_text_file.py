"""What is wrong with a text file is found at its line, whatever else is in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.files.text_file import character_problems, read_text
from brochure.files.yaml_slips import swallowed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> theirs\n", "lines 2 to 6: both versions"),
        ("a\n<<<<<<< HEAD\nb\n", "line 2: both versions"),
    ],
)
def test_what_a_merge_has_left_is_one_problem_even_if_its_end_is_deleted(
    text: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    content, (problem,) = read_text(tmp_path / "a.yaml", "a.yaml")
    assert not content
    assert problem.line == 2
    assert problem.message.startswith(message)


def test_a_control_character_is_found_beside_half_of_a_surrogate_pair() -> None:
    (problem,) = character_problems("\ud800\nb\x01")
    assert (problem.line, problem.column) == (2, 2)


@pytest.mark.parametrize("space", [" ", "\t"])
def test_a_comment_may_begin_after_a_space_or_a_tab(space: str) -> None:
    found = swallowed(f"a: b\nc: d{space}#e")
    assert {number: (comment.before, comment.text) for number, comment in found.items()} == {
        1: (f"c: d{space}", "#e")
    }

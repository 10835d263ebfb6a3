"""What ``brochure check`` prints for bad content, word for word: see ``cases/``."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from brochure.cli.main import main
from tests.brochure.sites import CASES, EXPECTED, RECIPES, case_site, good_site

NAMES = sorted(folder.name for folder in CASES.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_check_names_each_problem_of_bad_content(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``brochure check`` prints exactly what ``cases/<name>/expected.txt`` contains.

    After a change of messages, rewrite all these files and read what has changed:
    ``REWRITE_CASES=1 .venv/bin/python -m pytest tests/brochure/test_cases.py``.
    """
    status = main(["--root", str(case_site(tmp_path, CASES / name)), "check"])
    output = capsys.readouterr().out
    expected = CASES / name / EXPECTED
    if "REWRITE_CASES" in os.environ:
        expected.write_text(output, encoding="utf-8")
    assert output == expected.read_text(encoding="utf-8")
    assert status == (": error: " in output)


def test_check_finds_nothing_wrong_with_the_good_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(good_site(tmp_path)), "check"]) == 0
    assert capsys.readouterr().out == "no problems\n"


def test_each_recipe_has_a_case() -> None:
    assert set(RECIPES) <= set(NAMES)

"""What ``brochure check`` prints for bad content, word for word: see ``cases/``."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.cli.main import main
from tests.brochure.sites import CASES, EXPECTED, RECIPES, case_site, good_site
from tests.support.golden import check_file

NAMES = sorted(folder.name for folder in CASES.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_check_names_each_problem_of_bad_content(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``brochure check`` prints exactly what ``cases/<name>/expected.txt`` contains."""
    status = main(["--root", str(case_site(tmp_path, CASES / name)), "check"])
    output = capsys.readouterr().out
    check_file(CASES / name / EXPECTED, output)
    assert status == (": error: " in output)


def test_check_finds_nothing_wrong_with_the_good_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(good_site(tmp_path)), "check"]) == 0
    assert capsys.readouterr().out == "no problems\n"


def test_each_recipe_has_a_case() -> None:
    assert set(RECIPES) <= set(NAMES)

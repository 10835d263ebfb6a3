"""What ``brochure check`` prints for bad content, word for word: see ``cases/``."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from brochure.checks.run import site_for_preview, site_or_raise
from brochure.cli.main import main
from brochure.problems import ProblemsError
from tests.brochure.sites import CASES, EXPECTED, RECIPES, case_site, good_site
from tests.support import depth
from tests.support.golden import check_file

_MESSAGE, _HINT = re.compile(r"\S+: (?:error|warning): (.*) \[[a-z0-9-]+\]$"), "    hint: "
# What follows a colon may be copied: "Write it like this: number: 12".
_SENTENCE = re.compile(r"""["“]?[A-Z](.*[.?!…)]|.*: .*|.*:)""")

NAMES = sorted(folder.name for folder in CASES.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_check_names_each_problem_of_bad_content(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``brochure check`` prints exactly what ``cases/<name>/expected.txt`` contains."""
    root = case_site(tmp_path, CASES / name)
    status = main(["--root", str(root), "check"])
    output = capsys.readouterr().out
    check_file(CASES / name / EXPECTED, output)
    assert status == (": error: " in output)


@pytest.mark.slow
@pytest.mark.parametrize("name", depth.some(NAMES[::5], NAMES))
def test_what_has_errors_is_neither_built_nor_previewed_and_all_else_is(
    name: str, tmp_path: Path
) -> None:
    root = case_site(tmp_path, CASES / name)
    has_errors = ": error: " in (CASES / name / EXPECTED).read_text("utf-8")
    assert has_errors == _is_refused(site_or_raise, root) == _is_refused(site_for_preview, root)


def _is_refused(load: Callable[[Path], object], root: Path) -> bool:
    try:
        load(root)
    except ProblemsError:
        return True
    return False


def test_check_finds_nothing_wrong_with_the_good_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(good_site(tmp_path)), "check"]) == 0
    assert capsys.readouterr().out == "no problems\n"


def test_each_recipe_has_a_case() -> None:
    assert set(RECIPES) <= set(NAMES)


def test_a_message_says_what_was_found_first_and_a_hint_is_a_sentence() -> None:
    lines = [x for name in NAMES for x in (CASES / name / EXPECTED).read_text("utf-8").split("\n")]
    messages = [found[1] for line in lines if (found := _MESSAGE.match(line))]
    hints = [line.removeprefix(_HINT) for line in lines if line.startswith(_HINT)]
    assert min(len(messages), len(hints)) > 500
    assert [x for x in messages if x.startswith("expected") or x.endswith(".")] == []
    assert [x for x in hints if not _SENTENCE.fullmatch(x)] == []

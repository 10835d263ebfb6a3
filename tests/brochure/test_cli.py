"""The command ``brochure``: its output, on which stream, and its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from brochure.cli.main import main
from tests.brochure.sites import edit, good_site, remove
from tests.translation.commands import done


@pytest.fixture
def bad_site(tmp_path: Path) -> Path:
    site = good_site(tmp_path)
    remove(site / "docs/fr/areas.md")
    return site


def test_check_ends_with_0_where_nothing_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["check", "--root", str(good_site(tmp_path))]
    assert main(arguments) == 0
    assert capsys.readouterr() == ("no problems\n", "")


def test_check_ends_with_1_where_there_are_errors(
    bad_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--root", str(bad_site)]) == 1
    assert "docs/fr/areas.md:1:1: error:" in capsys.readouterr().out


def test_check_ends_with_0_where_there_are_only_warnings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = good_site(tmp_path)
    edit(site, "overrides/partials/menu.html", "{{ strings.header.menu }}", "Menu")
    assert main(["check", "--root", str(site)]) == 0
    assert capsys.readouterr().out.endswith("\n1 warning\n")


@pytest.mark.parametrize("where", ["before", "after"])
def test_the_folder_may_be_named_before_or_after_the_command(
    where: str, bad_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = ["--root", str(bad_site)]
    assert main([*root, "check"] if where == "before" else ["check", *root]) == 1
    assert "docs/fr/areas.md" in capsys.readouterr().out


def test_check_can_print_json(bad_site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--format", "json", "--root", str(bad_site)]) == 1
    (problem,) = json.loads(capsys.readouterr().out)
    assert problem["path"] == "docs/fr/areas.md"


def test_check_can_annotate_on_github(bad_site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--format", "github", "--root", str(bad_site)]) == 1
    assert capsys.readouterr().out.startswith("::error file=docs/fr/areas.md,line=1,col=1,")


def test_build_reports_all_problems_and_creates_nothing(
    bad_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "--root", str(bad_site)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("docs/fr/areas.md:1:1: error:")
    assert captured.err.endswith("\n1 error\n")
    assert not (bad_site / "site").exists()


def test_schemas_writes_one_file_for_each_file_of_content(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = good_site(tmp_path)
    assert main(["schemas", "--root", str(site)]) == 0
    written = sorted(site.glob("content/schemas/*.json"))
    assert sorted(capsys.readouterr().out.splitlines()) == list(map(str, written))
    assert {path.stem for path in site.glob("content/*.yaml")} <= {path.stem for path in written}


def test_schemas_need_languages_that_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = good_site(tmp_path)
    remove(site / "content/languages")
    assert main(["schemas", "--root", str(site)]) == 1
    assert "content/languages:1:1: error:" in capsys.readouterr().err
    assert not (site / "content/schemas").exists()


@pytest.mark.parametrize("arguments", [["chekc"], [], ["check", "--format", "xml"], ["check", "x"]])
def test_an_invalid_command_is_rejected_with_its_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: brochure ")


@pytest.mark.parametrize("command", [[], ["check"], ["build"], ["serve"], ["schemas"]])
def test_help_is_given_for_each_command(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    assert ended.value.code == 0
    captured = capsys.readouterr().out
    assert captured.startswith("usage: brochure ")
    assert all(name in captured for name in (command or ["check", "build", "serve", "schemas"]))


@pytest.mark.slow
def test_python_runs_it_too_and_passes_its_exit_code_on(bad_site: Path) -> None:
    command = (sys.executable, "-m", "brochure", "check", "--root", bad_site)
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 1
    assert done.stdout.endswith("1 error\n")
    assert done.stderr == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "closed", "unbuffered"),
    [
        (["status"], "stdout", ""),
        (["status"], "stdout", "1"),
        (["status"], "both", ""),
        (["add-language", "es"], "stdout", ""),
        (["add-language", "es"], "stdout", "1"),
    ],
)
def test_a_closed_pipe_ends_it_quietly(
    arguments: list[str], closed: str, unbuffered: str, tmp_path: Path
) -> None:
    site = good_site(tmp_path)
    done(site, "check")
    reading, writing = os.pipe()
    os.close(reading)  # as head does when it has read enough
    ended = subprocess.run(
        [sys.executable, "-m", "brochure", "--root", site, *arguments],
        stdout=writing,
        stderr=writing if closed == "both" else subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        check=False,
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr or b"") == (141, b"")
    assert (site / "docs/es").exists() == ("es" in arguments)


@pytest.mark.slow
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_what_was_written_before_the_output_failed_is_not_denied(
    unbuffered: str, tmp_path: Path
) -> None:
    site = good_site(tmp_path)
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "brochure", "add-language", "es", "--root", site],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            check=False,
        )
    assert ended.returncode == 1
    assert ended.stderr == b"No space left on device.\n"
    assert (site / "docs/es").exists()

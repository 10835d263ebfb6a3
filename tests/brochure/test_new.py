"""A new site passes the check in every language that there are words for; bad wishes make none."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from brochure.checks.run import check
from brochure.cli.main import main
from brochure.site.new_site import LANGUAGES, PAGES
from tests.engine import project
from tests.intake import layout_files
from tests.support import depth


@pytest.mark.slow
@pytest.mark.parametrize("first", depth.some(LANGUAGES[:1], LANGUAGES))
def test_a_new_site_in_all_languages_has_no_problem(tmp_path: Path, first: str) -> None:
    tags = [first, *(tag for tag in LANGUAGES if tag != first)]
    arguments = ("--name", "Open Doors", "--languages", ",".join(tags), "--form")
    assert main(["new", str(tmp_path / "site"), *arguments]) == 0
    site, problems = check(tmp_path / "site")
    assert not problems
    assert site
    assert site.tags == tuple(tags)


def test_texts_of_a_new_site_are_written_as_people_type_them(tmp_path: Path) -> None:
    arguments = ("--name", "Portes ouvertes", "--languages", "fr,ar", "--form")
    assert main(["new", str(tmp_path / "site"), *arguments]) == 0
    written = [path.read_text("utf-8") for path in (tmp_path / "site").rglob("*.yaml")]
    assert any("à" in text for text in written)
    assert not any("\\x" in text or "\\u" in text for text in written)


@pytest.mark.parametrize("page", ["", *PAGES])
def test_each_page_can_be_left_out(tmp_path: Path, page: str) -> None:
    pages = ",".join(name for name in PAGES if name != page)
    arguments = ("--name", "Open Doors", "--languages", "en", "--pages", pages, "--no-form")
    assert main(["new", str(tmp_path / "site"), *arguments]) == 0
    site, problems = check(tmp_path / "site")
    assert not problems
    assert site
    assert site.content.navigation
    assert not page or not (tmp_path / f"site/docs/en/{page}.md").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--name", "X", "--languages", "en,uk"), 'unknown language "uk"'),
        (("--name", "X", "--pages", "abuot"), 'unknown page "abuot"'),
        (("--name", "  "), "the name is missing"),
        (("--name", 'The "X"'), "a name must not contain brackets, quotation marks"),
        (("--name", "X", "--email", "nobody"), "email"),
        (("--name", "X", "--url", "www.example.org"), "url"),
    ],
)
def test_a_wish_that_cannot_be_met_is_named_and_makes_nothing(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    message: str,
) -> None:
    assert main(["new", str(tmp_path / "sites/one"), *arguments]) == 1
    assert message in capsys.readouterr().err
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_folder_with_files_is_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    for place in (tmp_path, tmp_path / "mine.txt"):
        assert main(["new", str(place), "--name", "X"]) == 1
        assert "Name a folder that does not exist yet" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_what_the_options_do_not_say_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = io.StringIO("Open Doors\nfr,en\nabout\nno\n\n\n")
    monkeypatch.setattr(answers, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", answers)
    assert main(["new", str(tmp_path / "site")]) == 0
    site, _ = check(tmp_path / "site")
    assert site
    assert site.tags == ("fr", "en")
    assert set(site.page_names) == {"index", "404", "contact", "about"}


@pytest.mark.soak
def test_an_installed_generator_makes_and_builds_a_site_from_content_alone(tmp_path: Path) -> None:
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    offline = ("--no-index", "--no-deps")
    wheels, installed = tmp_path / "dist", tmp_path / "installed"
    source = project.copy(tmp_path / "source", "overrides", "mkdocs.yml", "scripts", "intake")
    project.copy(source, "pyproject.toml", "LICENSE")
    build = (*pip, "wheel", *offline, "--no-build-isolation", "--wheel-dir", wheels, source)
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = wheels.iterdir()
    subprocess.run((*pip, "install", *offline, "--target", installed, wheel), check=True)
    command = (sys.executable, "-m", "brochure")
    for arguments in (("new", "site", "--name", "Open Doors"), ("--root", "site", "build")):
        done = subprocess.run(
            (*command, *arguments),
            cwd=tmp_path,
            env={"PYTHONPATH": str(installed)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "site/site/index.html").is_file()
    assert not (tmp_path / "site/overrides").exists()
    database = f"sqlite:///{tmp_path / 'intake.db'}"
    layout_files.fill(database, "0001")
    subprocess.run(
        (sys.executable, "-m", "intake", "migrate"),
        cwd=tmp_path,
        env={
            "PYTHONPATH": str(installed),
            "INTAKE_ROOT": str(tmp_path / "site"),
            "INTAKE_DATABASE": database,
        },
        check=True,
    )

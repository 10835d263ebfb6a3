"""A build changes all of the published site or nothing of it."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown

from brochure.files import compressed
from brochure.problems import ProblemsError
from brochure.site import shown_pages
from brochure.text.markdown import EXTENSIONS
from engine.build import publish
from tests.engine import project
from tests.support import texts

pytestmark = pytest.mark.slow

QUESTIONS = "overrides/pages/faq.html"
BLOCK = "{% block content %}"


def _beside(place: Path) -> set[str]:
    """Return the names in the project's folder, without the cache of templates."""
    return {path.name for path in place.iterdir()} - {".cache"}


def test_a_good_build_replaces_the_old_site(place: Path) -> None:
    (place / "site/left-over.html").write_text("old", encoding="utf-8")
    texts.write(place, texts.topic(place).key, en="Work migration")
    beside = _beside(place)
    built = publish(place, place / "site")
    assert built.folder == place / "site"
    assert not (place / "site/left-over.html").exists()
    assert "Work migration" in (place / "site/areas/index.html").read_text(encoding="utf-8")
    assert _beside(place) == beside


def test_a_build_tells_to_which_page_each_text_belongs(place: Path) -> None:
    """A title of an area is on the home page, too, and the site's name is everywhere."""
    site = publish(place, place / "site").site
    pages = shown_pages.read(place)
    assert {pages[area.title.key] for area in site.content.areas} == {"areas"}
    assert pages["site.name"] == "index"
    assert not any(key.startswith("glossary.") for key in pages)


def test_pages_are_made_with_the_extensions_with_which_they_are_checked(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise something could be a link on the page and none for the checks."""
    used = []

    class Converter(Markdown):
        def __init__(self, **options: Any) -> None:
            if "extension_configs" in options:  # as MkDocs makes one for each page
                used.append(tuple(options["extensions"]))
            super().__init__(**options)

    monkeypatch.setattr("mkdocs.structure.pages.markdown.Markdown", Converter)
    built = publish(place, place / "site")
    assert used == [EXTENSIONS] * len(built.site.pages)


@pytest.mark.soak
def test_the_first_build_makes_the_folder_and_those_around_it(place: Path) -> None:
    publish(place, place / "new/folder/site", on_progress=lambda _done, _total: None)
    assert (
        project.contents(place / "new/folder/site").keys()
        == project.contents(place / "site").keys()
    )
    assert _beside(place / "new/folder") == {"site"}


def test_two_builds_of_the_same_content_are_the_same_to_the_byte(place: Path) -> None:
    for name in ("one", "two"):
        publish(place, place / name)
    assert project.contents(place / "one") == project.contents(place / "two")


def test_bad_content_leaves_the_old_site_as_it_was(place: Path) -> None:
    texts.remove(place, texts.topic(place).key, "pt")
    before, beside = project.contents(place / "site"), _beside(place)
    with pytest.raises(ProblemsError):
        publish(place, place / "site")
    assert project.contents(place / "site") == before
    assert _beside(place) == beside


@pytest.mark.parametrize(
    ("slip", "message"),
    [
        ("{% if %}", "Expected an expression"),
        ("{{ no_such_name }}", "'no_such_name' is undefined"),
        ("{{ content.faq[0].no_such_field }}", "no_such_field"),
        ("{{ 1 / 0 }}", "division by zero"),
        ('{% include "partials/no-such.html" %}', "partials/no-such.html"),
        ('{{ icon("material/no-such-icon") }}', "no-such-icon"),
    ],
)
def test_a_failing_template_is_a_problem_with_its_line_and_leaves_the_old_site_as_it_was(
    place: Path, slip: str, message: str
) -> None:
    project.edit(place / QUESTIONS, BLOCK, f"{BLOCK}\n{slip}")
    line = (place / QUESTIONS).read_text(encoding="utf-8").split("\n").index(slip) + 1
    before, beside = project.contents(place / "site"), _beside(place)
    with pytest.raises(ProblemsError) as raised:
        publish(place, place / "site")
    (problem,) = raised.value.problems
    assert (problem.path, problem.line, problem.level) == (QUESTIONS, line, "error")
    assert message in problem.message
    assert project.contents(place / "site") == before
    assert _beside(place) == beside


def test_an_error_in_a_partial_names_the_partial(place: Path) -> None:
    project.edit(place / "overrides/partials/footer.html", "<footer", "{{ oops }}\n<footer")
    with pytest.raises(ProblemsError) as raised:
        publish(place, place / "site")
    assert raised.value.problems[0].path == "overrides/partials/footer.html"


def test_a_site_that_cannot_be_put_in_place_leaves_the_old_one_there(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new folder is gone when the two are to be exchanged, and the old one has been moved."""

    def write_and_lose(folder: Path, _previous: Path) -> None:
        shutil.rmtree(folder)

    monkeypatch.setattr(compressed, "write_copies", write_and_lose)
    before, beside = project.contents(place / "site"), _beside(place)
    with pytest.raises(ProblemsError, match="cannot write the site here"):
        publish(place, place / "site")
    assert project.contents(place / "site") == before
    assert _beside(place) == beside


def test_an_interrupt_while_two_sites_are_exchanged_leaves_the_old_one_there(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def rename_and_end(path: Path, target: Path) -> Path:
        done = rename(path, target)
        if path == place / "site":
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(Path, "rename", rename_and_end)
    before, beside = project.contents(place / "site"), _beside(place)
    with pytest.raises(KeyboardInterrupt):
        publish(place, place / "site")
    assert project.contents(place / "site") == before
    assert _beside(place) == beside


@pytest.mark.parametrize("where", ["taken/site", "/proc/site"])
def test_a_place_that_cannot_be_written_is_a_problem_and_no_traceback(
    place: Path, where: str
) -> None:
    (place / "taken").write_text("a file, not a folder", encoding="utf-8")
    before, beside = project.contents(place / "site"), _beside(place)
    done = project.brochure(place, "build", "--site-dir", where)
    assert done.returncode == 1
    assert "cannot write the site here" in done.stderr
    assert "Traceback" not in done.stderr
    assert project.contents(place / "site") == before
    assert _beside(place) == beside


@pytest.mark.parametrize("where", [".", "docs", "content", "mkdocs.yml", ".."])
def test_a_build_never_replaces_files_that_no_build_made(place: Path, where: str) -> None:
    before = project.contents(place)
    with pytest.raises(ProblemsError, match="refusing to overwrite"):
        publish(place, (place / where).resolve())
    assert project.contents(place) == before


@pytest.mark.soak
def test_an_empty_folder_may_become_the_site(place: Path) -> None:
    (place / "empty").mkdir()
    publish(place, place / "empty")
    assert (place / "empty/index.html").is_file()


def test_a_build_that_is_interrupted_leaves_the_old_site_and_no_other_folder(place: Path) -> None:
    forever = "{% for i in range(10 ** 9) %}{% endfor %}"
    project.edit(place / QUESTIONS, BLOCK, f"{BLOCK}{forever}")
    before, beside = project.contents(place / "site"), _beside(place)
    command = (sys.executable, "-m", "brochure", "build")
    with subprocess.Popen(command, cwd=place, stderr=subprocess.DEVNULL) as build:
        while not list(place.glob(".site-*/new/index.html")):
            assert build.poll() is None
            time.sleep(0.01)
        build.send_signal(signal.SIGINT)
        assert build.wait(timeout=60) != 0
    assert project.contents(place / "site") == before
    assert _beside(place) == beside

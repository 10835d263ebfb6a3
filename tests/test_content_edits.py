"""Edits of the content break neither its checks nor the tests of the code.

One copy of the project has other words in every text, another one the edits that
guides/publish-an-update.md describes. The words of this programme are tested in
``tests/programme`` alone, which a change of words may break.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from brochure.site.site import Site
from tests.engine import project
from tests.support import depth, texts

pytestmark = pytest.mark.slow

# What commands have made: in the project's folder, and in any.
MADE = {".git", ".venv", ".cache", "site", "var"}
MADE_ANYWHERE = {"node_modules", "__pycache__"}
# What a copy cannot say of itself, and what may know this programme's words.
LEFT_OUT = (
    "tests/programme",
    "tests/test_content_edits.py",
    "tests/test_setup.py",
    "tests/test_words.py",  # which asks Git what there is
)


def reword(place: Path) -> None:
    """Change every text of every record and page in all languages, and note that all fit."""
    texts.reword(place)
    assert project.brochure(place, "note").returncode == 0


def edit_as_the_guide_says(place: Path) -> None:
    """Change names, addresses, a figure, a question and a title; close requests; remove records.

    The links to what is removed go with it, as the check asks.
    """
    site = texts.loaded(place)
    content = place / "content"
    everywhere = dict.fromkeys(site.tags, "Prisma+")
    texts.write(place, "site.name", **everywhere)
    project.edit(content / "site.yaml", site.content.site.url, "https://www.example.org/")
    project.edit(content / "site.yaml", site.content.site.contact.email, "someone@example.org")
    figure = next(fact.value for fact in site.content.facts if fact.label)
    project.edit(content / "facts.yaml", f"value: {figure}\n", "value: 197\n")
    for key in (
        site.content.faq[0].question.key,
        site.content.areas[0].title.key,
        f"page.{site.page_with('areas')}.title",
    ):
        texts.write(place, key, **{tag: f"Another one {tag}" for tag in site.tags})
    project.set_requests(place, "closed")
    _remove(place, site, "activities", site.content.activities[-1].id)
    _remove(place, site, "areas", site.content.areas[1].id)


def _remove(place: Path, site: Site, stem: str, name: str) -> None:
    """Remove a record, what refers to it, and the links to where it was."""
    _delete(place / f"content/{stem}.yaml", rf"  - id: {name}\n(?:    .*\n|\n)*")
    for file in place.glob("content/*.yaml"):
        _delete(file, rf"    area: {name}\n")
    link = rf"\[([^\]]*)\]\({site.page_with(stem)}\.md#{name}\)"
    for file in [*place.glob("docs/*/*.*"), *place.glob("content/**/*.yaml")]:
        _delete(file, link, r"\1")


def _delete(file: Path, pattern: str, left: str = "") -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(pattern, left, text), encoding="utf-8")


EDITS = {"every word": reword, "as the guide says": edit_as_the_guide_says}


@pytest.fixture(scope="module", params=depth.some([*EDITS][1:], [*EDITS]))
def edited(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """Return a copy of the project after edits, with its tests if they are to run there."""
    place = tmp_path_factory.mktemp("edited") / "project"
    if depth.SOAK:
        shutil.copytree(project.ROOT, place, ignore=_generated)
        packages = project.ROOT / "tests/support/node_modules"
        (place / "tests/support/node_modules").symlink_to(packages.resolve())
    else:
        project.copy(place)
    edit: Callable[[Path], None] = EDITS[request.param]
    edit(place)
    return place


def _generated(folder: str, names: list[str]) -> set[str]:
    """Return what a copy of a folder does not need."""
    top = MADE if Path(folder) == project.ROOT else set()
    return {name for name in names if name in top | MADE_ANYWHERE}


def test_the_edited_content_has_no_error(edited: Path) -> None:
    done = project.brochure(edited, "check")
    assert done.returncode == 0, done.stdout


@pytest.mark.soak
def test_the_codes_tests_pass_on_the_edited_content(edited: Path) -> None:
    command = (sys.executable, "-m", "pytest", "-q", "-n", "1", "--tb=short", "tests")
    paths = os.pathsep.join([str(edited / "scripts"), str(edited)])
    done = subprocess.run(
        [*command, *(f"--ignore={name}" for name in LEFT_OUT)],
        cwd=edited,
        env={**os.environ, "PYTHONPATH": paths, "TESTS": "normal"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout

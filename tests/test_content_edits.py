"""Edits that the guide describes break neither the content's checks nor the code's tests.

The edits are those of guides/publish-an-update.md. The words of this programme are tested in
``tests/programme`` alone, which a change of words may break.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from brochure.site.loader import load
from tests.engine import project

pytestmark = pytest.mark.slow

# What commands have made: in the project's folder, and in any.
MADE = {".git", ".venv", ".cache", "site", "var"}
MADE_ANYWHERE = {"node_modules", "__pycache__"}


def edit_as_the_guide_says(place: Path) -> None:
    """Change an address, a figure, a question, a title; close requests; remove an activity.

    The links to the activity go with it, as the check asks.
    """
    site, _ = load(place)
    assert site
    content = place / "content"
    project.edit(content / "site.yaml", site.content.site.contact.email, "someone@example.org")
    figure = next(fact.value for fact in site.content.facts if fact.label)
    project.edit(content / "facts.yaml", f"value: {figure}\n", "value: 197\n")
    for tag in site.tags:
        if tag in site.content.faq[0].question.texts and site.language(tag).status != "draft":
            _replace(content / "faq.yaml", rf"(?<=\n      {tag}: ).*", f"Another question {tag}")
            page = place / f"docs/{tag}/{site.page_with('areas')}.md"
            _replace(page, r"(?<=\ntitle: ).*", f"Another title {tag}")
    project.set_requests(place, "closed")
    last = site.content.activities[-1].id
    _replace(content / "activities.yaml", rf"(?s)  - id: {last}\n.*", "")
    link = rf"\[([^\]]*)\]\({site.page_with('activities')}\.md#{last}\)"
    for file in [
        *place.glob("docs/*/*.md"),
        *place.glob("docs/*/*.yaml"),
        *content.rglob("*.yaml"),
    ]:
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(link, r"\1", text), encoding="utf-8")


def _replace(file: Path, pattern: str, text: str) -> None:
    before = file.read_text(encoding="utf-8")
    after, found = re.subn(pattern, text, before, count=1)
    assert found == 1, f"{file}: {pattern}"
    file.write_text(after, encoding="utf-8")


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the whole project after the edits."""
    place = tmp_path_factory.mktemp("edited") / "project"
    shutil.copytree(project.ROOT, place, ignore=_generated)
    edit_as_the_guide_says(place)
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
    command = (sys.executable, "-m", "pytest", "-q", "-n", "0", "tests")
    others = ("tests/programme", "tests/test_content_edits.py", "tests/test_setup.py")
    paths = os.pathsep.join([str(edited / "scripts"), str(edited)])
    done = subprocess.run(
        [*command, *(f"--ignore={name}" for name in others)],
        cwd=edited,
        env={**os.environ, "PYTHONPATH": paths, "TESTS": "quick"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout

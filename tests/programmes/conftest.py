"""Two programmes that have nothing in common with ours, made by the guide's commands alone.

Each folder here holds what its editors wrote; ``brochure new`` makes the rest.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from brochure.checks.run import check
from brochure.site.site import Site
from tests.engine import project
from tests.site.pages import Pages, read
from tests.support.made_once import made_once

HERE = Path(__file__).parent
# What their editors have asked "brochure new" for.
OPTIONS = {
    "grants": ("Stiftung Uferweg", "--languages", "de,it", "--pages", "areas,news", "--no-form"),
    "bridges": ("جسور الكتب", "--languages", "ar,en", "--pages", "areas,questions", "--form"),
}


@dataclass(frozen=True)
class Programme:
    """A built programme: its folder, its content, its pages, and what the build has printed."""

    name: str
    place: Path
    site: Site
    pages: Pages
    output: str


@pytest.fixture(scope="session", params=OPTIONS)
def programme(request: pytest.FixtureRequest, shared_folder: Path) -> Programme:
    """Return a programme, made and built once for all workers."""
    name = str(request.param)
    place = made_once(shared_folder / name, lambda place: make(name, place))
    site, _ = check(place)
    assert site
    return Programme(name, place, site, read(site, place / "site"), (place / "output").read_text())


def make(name: str, place: Path) -> None:
    """Make a site as the guide says, with the words of its editors, and build it."""
    done = project.brochure(HERE, "new", place, "--name", *OPTIONS[name])
    assert done.returncode == 0, done.stderr
    shutil.copytree(HERE / name, place, dirs_exist_ok=True)
    steps = [project.brochure(place, step) for step in ("note", "check", "build")]
    output = "".join(f"{step.returncode}\n{step.stdout}{step.stderr}" for step in steps)
    (place / "output").write_text(output, encoding="utf-8")

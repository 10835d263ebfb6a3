"""A copy of a small project with a good built site, for tests that change things."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine import project
from tests.engine.preview import TOPIC, Preview, edit_topic, preview


@pytest.fixture
def place(tmp_path: Path, small_site: Path) -> Path:
    """Return a copy of the small project with the built site in ``site/``."""
    return shutil.copytree(small_site, tmp_path / "project", symlinks=True)


@pytest.fixture(scope="session")
def one_preview(tmp_path_factory: pytest.TempPathFactory, small_site: Path) -> Iterator[Preview]:
    """Yield a preview of a copy of the small project, one for all tests that leave it as it was."""
    place = tmp_path_factory.mktemp("preview") / "project"
    shutil.copytree(small_site, place, symlinks=True)
    edit_topic(place, **TOPIC)
    with preview(place) as started:
        started.wait_for("shown at http")
        yield started


@pytest.fixture
def running(one_preview: Preview) -> Iterator[Preview]:
    """Yield the one preview, and after the test its good pages, without the test's edits."""
    with one_preview.awake(), one_preview.restored():
        yield one_preview


@pytest.fixture
def running_whole(tmp_path: Path) -> Iterator[Preview]:
    """Yield a preview of a copy of the whole project, for tests of what only that has."""
    place = project.copy(tmp_path / "project")
    project.set_requests(place, "open")
    with preview(place) as started:
        started.wait_for("shown at http")
        yield started

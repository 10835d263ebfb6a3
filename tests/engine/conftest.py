"""A copy of the project with a good built site, for tests that change things."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.engine import project


@pytest.fixture
def place(tmp_path: Path, built_site: Path) -> Path:
    """Return a copy of the project with the built site in ``site/``."""
    copy = project.copy(tmp_path / "project")
    shutil.copytree(built_site, copy / "site")
    return copy

"""A folder that the examples of a property share, and write again each time."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for the files of a site."""
    return tmp_path_factory.mktemp("any") / "site"

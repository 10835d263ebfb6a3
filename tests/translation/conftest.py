"""Sites that tests of the translators' commands may change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.brochure.sites import good_site


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a copy of the good site."""
    return good_site(tmp_path)

"""The site whose documents tests make, with its drafts, and requests open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from brochure.checks.run import site_or_raise
from brochure.site.site import Site

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def site() -> Site:
    """Return the site as readers see it, with its drafts."""
    found = site_or_raise(ROOT, drafts=True)
    programme = found.content.site.model_copy(update={"requests": "open"})
    return replace(found, content=found.content.model_copy(update={"site": programme})).as_shown()

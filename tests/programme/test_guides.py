"""What the guides show of this programme's content is still there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support import guides


@pytest.mark.parametrize(
    ("guide", "heading"),
    [
        ("publish-an-update.md", "2. Edit it"),
        ("work-on-the-code.md", "Follow one title from YAML to HTML"),
    ],
)
def test_the_titles_of_a_guides_example_are_in_the_content(
    root: Path, guide: str, heading: str
) -> None:
    """Those who change them change the guide too."""
    shown = re.findall(r"(?m)^(?:\d+-)? +((?:en|fr|pt): .*)$", guides.section(guide, heading))
    lines = {line.strip() for line in (root / "content/areas.yaml").read_text("utf-8").split("\n")}
    assert len(shown) >= 3
    assert set(shown[:3]) <= lines

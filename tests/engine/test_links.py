"""Links lead where the check says that they lead, also from pages in folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from brochure.checks.run import site_or_raise
from engine.build import publish
from tests.engine import project

PAGE = """---
title: {title}
description: What the page {title} has.
---

[{title} one](areas.md) [{title} two](courses/other.md#more)

## Details {{#details}}

<a href="areas.md">{title} three</a> [{title} four](courses/deep.md) [{title} five](#details)
"""


@pytest.mark.slow
def test_a_link_on_a_page_in_a_folder_names_pages_as_everywhere(tmp_path: Path) -> None:
    place = project.small(tmp_path / "project")
    for tag in ("en", "fr", "pt"):
        folder = place / "docs" / tag / "courses"
        folder.mkdir()
        (folder / "deep.md").write_text(PAGE.format(title=f"Deep {tag}"), encoding="utf-8")
        other = PAGE.format(title=f"Other {tag}").replace("details", "more")
        (folder / "other.md").write_text(other, encoding="utf-8")
    site_or_raise(place)
    publish(place, place / "site")
    page = html.parse(place / "site/fr/courses/deep/index.html")
    links = {a.text: a.get("href") for a in page.iter("a") if (a.text or "").startswith("Deep fr")}
    assert links == {
        "Deep fr one": "../../areas/",
        "Deep fr two": "../other/#more",
        "Deep fr three": "../../areas/",
        "Deep fr four": "./",
        "Deep fr five": "#details",
    }

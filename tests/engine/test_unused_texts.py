"""A text that no page shows is a warning only if pages were to show it today."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from engine.unused_texts import unused_texts
from tests.brochure.sites import edit, good_site, loaded, write

OPEN, CLOSED = datetime.date(2026, 4, 1), datetime.date(2026, 8, 1)


@pytest.mark.parametrize(("day", "expected"), [(OPEN, {"open", "both"}), (CLOSED, {"both"})])
def test_a_shared_text_is_to_be_shown_while_a_text_that_names_it_is(
    tmp_path: Path, day: datetime.date, expected: set[str]
) -> None:
    root = good_site(tmp_path)
    texts = "".join(
        f"  - id: {name}\n    text: {{en: {name} en, fr: {name} fr, pt: {name} pt}}\n"
        for name in ("open", "both")
    )
    write(root, "content/shared.yaml", f"shared:\n{texts}")
    for tag, text in (("en", "These are"), ("fr", "Voici"), ("pt", "Eis")):
        page = f"docs/{tag}/areas.md"
        edit(root, page, text, f"{{open}} {{both}} {text}")
        body = (root / page).read_text(encoding="utf-8")
        write(root, page, f"{body}\n{{closed}}\n\n{{both}} {tag}.\n")
    site = replace(loaded(root), today=day)
    unused = {problem.message for problem in unused_texts(site, shown=())}
    assert {name for name in ("open", "both") if _message(name) in unused} == expected


def _message(name: str) -> str:
    return f'shared text "{name}": the text is not shown on any page'

"""What an edit has changed: texts and pages by name, or more than that."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import pytest

from brochure.files.translation_record import TranslationRecord, digest
from brochure.site.changes import Change, changed_texts
from tests.brochure.sites import edit, good_site, loaded

AREAS, SITE, INDEX = "content/areas.yaml", "content/site.yaml", "docs/fr/index.md"


@pytest.mark.parametrize(
    ("edits", "changes"),
    [
        ([], set()),
        ([(AREAS, "Réfugiés", "Exilés")], {("fr", "areas.protection.topics.refugees.title")}),
        (
            [(AREAS, "fr: Formation", "fr: Cours"), (AREAS, "pt: Formação", "pt: Curso")],
            {("fr", "areas.training.title"), ("pt", "areas.training.title")},
        ),
        ([(AREAS, "title: {en: Training, fr: Formation, ", "title: {en: Training, ")],
         {("fr", "areas.training.title")}),
        ([("content/strings.yaml", "Aller au", "Vers le")], {("fr", "strings.header.skip-link")}),
        ([(INDEX, "title: Qui aide", "title: Qui agit")], {("fr", INDEX)}),
        ([(INDEX, "pour qui la demande", "sur demande")], {("fr", INDEX)}),
        ([(INDEX, "Une fois", "Deux fois")], {("fr", INDEX)}),
        ([(INDEX, "---\nNous", "---\n\nNous"), (AREAS, "areas:", "# Comment\nareas:")],
         {("fr", INDEX)}),
        ([(AREAS, "areas:", "# Moved down by a comment\nareas:")], set()),
        ([(INDEX, "title: Qui aide", "title:   Qui aide")], set()),
    ],
)  # fmt: skip
def test_changed_texts_and_pages_are_reported(
    tmp_path: Path, edits: list[tuple[str, str, str]], changes: set[Change]
) -> None:
    site = good_site(tmp_path)
    before = loaded(site)
    for change in edits:
        edit(site, *change)
    assert changed_texts(before, loaded(site)) == changes


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (AREAS, "shield-home", "airplane"),
        (AREAS, "same: [en, fr]", "same: [en, fr, pt]"),
        (AREAS, "id: refugees", "id: exiles"),
        (AREAS, "    topics: []\n", "    topics: []\n    icon: material/airplane\n"),
        ("content/facts.yaml", "value: 2009\n", "value: 2010\n"),
        ("content/facts.yaml", "    qualifier: {en: about, fr: environ, pt: cerca de}\n", ""),
        (SITE, "{opens: 2026-03-01, closes: 2026-06-30}", "open"),
        (SITE, "closes: 2026-06-30", "closes: 2026-07-30"),
        ("content/strings.yaml", "    menu:", "    close: {en: Close}\n    menu:"),
        ("content/strings.yaml", "strings:\n", "strings:\n  empty: {}\n"),
        ("content/languages/pt.yaml", "pt_PT", "pt_BR"),
        ("content/languages/pt.yaml", "order: 3\n", ""),
    ],
)
def test_a_change_of_anything_else_is_more_than_a_change_of_texts(
    tmp_path: Path, name: str, old: str, new: str
) -> None:
    site = good_site(tmp_path)
    before = loaded(site)
    edit(site, name, old, new)
    assert changed_texts(before, loaded(site)) is None
    assert changed_texts(loaded(site), before) is None


def test_a_new_page_is_more_than_a_change_of_texts(tmp_path: Path) -> None:
    site = good_site(tmp_path)
    before = loaded(site)
    (site / "docs/fr/new.md").write_text("---\ntitle: Neuf\n---\n", encoding="utf-8")
    assert changed_texts(before, loaded(site)) is None


def test_another_day_is_more_than_a_change_of_texts(tmp_path: Path) -> None:
    site = loaded(good_site(tmp_path))
    tomorrow = dataclasses.replace(site, today=site.today + datetime.timedelta(days=1))
    assert changed_texts(site, tomorrow) is None


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("areas.training.title", {("fr", "areas.training.title")}),
        ("page.index#who", {("fr", INDEX)}),
    ],
)
def test_a_text_that_becomes_outdated_or_no_longer_is_has_changed(
    tmp_path: Path, key: str, changes: set[Change]
) -> None:
    site = loaded(good_site(tmp_path))
    (unit,) = (unit for unit in site.all_units if unit.key == key)
    made_before = TranslationRecord("Another source", digest(unit.texts["fr"]))
    outdated = dataclasses.replace(site, records={"fr": {key: made_before}})
    assert changed_texts(site, outdated) == changes
    assert changed_texts(outdated, site) == changes
    assert changed_texts(outdated, outdated) == set()

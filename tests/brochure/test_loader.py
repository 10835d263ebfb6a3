"""Loading a site returns what is usable of it, and reports what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.checks.run import check
from brochure.files.record_file import render
from brochure.files.translation_record import TranslationRecord, digest
from brochure.problems import Problem
from brochure.site.loader import load
from brochure.site.page_files import read_pages
from brochure.site.record_matching import refreshed, statuses
from brochure.site.site import Site
from brochure.site.translation_state import Status, state
from tests.brochure.sites import edit, good_site, loaded, remove

SPANISH = "locale: es_ES\nstatus: draft\n"
KEY = "areas.protection.title"


def _write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def _loaded(root: Path) -> tuple[Site, list[Problem]]:
    site, problems = load(root)
    assert site is not None
    return site, problems


def _rules(problems: list[Problem]) -> list[tuple[str, int, int, str]]:
    return sorted((p.path, p.line, p.column, p.rule) for p in problems)


@pytest.fixture
def spanish(tmp_path: Path) -> Path:
    """A site with a draft whose texts are in its own folder."""
    root = good_site(tmp_path)
    _write(root, "content/languages/es.yaml", SPANISH)
    _write(root, "docs/es/content.yaml", f'{KEY}: "Protección"\nareas.training.title: ""\n')
    return root


def test_texts_of_a_language_may_be_in_its_own_folder(spanish: Path) -> None:
    site = loaded(spanish)
    units = {unit.key: unit for unit in site.units}
    assert units[KEY].texts["es"] == "Protección"
    assert "es" not in units["areas.training.title"].texts
    assert units[KEY].position("es") == ("docs/es/content.yaml", 1, 1)
    assert units[KEY].position("fr")[0] == "content/areas.yaml"
    assert site.authored == ("en", "fr", "pt")
    assert list(site.external_texts) == ["es"]
    assert site.content.areas[0].title["es"] == "Protección"


def test_so_may_those_of_the_second_language(spanish: Path) -> None:
    _write(spanish, "content/languages/es.yaml", f"order: 2\n{SPANISH}")
    site = loaded(spanish)
    assert site.tags[1] == "es"
    assert site.units_by_key[KEY].texts["es"] == "Protección"


def test_texts_that_are_a_list_are_an_error(spanish: Path) -> None:
    _write(spanish, "docs/es/content.yaml", f"- {KEY}\n")
    _, problems = check(spanish)
    (problem,) = (one for one in problems if one.path == "docs/es/content.yaml")
    assert problem.message == (
        "the file has no keys; expected lines such as areas.protection.title: …"
    )


def test_the_first_language_has_no_texts_elsewhere_and_no_record(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    _write(root, "docs/en/content.yaml", f'{KEY}: "Other"\n')
    _write(root, "translations/en.txt", render({}))
    site = loaded(root)
    assert not site.external_texts
    assert "en" not in site.records
    assert site.content.areas[0].title["en"] == "Protection"


def test_a_text_that_is_in_content_as_well_is_a_problem(spanish: Path) -> None:
    edit(spanish, "content/areas.yaml", "pt: Proteção,", "pt: Proteção, es: Otra,")
    site, problems = _loaded(spanish)
    assert _rules(problems) == [("content/areas.yaml", 4, 59, "duplicate-unit")]
    assert problems[0].message == (
        'area "protection": texts in "es" belong in docs/es/content.yaml, not here'
    )
    assert problems[0].hint == f'Move this one there, after "{KEY}:".'
    assert site.content.areas[0].title["es"] == "Protección"


def test_a_text_of_an_unknown_unit_is_a_warning_if_all_else_is_known(spanish: Path) -> None:
    _write(spanish, "docs/es/content.yaml", 'areas.gone.title: "Fuera"\n')
    _, problems = _loaded(spanish)
    assert _rules(problems) == [("docs/es/content.yaml", 1, 1, "unknown-unit")]
    edit(spanish, "content/areas.yaml", "- id: training", "- id: 7")
    _, problems = _loaded(spanish)
    assert "unknown-unit" not in {problem.rule for problem in problems}


def test_the_site_without_drafts_has_neither_their_texts_nor_their_pages(spanish: Path) -> None:
    _write(spanish, "docs/es/index.md", "---\ntitle: Hola\ndescription: Aquí.\n---\n")
    site = loaded(spanish)
    assert ("es", "index") in site.pages
    published = site.without_drafts()
    assert published.tags == site.published == ("en", "fr", "pt")
    assert published.excluded_drafts == {"es"}
    assert published.external_texts == {}
    assert {tag for tag, _ in published.pages} == {"en", "fr", "pt"}
    assert published.without_drafts() is published
    assert site.language("es").is_draft
    with pytest.raises(KeyError):
        published.language("es")


def test_files_that_cannot_be_used_are_reported(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    _write(root, "content/facts.yaml", 'facts: "x\n')
    _write(root, "content/areas.yaml", "areas: many\n")
    _write(root, "docs/fr/areas.md", "---\ntitle: x\n")
    _write(root, "translations/pt.txt", "[")
    site, problems = _loaded(root)
    assert site.unreadable_paths == {
        "content/facts.yaml",
        "content/areas.yaml",
        "docs/fr/areas.md",
        "translations/pt.txt",
    }
    assert {problem.path for problem in problems} == site.unreadable_paths
    assert site.page_names == ("index", "404", "areas")


def test_a_page_that_cannot_be_read_is_known_by_its_name_below_its_language(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    _write(root, "docs/fr/guide/start/now.md", "---\ntitle: x\n")
    site, _ = _loaded(root)
    assert site.page_names == ("index", "404", "areas", "guide/start/now")


def test_a_file_that_cannot_be_read_is_not_missing_as_well(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    _write(root, "content/navigation.yaml", "navigation: [\n")
    site, problems = _loaded(root)
    assert [problem.rule for problem in problems] == ["yaml-syntax"]
    assert site.content.navigation == ()


@pytest.mark.parametrize("wrong", ["navigation.yml", "navigaton.yaml"])
def test_a_file_of_nearly_the_right_name_is_not_missing_as_well(wrong: str, tmp_path: Path) -> None:
    root = good_site(tmp_path)
    (root / "content/navigation.yaml").rename(root / "content" / wrong)
    site, problems = _loaded(root)
    assert _rules(problems) == [(f"content/{wrong}", 1, 1, "unknown-file")]
    assert problems[0].hint == 'Rename it to "navigation.yaml".'
    assert site.unreadable_paths == {"content/navigation.yaml"}


def test_a_file_of_nearly_the_name_of_one_that_exists_makes_nothing_unreadable(
    tmp_path: Path,
) -> None:
    root = good_site(tmp_path)
    _write(root, "content/area.yaml", "areas: []\n")
    site, problems = _loaded(root)
    assert _rules(problems) == [("content/area.yaml", 1, 1, "unknown-file")]
    assert not site.unreadable_paths


@pytest.mark.parametrize("file", ["pt.yaml", "PT.yaml"])
def test_a_language_whose_file_cannot_be_used_is_left_out(file: str, tmp_path: Path) -> None:
    root = good_site(tmp_path)
    (root / "content/languages/pt.yaml").rename(root / "content/languages" / file)
    edit(root, f"content/languages/{file}", "locale: pt_PT", "locale: 5")
    site, _ = _loaded(root)
    assert site.tags == ("en", "fr")
    assert site.unreadable_paths == {f"content/languages/{file}"}
    assert site.unlisted_folders == {"pt"}
    assert {tag for tag, _ in site.pages} == {"en", "fr"}


@pytest.mark.parametrize(
    ("orders", "tags"),
    [
        ({"en": 1, "fr": 2, "pt": 3}, ["en", "fr", "pt", "ar", "es"]),
        ({"en": 2, "fr": 3, "pt": 1}, ["pt", "en", "fr", "ar", "es"]),
        ({"pt": 1, "es": 7}, ["pt", "es", "ar", "en", "fr"]),
        ({"fr": 1, "en": 10, "es": 9, "ar": 9, "pt": 9}, ["fr", "ar", "es", "pt", "en"]),
    ],
)
def test_languages_are_sorted_by_their_order_and_then_by_their_tags(
    orders: dict[str, int], tags: list[str], tmp_path: Path
) -> None:
    root = good_site(tmp_path)
    for tag, locale in zip(tags, ("en_GB", "fr_FR", "pt_PT", "es_ES", "ar_EG"), strict=True):
        order = f"order: {orders[tag]}\n" if tag in orders else ""
        _write(root, f"content/languages/{tag}.yaml", f"{order}locale: {locale}\n")
    site, problems = _loaded(root)
    assert (list(site.tags), problems) == (tags, [])


def test_an_invalid_record_does_not_make_its_file_unreadable(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    edit(root, "content/areas.yaml", "- id: training", "- id: 7")
    site, _ = _loaded(root)
    assert not site.unreadable_paths
    assert site.rejected_ids == frozenset()
    assert [area.id for area in site.content.areas] == ["protection"]


def test_without_languages_there_is_no_site(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    remove(root / "content/languages")
    _write(root, "docs/fr/areas.md", "---\ntitle: x\n")
    site, problems = load(root)
    assert site is None
    assert _rules(problems) == [
        ("content/languages", 1, 1, "missing-file"),
        ("docs/fr/areas.md", 1, 1, "front-matter"),
    ]


def test_pages_have_their_metadata_and_the_line_where_their_prose_begins(tmp_path: Path) -> None:
    prose = "\nOne.\n\n## B {#b}\n\nTwo.\n"
    _write(tmp_path, "docs/en/guide/start.md", f"---  \ntitle: ' A '\n--- \n{prose}")
    _write(tmp_path, "docs/en/bare.md", "Only prose.\n")
    pages, unreadable, problems = read_pages(tmp_path)
    assert (unreadable, problems) == (set(), [])
    page = pages["en", "guide/start"]
    assert (page.language, page.name) == ("en", "guide/start")
    assert page.path == "docs/en/guide/start.md"
    assert (page.title, page.description) == ("A", "")
    assert (page.body, page.body_line) == (prose, 4)
    assert [(section.id, section.line) for section in page.sections] == [("lead", 5), ("#b", 7)]
    assert page.source.position(("title",)) == (2, 1)
    assert page.section("#c") is None
    bare = pages["en", "bare"]
    assert (bare.title, bare.body, bare.body_line) == ("", "Only prose.\n", 1)


def test_wrong_metadata_is_a_problem_and_the_page_is_used(tmp_path: Path) -> None:
    _write(tmp_path, "docs/en/a.md", "---\ntitle: 5\ndescription:\ncolour: red\n---\nProse.\n")
    _write(tmp_path, "docs/a.md", "")
    pages, unreadable, problems = read_pages(tmp_path)
    assert _rules(problems) == [
        ("docs/a.md", 1, 1, "unknown-file"),
        ("docs/en/a.md", 2, 1, "wrong-type"),
        ("docs/en/a.md", 4, 1, "unknown-key"),
    ]
    assert unreadable == set()
    assert pages["en", "a"].title == pages["en", "a"].description == ""
    assert pages["en", "a"].body == "Prose.\n"


def test_a_page_that_cannot_be_read_is_reported_with_each_problem_once(tmp_path: Path) -> None:
    _write(tmp_path, "docs/en/open.md", "---\ntitle: x\n")
    _write(tmp_path, "docs/en/syntax.md", "---\ntitle: 'x\n---\n")
    (tmp_path / "docs/en/latin.md").write_bytes(b"---\ntitle: \xe9\n---\n")
    pages, unreadable, problems = read_pages(tmp_path)
    assert not pages
    assert unreadable == {"docs/en/open.md", "docs/en/syntax.md", "docs/en/latin.md"}
    assert [(p.path, p.rule) for p in problems] == [
        ("docs/en/latin.md", "encoding"),
        ("docs/en/open.md", "front-matter"),
        ("docs/en/syntax.md", "yaml-syntax"),
    ]


RECORD = TranslationRecord("Help", digest("Aide"))


@pytest.mark.parametrize(
    ("text", "source", "record", "expected"),
    [
        (None, "Help", RECORD, "missing"),
        ("", "Help", RECORD, "missing"),
        ("Aide", "Help", None, "done"),
        ("Aide", "Help", RECORD, "done"),
        ("Aide", "Helping", RECORD, "outdated"),
        ("Aider", "Helping", RECORD, "done"),
        ("Aide", "Help", RECORD._replace(state="outdated"), "done"),
        ("Aider", "Help", RECORD._replace(state="outdated"), "review"),
        ("Aide", None, RECORD, "done"),
        ("Aide", "", RECORD, "done"),
    ],
)
def test_a_translation_is_outdated_if_its_source_has_changed_and_it_has_not(
    text: str | None, source: str | None, record: TranslationRecord | None, expected: str
) -> None:
    assert state(text, source, record) == expected


def test_a_site_knows_what_is_outdated_in_each_language(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    old = {
        KEY: TranslationRecord("Shelter", digest("Protection")),
        "page.areas.title": TranslationRecord("x", "y"),
    }
    _write(root, "translations/fr.txt", render(old))
    site = loaded(root)
    assert [unit.key for unit in site.outdated("fr")] == [KEY]
    assert site.outdated("pt") == site.outdated("en") == ()


def test_a_note_keeps_what_is_outdated_missing_or_gone(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    edit(root, "content/areas.yaml", ", fr: Formation", "")
    site, _ = _loaded(root)
    title = "areas.training.title"
    old = {
        KEY: TranslationRecord("Shelter", digest("Protection")),
        title: TranslationRecord("Training", digest("Formation")),
        "gone.title": RECORD,
    }
    new = refreshed(site.units, "fr", "en", old, statuses(site.units_by_key, "fr", "en", old))
    assert new[KEY] == old[KEY]._replace(state="outdated", seen=digest("Protection"))
    assert new[title] == old[title]
    assert new["gone.title"] == RECORD
    refugees = "areas.protection.topics.refugees.title"
    assert new[refugees] == TranslationRecord("Refugees", digest("Réfugiés"))
    assert refreshed(site.units, "fr", "de", {}, statuses(site.units_by_key, "fr", "de", {})) == {}


def test_a_status_says_whether_the_record_is_of_these_very_texts(tmp_path: Path) -> None:
    units = {
        key: unit for key, unit in loaded(good_site(tmp_path)).units_by_key.items() if key == KEY
    }
    (unit,) = units.values()
    noted = TranslationRecord(unit.texts["en"], digest(unit.texts["fr"]))
    for key in (KEY, "areas.before.title"):
        status = statuses(units, "fr", "en", {key: noted})[KEY]
        assert status == Status("done", noted, key, is_noted=True)
        new = refreshed([unit], "fr", "en", {key: noted}, {KEY: status})
        assert new == {KEY: noted}, "the record has moved to the present key"

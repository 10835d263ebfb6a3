"""Record files and confirmations: in real merges, by browser alone, damaged, of version 1."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brochure.files import record_file
from brochure.files.translation_record import TranslationRecord, digest, old_digest
from tests.brochure.sites import edit
from tests.engine.project import contents
from tests.translation.commands import done, exported, load_any, run, states, translate
from tests.translation.repository import begin, commit, git
from tests.translation.test_outdated import (
    AREAS,
    EN,
    FR,
    KEY,
    LEAD,
    LEAD_FR,
    PT,
    SECTION,
    TITLE,
    TYPO,
    Edit,
)

CONFIRM = "translations/confirm.yaml"
FRENCH = "translations/fr.txt"
LEAD_KEY = "page.index.lead"
DESCRIPTION: Edit = ("docs/en/index.md", "Help since", "Some help since")
BINDING = 'translation:\n  binding: ["areas.*.summary"]\n'


@pytest.fixture
def noted(site: Path) -> Path:
    """Return a site that is noted."""
    done(site, "note")
    return site


@pytest.fixture
def repository(noted: Path) -> Path:
    """Return a site that is noted and committed."""
    return begin(noted)


def test_a_note_says_how_many_texts_are_new_or_have_changed(noted: Path) -> None:
    edit(noted, *FR)
    assert "Updated translations/ (1 text, 0 confirmed)." in done(noted, "note").err
    edit(noted, *EN)
    assert (
        "Updated translations/ (2 texts, 0 confirmed)." in done(noted, "note").err
    )  # in two languages
    assert done(noted, "note").err == ""


def in_branches(site: Path, *changes: list[Edit]) -> None:
    """Make edits in branches of their own, note each, and merge them all."""
    for number, edits in enumerate(changes):
        git(site, "checkout", "-q", "-b", f"branch-{number}", "main")
        for change in edits:
            edit(site, *change)
        done(site, "note")
        commit(site)
    git(site, "checkout", "-q", "main")
    for number in range(len(changes)):
        git(site, "merge", "-q", "--no-edit", f"branch-{number}")


def test_records_of_neighbours_merge(repository: Path) -> None:
    in_branches(repository, [DESCRIPTION], [SECTION], [LEAD])
    keys = {"page.index#who", "page.index.description", "page.index.lead"}
    assert {key for (tag, key), state in states(repository).items() if state != "done"} == keys
    assert git(repository, "status", "--porcelain") == ""


def test_neighbours_merge_without_the_attributes_as_well(repository: Path) -> None:
    git(repository, "rm", "-q", ".gitattributes")
    commit(repository)
    in_branches(repository, [DESCRIPTION], [SECTION], [LEAD])
    assert len([state for state in states(repository).values() if state != "done"]) == 6


def test_records_that_two_branches_add_at_the_same_place_merge(repository: Path) -> None:
    label: Edit = (
        "content/facts.yaml",
        "    source: The first report.",
        "    source: The first report.\n    label: {en: begin, fr: début, pt: início}",
    )
    text: Edit = (
        AREAS,
        "    topics: []",
        "    topics:\n      - id: law\n        title: {en: Law, fr: Droit, pt: Direito}",
    )
    day: Edit = (
        "content/facts.yaml",
        "    source: The contract.",
        "    source: The contract.\n    label: {en: day, fr: jour, pt: dia}",
    )
    in_branches(repository, [label, text], [day, LEAD])
    records = load_any(repository).records["fr"]
    assert {"facts.start-year.label", "facts.first-day.label"} <= records.keys()
    assert records["areas.training.topics.law.title"] == TranslationRecord("Law", digest("Droit"))
    assert states(repository)["fr", "page.index.lead"] == "outdated"


def test_a_text_that_two_branches_have_changed_is_not_done(repository: Path) -> None:
    in_branches(repository, [LEAD], [LEAD_FR])
    assert states(repository)["fr", LEAD_KEY] == "outdated"
    checked = done(repository, "check")
    assert f'two records for "{LEAD_KEY}"' in checked.out
    done(repository, "note")
    assert states(repository)["fr", LEAD_KEY] == "outdated"
    assert "two records" not in done(repository, "check").out


def test_marks_of_a_conflict_lose_no_record(repository: Path) -> None:
    git(repository, "rm", "-q", ".gitattributes")
    commit(repository)
    with pytest.raises(AssertionError, match="CONFLICT"):
        in_branches(repository, [LEAD], [LEAD_FR])
    assert "<<<<<<<" in (repository / FRENCH).read_text(encoding="utf-8")
    assert "conflict marker left by a merge" in run(repository, "check").out
    assert states(repository)["fr", LEAD_KEY] == "outdated"


def test_two_translators_files_one_after_the_other_lose_nothing(noted: Path) -> None:
    edit(noted, *EN)
    done(noted, "note")
    first = exported(noted, "fr", "po")
    first = first.rename(first.with_name("first.po"))
    second = exported(noted, "fr", "po")
    texts = (
        "De l’aide pour *presque* 15 000 personnes, [formation](areas.md#training).",
        "De l’appui",
    )
    translate(first, {KEY: texts[0], "areas.training.title": "Cours"})
    translate(second, {KEY: texts[0].replace("De l’aide", texts[1]), "page.index.title": "Qui ?"})
    done(noted, "import", first)
    result = run(noted, "import", second)
    site = load_any(noted)
    known = {key: site.units_by_key[key].texts["fr"] for key in (KEY, "areas.training.title")}
    assert known == {KEY: texts[0], "areas.training.title": "Cours"}
    assert f'"{KEY}"' in result.out + result.err
    assert texts[1] in result.out + result.err


def test_a_late_file_changes_no_newer_work(noted: Path) -> None:
    late = exported(noted, "fr", "po")
    edit(noted, *EN)
    edit(noted, *FR)
    done(noted, "note")
    before = contents(noted / "content")
    done(noted, "import", late)
    assert contents(noted / "content") == before
    assert states(noted)["fr", KEY] == "done"


def test_a_binding_text_is_confirmed_by_browser_alone(noted: Path) -> None:
    (noted / "content/translation.yaml").write_text(BINDING, encoding="utf-8")
    edit(noted, *EN)
    done(noted, "note")
    edit(noted, *TYPO)
    edit(noted, *PT)
    result = run(noted, "check")
    assert result.code == 1
    assert "needs review" in result.out
    lines = [
        line.rpartition(f"{CONFIRM}: ")[2] for line in result.out.splitlines() if CONFIRM in line
    ]
    (noted / CONFIRM).write_text("\n".join(lines), encoding="utf-8")
    assert done(noted, "check").out == "no problems\n"
    done(noted, "note")
    assert not (noted / CONFIRM).exists()
    assert set(states(noted).values()) == {"done"}


def test_what_has_changed_since_it_was_confirmed_blocks_again(noted: Path) -> None:
    (noted / "content/translation.yaml").write_text(BINDING, encoding="utf-8")
    edit(noted, *EN)
    line = run(noted, "check").out.split(f"{CONFIRM}: ")[1].splitlines()[0]
    (noted / CONFIRM).write_text(f"{line}\n", encoding="utf-8")
    edit(noted, *FR)
    for command in ("check", "note", "check"):
        result = run(noted, command)
        is_said = "have changed since this was confirmed" in result.out
        assert (result.code, is_said) == ((0, False) if command == "note" else (1, True))
    assert (noted / CONFIRM).read_text(encoding="utf-8") == f"{line}\n"


def test_a_confirmation_waits_for_a_draft_that_cannot_be_noted(noted: Path) -> None:
    edit(noted, "content/languages/pt.yaml", "order: 3", "order: 3\nstatus: draft")
    edit(noted, *EN)
    lines = [f"- {tag} {KEY} {load_any(noted).version(tag, KEY)}" for tag in ("fr", "pt")]
    (noted / CONFIRM).write_text("\n".join(lines), encoding="utf-8")
    edit(noted, "docs/pt/areas.md", "description:", "descripton:")
    before = contents(noted / "translations")
    result = done(noted, "note")
    assert "Left out, because of errors: pt" in result.err
    after = contents(noted / "translations")
    assert after["pt.txt"] == before["pt.txt"]
    assert after["fr.txt"] != before["fr.txt"]
    assert after["confirm.yaml"].decode() == f"{lines[1]}\n"


def test_a_missing_record_file_is_an_error_until_it_is_restored_or_begun(noted: Path) -> None:
    before = (noted / FRENCH).read_bytes()
    edit(noted, *EN)
    (noted / FRENCH).unlink()
    result = run(noted, "check")
    assert result.code == 1
    assert "Restore its last version" in result.out
    done(noted, "note")
    assert not (noted / FRENCH).exists()
    assert run(noted, "note", "--start", "pt").code == 1
    (noted / FRENCH).write_bytes(before)
    assert states(noted)["fr", KEY] == "outdated"
    (noted / FRENCH).unlink()
    done(noted, "note", "--start", "fr")
    assert states(noted)["fr", KEY] == "done"


def test_the_content_of_another_programme_begins_anew_and_that_is_said(noted: Path) -> None:
    records = {
        f"old.{number}.title": TranslationRecord(f"Old {number}", "0" * 12) for number in range(9)
    }
    (noted / FRENCH).write_text(record_file.render(records), encoding="utf-8")
    result = done(noted, "note")
    assert f"{FRENCH} belonged to other content, and was reset." in result.err
    assert not records.keys() & load_any(noted).records["fr"].keys()


def version_1(site: Path) -> Path:
    """Put a record file of version 1 in the place of the French one."""
    loaded = load_any(site)
    entries = {
        unit.key: {
            "source": unit.texts["en"],
            "translation": old_digest(unit.texts["fr"]),
        }
        for unit in loaded.all_units
    }
    (site / FRENCH).unlink()
    file = site / "translations/fr.json"
    file.write_text(json.dumps(entries), encoding="utf-8")
    return file


def test_the_digests_of_version_1_are_those_that_are_in_its_files() -> None:
    assert old_digest("A text.") == "ac583b973c0a"


def test_records_of_version_1_are_taken_over(noted: Path) -> None:
    old = version_1(noted)
    edit(noted, *EN)
    edit(noted, *TITLE)
    edit(noted, "docs/fr/index.md", "title: Qui aide", "title: Qui nous aide")
    expected = {("fr", KEY): "outdated", ("fr", "page.index.title"): "review"}
    for _ in range(2):
        found = {pair: state for pair, state in states(noted).items() if state != "done"}
        assert {pair: how for pair, how in found.items() if pair[0] == "fr"} == expected
        done(noted, "note")
        assert not old.exists()


def test_a_damaged_file_of_version_1_is_an_error(noted: Path) -> None:
    old = version_1(noted)
    old.write_text(old.read_text(encoding="utf-8")[:-1], encoding="utf-8")
    before = contents(noted / "translations")
    for arguments in (["check"], ["note"], ["confirm", "*"]):
        result = run(noted, *arguments)
        if arguments != ["confirm", "*"]:
            assert "translations/fr.json:1:1: error: the file is damaged" in result.out + result.err
        assert contents(noted / "translations") == before


def test_the_source_above_an_external_text_is_the_present_one_after_a_note(noted: Path) -> None:
    done(noted, "add-language", "uk")
    file = noted / "docs/uk/content.yaml"
    assert "# en: Help for *all* 15,000 people" in file.read_text(encoding="utf-8")
    edit(noted, *EN)
    done(noted, "note")
    text = file.read_text(encoding="utf-8")
    assert "# en: Help for *nearly* all 15,000 people" in text
    assert "# en: Help for *all*" not in text

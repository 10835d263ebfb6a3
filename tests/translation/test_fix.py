"""``brochure check --fix``: repairs that are safe and reported; what is outdated stays so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.brochure.sites import edit
from tests.engine.project import contents
from tests.support.golden import check_file
from tests.translation.commands import done, exported, load_any, outdated, run, states, unit

# What is typed: in the source, in French.
EN = ("docs/en/areas.md", "These are the areas.", "These are  the areas...")
EN_NEW = ("docs/en/areas.md", "These are the areas.", "Here are  the areas...")
FR = ("docs/fr/areas.md", "Voici les domaines.", "Voici  les domaines...")
FR_MARK = ("content/areas.yaml", "Qui apprend ici", "Qui  apprend ici")
LEAD = "page.areas.lead"


@pytest.mark.parametrize("edits", [[EN], [FR], [EN, FR], [EN_NEW], [EN_NEW, FR], [FR_MARK]])
@pytest.mark.parametrize("noted", ["never", "after"])
def test_a_repair_makes_nothing_outdated_and_nothing_done(
    edits: list[tuple[str, str, str]], noted: str, site: Path
) -> None:
    for change in edits:
        edit(site, *change)
    if noted == "after":
        run(site, "note")
    before = states(site)
    result = run(site, "check", "--fix")
    assert "[fixed]" in result.err
    assert states(site) == before


@pytest.mark.parametrize("slip", [EN, FR])
def test_what_was_repaired_is_outdated_by_the_next_edit(
    slip: tuple[str, str, str], site: Path
) -> None:
    edit(site, *slip)
    done(site, "note")
    done(site, "confirm", "*")
    run(site, "check", "--fix")
    assert not outdated(site)
    edit(site, "docs/en/areas.md", "the areas", "all the areas")
    assert outdated(site) == {("fr", LEAD), ("pt", LEAD)}


def test_what_is_outdated_stays_so_when_it_is_repaired(site: Path) -> None:
    edit(site, *FR)
    done(site, "note")
    edit(site, "docs/en/areas.md", "These are", "Here are")
    assert outdated(site) == {("fr", LEAD), ("pt", LEAD)}
    result = done(site, "check", "--fix")
    assert "docs/fr/areas.md:5:" in result.err
    assert unit(site, LEAD).texts["fr"] == "Voici les domaines…"
    assert outdated(site) == {("fr", LEAD), ("pt", LEAD)}


def test_each_repair_is_explained_where_it_was_made(site: Path) -> None:
    edit(site, *FR)
    edit(site, "content/areas.yaml", "en: Training", "en: Training...")
    result = run(site, "check", "--fix")
    check_file(Path(__file__).with_name("repairs.txt"), result.err)


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_nothing_else_changes_and_a_second_run_changes_nothing(ends: bytes, site: Path) -> None:
    done(site, "add-language", "es")
    edit(
        site,
        "docs/es/content.yaml",
        'areas.training.title: ""',
        'areas.training.title: "Una  formación"',
    )
    for file in (*site.glob("content/*.yaml"), *site.glob("docs/*/*")):
        file.write_bytes(file.read_bytes().replace(b"\n", ends))
    done(site, "note")
    before = contents(site)
    for change in (EN, FR, FR_MARK):
        file = site / change[0]
        file.write_bytes(file.read_bytes().replace(change[1].encode(), change[2].encode()))
    run(site, "check", "--fix")
    after = contents(site)
    expected = {
        "docs/en/areas.md": before["docs/en/areas.md"].replace(
            b"the areas.", "the areas…".encode()
        ),
        "docs/fr/areas.md": before["docs/fr/areas.md"].replace(
            b"les domaines.", "les domaines…".encode()
        ),
        "docs/es/content.yaml": before["docs/es/content.yaml"].replace(b"Una  ", b"Una "),
    }
    for name, data in (before | expected).items():
        if not name.startswith("translations/"):
            assert after[name] == data, name
    assert run(site, "check", "--fix").err.startswith("0 repairs in 0 files")
    assert contents(site) == after


def test_a_file_that_cannot_be_repaired_is_reported_and_its_records_stay(
    site: Path,
) -> None:
    done(site, "note")
    edit(site, "content/areas.yaml", "Qui apprend", "Qui  apprend")
    edit(site, "content/areas.yaml", "  - id: training", "  - id: training\n    id: training")
    before = contents(site)
    result = run(site, "check", "--fix")
    assert result.code == 1
    assert "content/areas.yaml:13:1: error: cannot edit this file automatically" in result.err
    assert "0 repairs in 0 files" in result.err
    assert contents(site) == before


def test_a_translation_that_cannot_be_written_gets_no_record(site: Path) -> None:
    done(site, "note")
    edit(site, "content/areas.yaml", "en: Help for", "en: Some help for")
    file = exported(site, "fr", "po")
    text = file.read_text(encoding="utf-8").replace("#, fuzzy\n", "")
    file.write_text(text.replace("De l’aide pour", "De l’appui pour"), encoding="utf-8")
    edit(site, "content/areas.yaml", "  - id: training", "  - id: training\n    id: training")
    before = load_any(site).records["fr"]
    assert run(site, "import", file).code == 1
    result = done(site, "import", file, "--skip-refused")
    assert "fr: 0 units imported" in result.out
    assert load_any(site).records["fr"] == before


def test_a_slip_of_the_source_is_not_spread_to_the_translations(site: Path) -> None:
    """Here the source alone has a full stop: adding it to all others would be wrong."""
    for tag, end in (("fr", "par domaine."), ("pt", "por área.")):
        edit(site, f"docs/{tag}/areas.md", end, end.removesuffix("."))
    result = run(site, "check", "--fix")
    lines = (site / "docs/en/areas.md").read_text(encoding="utf-8").splitlines()
    (line,) = (n for n, text in enumerate(lines, start=1) if text.startswith("description:"))
    assert f"docs/en/areas.md:{line}:1: warning" in result.out
    assert result.out.count("[end-punctuation]") == 1
    assert "[fixed]" not in result.err

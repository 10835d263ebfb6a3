"""``brochure add-language`` run again: renamed units keep their texts, and no text is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.files import memory_file
from brochure.files.memory_file import MemoryEntry
from brochure.site.loader import load
from tests.brochure.sites import edit
from tests.translation.commands import cyrillic, done, exported, load_any, states, translate

pytestmark = pytest.mark.slow

TAG = "uk"
AREAS, TEXTS = "content/areas.yaml", f"docs/{TAG}/content.yaml"
HEADING_EN, HEADING = "## Who can ask? {#who}", cyrillic("## Who can ask? {#who}")


@pytest.fixture
def site(site: Path) -> Path:
    """Return a site with a complete draft."""
    done(site, "add-language", TAG)
    file = exported(site, TAG, "po")
    translate(file, cyrillic)
    done(site, "import", file)
    done(site, "note")
    return site


def texts(site: Path) -> dict[str, str]:
    """Return the draft's texts by key."""
    return {unit.key: unit.texts[TAG] for unit in load_any(site).all_units if TAG in unit.texts}


def state(site: Path, key: str) -> str:
    """Return the state of one of the draft's units."""
    return states(site)[TAG, key]


def memory(site: Path) -> list[MemoryEntry]:
    """Return the draft's translation memory."""
    entries, problems = memory_file.read(site / memory_file.name(TAG), "")
    assert not problems
    return entries


def rename_area(site: Path) -> None:
    """Give an area of the site another id."""
    edit(site, AREAS, "  - id: training", "  - id: learning")
    for page in ("content/areas.yaml", "docs/en/index.md"):
        text = (site / page).read_text(encoding="utf-8")
        (site / page).write_text(text.replace("areas.md#training", "areas.md#learning"), "utf-8")


def rename_page(site: Path) -> None:
    """Give a page of the site another name, in the languages that are edited together."""
    for tag in ("en", "fr", "pt"):
        (site / f"docs/{tag}/areas.md").rename(site / f"docs/{tag}/fields.md")


def test_a_renamed_record_keeps_its_texts(site: Path) -> None:
    before = texts(site)
    edit(site, TEXTS, "areas.training.title:", "# mind: an official name\nareas.training.title:")
    rename_area(site)
    result = done(site, "add-language", TAG)
    assert "Renamed: areas.training.title is now areas.learning.title\n" in result.out
    after = texts(site)
    assert after["areas.learning.title"] == before["areas.training.title"]
    assert after["areas.learning.summary"] == before["areas.training.summary"]
    assert state(site, "areas.learning.title") == "done"
    text = (site / TEXTS).read_text(encoding="utf-8")
    assert "# mind: an official name\n# en: Training\nareas.learning.title: " in text
    assert "areas.training" not in text


def test_what_was_renamed_and_edited_at_once_follows_the_rest_and_is_outdated(site: Path) -> None:
    before = texts(site)
    rename_area(site)
    edit(site, AREAS, "en: Who learns here?", "en: Who may learn here?")
    done(site, "add-language", TAG)
    assert texts(site)["areas.learning.summary"] == before["areas.training.summary"]
    assert state(site, "areas.learning.summary") == "outdated"
    done(site, "note")
    assert state(site, "areas.learning.summary") == "outdated"


def test_texts_that_nobody_noted_are_found_by_the_source_above_them(site: Path) -> None:
    edit(site, TEXTS, "areas.training.title: ", "areas.trainings.title: ")  # a slip
    before = texts(site)
    assert "areas.training.title" not in before
    done(site, "add-language", TAG)
    assert texts(site)["areas.training.title"] == cyrillic("Training")
    assert state(site, "areas.training.title") == "done"


def test_a_section_keeps_its_text_if_its_id_changes(site: Path) -> None:
    edit(site, "docs/en/index.md", HEADING_EN, "## Who can ask? {#whoever}")
    before = (site / f"docs/{TAG}/index.md").read_text(encoding="utf-8")
    assert HEADING in before
    result = done(site, "add-language", TAG)
    assert "Renamed: page.index#who is now page.index#whoever\n" in result.out
    after = (site / f"docs/{TAG}/index.md").read_text(encoding="utf-8")
    assert after == before.replace("{#who}", "{#whoever}")
    assert state(site, "page.index#whoever") == "done"


def test_a_section_that_moves_to_another_page_takes_its_text_with_it(site: Path) -> None:
    before = texts(site)["page.index#who"]
    page = (site / "docs/en/index.md").read_text(encoding="utf-8")
    start = page.index(HEADING_EN)
    section = page[start:]
    (site / "docs/en/index.md").write_text(page[:start], encoding="utf-8")
    with (site / "docs/en/areas.md").open("a", encoding="utf-8") as file:
        file.write(f"\n{section}")
    done(site, "add-language", TAG)
    assert texts(site)["page.areas#who"] == before
    assert state(site, "page.areas#who") == "done"
    assert HEADING not in (site / f"docs/{TAG}/index.md").read_text(encoding="utf-8")


def test_a_renamed_page_keeps_its_texts(site: Path) -> None:
    before = texts(site)
    rename_page(site)
    edit(site, "docs/en/fields.md", "These are", "Those are")
    done(site, "add-language", TAG)
    after = texts(site)
    for name in ("title", "description", "lead"):
        assert after[f"page.fields.{name}"] == before[f"page.areas.{name}"]
    assert state(site, "page.fields.title") == "done"
    assert state(site, "page.fields.lead") == "outdated"
    assert not (site / f"docs/{TAG}/areas.md").exists()


def test_what_is_gone_is_listed_and_in_the_memory(site: Path) -> None:
    text = texts(site)["areas.protection.topics.refugees.title"]
    topic = "        title: {en: Refugees, fr: Réfugiés, pt: Refugiados}\n"
    edit(site, AREAS, f"    topics:\n      - id: refugees\n{topic}", "    topics: []\n")
    edit(site, "docs/en/index.md", HEADING_EN, "## Something else {#else}\n\nMore")
    result = done(site, "add-language", TAG)
    assert f"Gone: areas.protection.topics.refugees.title: “{text}”\n" in result.out
    assert "Gone: page.index#who: “## " in result.out
    assert f"2 texts removed, and kept in {memory_file.name(TAG)}" in result.out
    assert text not in (site / TEXTS).read_text(encoding="utf-8")
    assert HEADING not in (site / f"docs/{TAG}/index.md").read_text(encoding="utf-8")
    assert text in {entry.translation for entry in memory(site) if entry.source == "Refugees"}
    again = done(site, "add-language", TAG)
    assert "Already up to date." in again.out


def test_what_comes_back_has_its_text_again(site: Path) -> None:
    before = texts(site)
    kept = {name: (site / name).read_bytes() for name in (AREAS, "docs/en/index.md")}
    edit(site, AREAS, "      - id: refugees", "      - id: refugee")
    edit(site, AREAS, "en: Refugees", "en: Someone")
    edit(site, "docs/en/index.md", HEADING_EN, "## Something else {#else}\n\nMore")
    done(site, "add-language", TAG)
    assert before.keys() - texts(site).keys()
    for name, content in kept.items():
        (site / name).write_bytes(content)
    result = done(site, "add-language", TAG)
    assert f"2 texts from {memory_file.name(TAG)} are back.\n" in result.out
    assert texts(site) == before
    assert set(states(site).values()) == {"done"}


def test_a_text_with_another_link_than_its_source_does_not_come_back(site: Path) -> None:
    summary = "areas.training.summary"
    done(site, "remove-language", TAG, "--force")
    edit(site, AREAS, "[every area](index.md)", "[every area](areas.md)")
    done(site, "add-language", TAG)
    assert summary not in texts(site)


def test_a_text_that_somebody_emptied_stays_empty(site: Path) -> None:
    edit(site, f"docs/{TAG}/404.md", f"title: {cyrillic('Page not found')}", "title:")
    edit(site, TEXTS, f'areas.training.title: "{cyrillic("Training")}"', "areas.training.title:")
    done(site, "add-language", TAG)
    assert {"page.404.title", "areas.training.title"}.isdisjoint(texts(site))


def test_a_text_stays_if_nobody_knows_what_it_translates(site: Path) -> None:
    with (site / TEXTS).open("a", encoding="utf-8") as file:
        file.write("\nareas.own.title: Власне\n")
    with (site / f"docs/{TAG}/index.md").open("a", encoding="utf-8") as file:
        file.write("\n## Власне {#own}\n")
    (site / f"docs/{TAG}/own.md").write_text("---\ntitle: Власне\n---\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in (site / "docs" / TAG).iterdir()}
    result = done(site, "add-language", TAG)
    for key in ("areas.own.title", "page.index#own", "page.own.title"):
        assert f"Unknown: {key}: its source is unknown" in result.out
    assert {path: path.read_bytes() for path in (site / "docs" / TAG).iterdir()} == before


def test_a_text_whose_source_was_deleted_stays(site: Path) -> None:
    edit(site, AREAS, "title: {en: Training, fr", "title: {fr")
    done(site, "add-language", TAG)
    assert "areas.training.title: " in (site / TEXTS).read_text(encoding="utf-8")


def test_an_import_loses_no_text_whose_unit_is_gone(site: Path) -> None:
    rename_area(site)
    file = exported(site, TAG, "po", "--only", "missing")
    translate(file, cyrillic)
    before = (site / TEXTS).read_text(encoding="utf-8")
    done(site, "import", file)
    assert "areas.training.title" in before
    assert "areas.training.title" in (site / TEXTS).read_text(encoding="utf-8")


def test_a_language_that_was_removed_has_its_texts_again(site: Path) -> None:
    before = texts(site)
    edit(site, AREAS, "en: Training,", "en: Learning,")
    done(site, "remove-language", TAG, "--force")
    result = done(site, "add-language", TAG)
    assert f"{len(before) - 1} texts from {memory_file.name(TAG)} are back.\n" in result.out
    after = texts(site)
    assert after == {key: before[key] for key in before if key != "areas.training.title"}
    assert {state(site, key) for key in after} == {"done"}
    assert not [problem for problem in load(site)[1] if problem.path.startswith(f"docs/{TAG}/")]


def test_a_file_from_before_a_record_was_renamed_is_imported_into_the_new_one(site: Path) -> None:
    file = exported(site, TAG, "po")
    text = file.read_text(encoding="utf-8")
    title = texts(site)["areas.training.title"]
    assert text.count(f'msgstr "{title}"') == 1
    file.write_text(text.replace(f'msgstr "{title}"', f'msgstr "{title} також"'), encoding="utf-8")
    rename_area(site)
    done(site, "add-language", TAG)
    done(site, "import", file)
    assert texts(site)["areas.learning.title"] == f"{title} також"

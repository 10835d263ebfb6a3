"""Which translations are outdated is told from the texts themselves, and from nothing else."""

# ruff: noqa: E501 - a table is read row by row

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.brochure.sites import edit
from tests.engine.project import contents
from tests.translation.commands import done, outdated, run, states

# An edit: file, old text, new text. A step: edits, or a command. Then what is outdated.
Edit = tuple[str, str, str]
Step = Edit | tuple[str, ...]

AREAS, INDEX = "content/areas.yaml", "docs/{}/index.md"
EN: Edit = (AREAS, "Help for *all* 15,000", "Help for *nearly* all 15,000")
EN_BACK: Edit = (AREAS, EN[2], EN[1])
EN_AGAIN: Edit = (AREAS, "Help for *nearly*", "Some help for *nearly*")
FR: Edit = (AREAS, "De l’aide pour les", "De l’aide à presque tous, les")
PT: Edit = (AREAS, "Ajuda para *todas* as", "Ajuda para *quase todas* as")
TYPO: Edit = (AREAS, "De l’aide pour les", "De l’appui pour les")
TITLE: Edit = (INDEX.format("en"), "title: Who helps?", "title: Who is helping?")
LEAD: Edit = (INDEX.format("en"), "We began on", "We set out on")
SECTION: Edit = (INDEX.format("en"), "| You | Once      |", "| You | Often     |")
HEADING: Edit = (INDEX.format("en"), "## Who can ask?", "## Who may ask?")
LEAD_FR: Edit = (INDEX.format("fr"), "Nous avons commencé", "Nous sommes partis")
CHECK: Step = ("check",)
KEY = "areas.protection.summary"


def both(key: str) -> set[tuple[str, str]]:
    return {("fr", key), ("pt", key)}


SCENARIOS: dict[str, tuple[list[Step], set[tuple[str, str]]]] = {
    "nothing is edited": ([], set()),
    "a text of the source is edited": ([EN], both(KEY)),
    "and checked": ([EN, CHECK], both(KEY)),
    "and again": ([EN, CHECK, EN_AGAIN, CHECK], both(KEY)),
    "and back": ([EN, EN_BACK], set()),
    "and back after a check": ([EN, CHECK, EN_BACK, CHECK], set()),
    "the title of a page is edited": ([TITLE], both("page.index.title")),
    "its first lines are": ([LEAD], both("page.index.lead")),
    "one of its sections is": ([SECTION], both("page.index#who")),
    "a heading is": ([HEADING], both("page.index#who")),
    "two of a page's units are": ([TITLE, SECTION], both("page.index.title") | both("page.index#who")),
    "one translation goes with it": ([EN, FR], {("pt", KEY)}),
    "and is checked": ([EN, FR, CHECK], {("pt", KEY)}),
    "a page's translation goes with it": ([LEAD, LEAD_FR, CHECK], {("pt", "page.index.lead")}),
    "all translations go with it": ([EN, FR, PT, CHECK], set()),
    "then the source is edited alone": ([EN, FR, PT, CHECK, EN_AGAIN], both(KEY)),
    "one translation is behind twice": ([EN, FR, CHECK, EN_AGAIN, CHECK], both(KEY)),
    "translations come later": ([EN, CHECK, FR, CHECK, PT, CHECK], set()),
    "translations come before": ([FR, PT, EN], set()),
    "and are checked before": ([FR, PT, CHECK, EN], both(KEY)),
    "a typo is mended": ([TYPO], set()),
    "a typo is mended and checked": ([TYPO, CHECK], set()),
    "then the source is edited": ([TYPO, CHECK, EN], both(KEY)),
    "one still holds": ([EN, ("accept", KEY, "--language", "fr")], {("pt", KEY)}),
    "all still hold": ([EN, ("accept", KEY)], set()),
    "all of a file still hold": ([EN, TITLE, ("accept", "areas.*")], both("page.index.title")),
    "two patterns hold": ([EN, TITLE, ("accept", "areas.*", "page.index*")], set()),
    "until the next edit": ([EN, ("accept", "*"), CHECK, EN_AGAIN], both(KEY)),
    "what was accepted comes back": ([EN, ("accept", KEY), EN_BACK], both(KEY)),
    "a translation is deleted": ([EN, (AREAS, "      fr: De l’aide", "      # fr: De l’aide")], {("pt", KEY)}),
}  # fmt: skip


@pytest.fixture
def noted(site: Path) -> Path:
    """Return a site whose translations have been noted."""
    done(site, "check")
    return site


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_translation_is_outdated_if_its_source_has_changed_and_it_has_not(
    name: str, noted: Path
) -> None:
    steps, expected = SCENARIOS[name]
    for step in steps:
        if step[0] in {"check", "accept"}:
            done(noted, *step)
        else:
            name, old, new = step
            edit(noted, name, old, new)
    assert outdated(noted) == expected


def test_moving_and_reordering_changes_nothing(noted: Path) -> None:
    text = (noted / AREAS).read_text(encoding="utf-8")
    at = text.index("  - id: training")
    moved = "areas:\n" + text[at:] + text[len("areas:\n") : at]
    (noted / AREAS).write_text(moved, encoding="utf-8")
    edit(
        noted,
        "content/site.yaml",
        "en: Harbour, fr: Port, pt: Porto",
        "pt: Porto, en: Harbour, fr: Port",
    )
    before = contents(noted / "translations")
    assert set(states(noted).values()) == {"done"}
    done(noted, "check")
    assert contents(noted / "translations") == before


def test_dates_of_files_and_the_lack_of_git_change_nothing(noted: Path, tmp_path: Path) -> None:
    edit(noted, *EN)
    for number, file in enumerate(sorted(noted.rglob("*"))):
        os.utime(file, (number * 1000, number * 1000))
    copy = tmp_path / "elsewhere" / "site"
    shutil.copytree(noted, copy, copy_function=shutil.copyfile)
    assert not list(copy.rglob(".git"))
    assert outdated(copy) == outdated(noted) == both(KEY)


def test_line_ends_and_ways_to_quote_are_no_change(noted: Path) -> None:
    file = noted / INDEX.format("en")
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    edit(noted, AREAS, "en: Training", 'en: "Training"')
    assert not outdated(noted)


@pytest.mark.parametrize(
    ("arguments", "path", "hint"),
    [
        (["areas.protection.sumary"], "areas.protection.sumary", f'Did you mean "{KEY}"?'),
        (["area.*"], "area.*", "Known: site.name, "),
        ([KEY, "nothing.at.all.here"], "nothing.at.all.here", "Known: "),
        ([KEY, "--language", "ptt"], "ptt", 'Did you mean "pt"?'),
        ([KEY, "--language", "en"], "en", "Known: fr, pt.\n"),
    ],
)  # fmt: skip
def test_accepting_what_does_not_exist_is_refused_with_what_is_near(
    arguments: list[str], path: str, hint: str, noted: Path
) -> None:
    edit(noted, *EN)
    before = contents(noted)
    said = run(noted, "accept", *arguments)
    assert said.code == 1
    assert said.err.startswith(f"{path}:1:1: error: ")
    assert f'"{path}" [unknown-unit]' in said.err
    assert hint in said.err
    assert contents(noted) == before


def test_accepting_says_what_still_holds_and_that_nothing_is_left(noted: Path) -> None:
    edit(noted, *EN)
    assert done(noted, "accept", "areas.*").out == f"fr: {KEY} confirmed\npt: {KEY} confirmed\n"
    assert done(noted, "accept", "areas.*").out == "None of these translations is outdated.\n"


def test_what_has_no_source_any_more_is_not_outdated(noted: Path) -> None:
    edit(noted, AREAS, "      en: Help for", "      # en: Help for")
    assert not outdated(noted)
    done(noted, "accept", "*")
    before = contents(noted)
    assert run(noted, "check").code == 1
    assert contents(noted) == before


def test_a_published_text_that_is_missing_stops_the_build(noted: Path) -> None:
    edit(noted, AREAS, "      fr: De l’aide", "      # fr: De l’aide")
    said = run(noted, "check")
    assert said.code == 1
    assert 'error: area "protection" has no French summary [missing-translation]' in said.out


def test_one_that_is_outdated_is_a_warning_that_names_what_to_do(noted: Path) -> None:
    edit(noted, *EN)
    said = done(noted, "check")
    assert said.out.endswith("\n2 warnings\n")
    assert f"brochure accept {KEY} --language fr" in said.out
    assert "content/areas.yaml:7:7: warning:" in said.out


def test_one_that_is_outdated_and_binds_stops_the_build(noted: Path) -> None:
    binding = 'translation:\n  binding: ["areas.*.summary"]\n'
    (noted / "content/translation.yaml").write_text(binding, encoding="utf-8")
    edit(noted, *EN)
    edit(noted, *TITLE)
    edit(noted, *FR)
    said = run(noted, "check")
    assert said.code == 1
    assert said.out.endswith("\n1 error, 2 warnings\n")
    assert "content/areas.yaml:8:7: error:" in said.out
    refused = run(noted, "build")
    assert refused.code == 1
    assert "and blocks publishing [outdated-translation]" in refused.err
    assert not (noted / "site").exists()
    done(noted, "accept", KEY)
    assert run(noted, "check").out.endswith("\n2 warnings\n")


def test_a_site_with_errors_is_not_noted(noted: Path) -> None:
    before = contents(noted)["translations/fr.json"]
    edit(noted, *EN)
    edit(noted, *FR)
    edit(noted, "docs/pt/areas.md", "description:", "descripton:")
    assert run(noted, "check").code == 1
    assert contents(noted)["translations/fr.json"] == before


@pytest.mark.parametrize("command", ["accept", "import"])
def test_a_memory_that_cannot_be_read_is_not_written_over(command: str, noted: Path) -> None:
    file = noted.parent / "fr.po"
    edit(noted, *EN)
    done(noted, "export", "fr", "--output", file)
    text = file.read_text(encoding="utf-8").replace("#, fuzzy\n", "")
    file.write_text(text.replace("Voici les domaines.", "Voici des domaines."), encoding="utf-8")
    edit(noted, "translations/fr.json", "{\n", "<<<<<<< ours\n{\n")
    before = contents(noted)
    said = run(noted, *(["accept", "*"] if command == "accept" else ["import", file]))
    assert said.code == 1
    assert "translations/fr.json:1:1: error:" in said.err
    assert contents(noted) == before

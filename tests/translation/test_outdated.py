"""Which translations are outdated depends on the texts themselves, and on nothing else."""

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
NOTE: Step = ("note",)
KEY = "areas.protection.summary"


def both(key: str) -> set[tuple[str, str]]:
    return {("fr", key), ("pt", key)}


SCENARIOS: dict[str, tuple[list[Step], set[tuple[str, str]]]] = {
    "nothing is edited": ([], set()),
    "a text of the source is edited": ([EN], both(KEY)),
    "and checked": ([EN, NOTE], both(KEY)),
    "and again": ([EN, NOTE, EN_AGAIN, NOTE], both(KEY)),
    "and back": ([EN, EN_BACK], set()),
    "and back after a check": ([EN, NOTE, EN_BACK, NOTE], set()),
    "the title of a page is edited": ([TITLE], both("page.index.title")),
    "its first lines are": ([LEAD], both("page.index.lead")),
    "one of its sections is": ([SECTION], both("page.index#who")),
    "a heading is": ([HEADING], both("page.index#who")),
    "two of a page's units are": ([TITLE, SECTION], both("page.index.title") | both("page.index#who")),
    "one translation goes with it": ([EN, FR], {("pt", KEY)}),
    "and is checked": ([EN, FR, NOTE], {("pt", KEY)}),
    "a page's translation goes with it": ([LEAD, LEAD_FR, NOTE], {("pt", "page.index.lead")}),
    "all translations go with it": ([EN, FR, PT, NOTE], set()),
    "then the source is edited alone": ([EN, FR, PT, NOTE, EN_AGAIN], both(KEY)),
    "one translation is behind twice": ([EN, FR, NOTE, EN_AGAIN, NOTE], both(KEY)),
    "translations come later": ([EN, NOTE, FR, NOTE, PT, NOTE], set()),  # but need review
    "translations come before": ([FR, PT, EN], set()),
    "and are checked before": ([FR, PT, NOTE, EN], both(KEY)),
    "a typo is fixed": ([TYPO], set()),
    "a typo is fixed and checked": ([TYPO, NOTE], set()),
    "then the source is edited": ([TYPO, NOTE, EN], both(KEY)),
    "one still holds": ([EN, ("confirm", KEY, "--language", "fr")], {("pt", KEY)}),
    "all still hold": ([EN, ("confirm", KEY)], set()),
    "all of a file still hold": ([EN, TITLE, ("confirm", "areas.*")], both("page.index.title")),
    "two patterns hold": ([EN, TITLE, ("confirm", "areas.*", "page.index*")], set()),
    "until the next edit": ([EN, ("confirm", "*"), NOTE, EN_AGAIN], both(KEY)),
    "what was confirmed comes back": ([EN, ("confirm", KEY), EN_BACK], both(KEY)),
    "a translation is deleted": ([EN, (AREAS, "      fr: De l’aide", "      # fr: De l’aide")], {("pt", KEY)}),
}  # fmt: skip


@pytest.fixture
def synced(site: Path) -> Path:
    """Return a site with a record of each translation."""
    done(site, "note")
    return site


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_translation_is_outdated_if_its_source_has_changed_and_it_has_not(
    name: str, synced: Path
) -> None:
    steps, expected = SCENARIOS[name]
    for step in steps:
        if step[0] in {"note", "confirm"}:
            done(synced, *step)
        else:
            name, old, new = step
            edit(synced, name, old, new)
    assert outdated(synced) == expected


def test_moving_and_reordering_changes_nothing(synced: Path) -> None:
    text = (synced / AREAS).read_text(encoding="utf-8")
    at = text.index("  - id: training")
    moved = "areas:\n" + text[at:] + text[len("areas:\n") : at]
    (synced / AREAS).write_text(moved, encoding="utf-8")
    edit(
        synced,
        "content/site.yaml",
        "en: Harbour, fr: Port, pt: Porto",
        "pt: Porto, en: Harbour, fr: Port",
    )
    before = contents(synced / "translations")
    assert set(states(synced).values()) == {"done"}
    done(synced, "note")
    assert contents(synced / "translations") == before


def test_dates_of_files_and_the_lack_of_git_change_nothing(synced: Path, tmp_path: Path) -> None:
    edit(synced, *EN)
    for number, file in enumerate(sorted(synced.rglob("*"))):
        os.utime(file, (number * 1000, number * 1000))
    copy = tmp_path / "elsewhere" / "site"
    shutil.copytree(synced, copy, copy_function=shutil.copyfile)
    assert not list(copy.rglob(".git"))
    assert outdated(copy) == outdated(synced) == both(KEY)


def test_line_ends_and_ways_to_quote_do_not_count_as_changes(synced: Path) -> None:
    file = synced / INDEX.format("en")
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    edit(synced, AREAS, "en: Training", 'en: "Training"')
    assert not outdated(synced)


@pytest.mark.parametrize(
    ("arguments", "path", "hint"),
    [
        (["areas.protection.sumary"], "areas.protection.sumary", f'Did you mean "{KEY}"?'),
        (["area.*"], "area.*", "Choose one of these: site.name, "),
        ([KEY, "nothing.at.all.here"], "nothing.at.all.here", "Choose one of these: "),
        ([KEY, "--language", "ptt"], "ptt", 'Did you mean "pt"?'),
        ([KEY, "--language", "en"], "en", "Choose one of these: fr, pt.\n"),
    ],
)  # fmt: skip
def test_accepting_what_does_not_exist_is_rejected_with_a_suggestion(
    arguments: list[str], path: str, hint: str, synced: Path
) -> None:
    edit(synced, *EN)
    before = contents(synced)
    result = run(synced, "confirm", *arguments)
    assert result.code == 1
    assert result.err.startswith(f"{path}:1:1: error: ")
    assert f'"{path}" [unknown-unit]' in result.err
    assert hint in result.err
    assert contents(synced) == before


def test_accepting_lists_what_is_confirmed_and_reports_that_nothing_is_left(synced: Path) -> None:
    edit(synced, *EN)
    assert done(synced, "confirm", "areas.*").out == f"fr: {KEY} confirmed\npt: {KEY} confirmed\n"
    assert (
        done(synced, "confirm", "areas.*").out
        == "None of these translations is outdated or needs review.\n"
    )


def test_what_has_no_source_any_more_is_not_outdated(synced: Path) -> None:
    edit(synced, AREAS, "      en: Help for", "      # en: Help for")
    assert not outdated(synced)
    done(synced, "confirm", "*")
    before = contents(synced)
    assert run(synced, "check").code == 1
    assert contents(synced) == before


def test_a_published_text_that_is_missing_stops_the_build(synced: Path) -> None:
    edit(synced, AREAS, "      fr: De l’aide", "      # fr: De l’aide")
    result = run(synced, "check")
    assert result.code == 1
    assert 'error: area "protection" has no French summary [missing-translation]' in result.out


def test_an_outdated_text_is_a_warning_that_names_the_command(synced: Path) -> None:
    edit(synced, *EN)
    result = done(synced, "check")
    assert result.out.endswith("\n2 warnings\n")
    assert f"brochure confirm {KEY} --language fr" in result.out
    assert "content/areas.yaml:7:7: warning:" in result.out


def test_a_binding_text_that_is_outdated_stops_the_build(synced: Path) -> None:
    binding = 'translation:\n  binding: ["areas.*.summary"]\n'
    (synced / "content/translation.yaml").write_text(binding, encoding="utf-8")
    edit(synced, *EN)
    edit(synced, *TITLE)
    edit(synced, *FR)
    result = run(synced, "check")
    assert result.code == 1
    assert result.out.endswith("\n1 error, 2 warnings\n")
    assert "content/areas.yaml:8:7: error:" in result.out
    build = run(synced, "build")
    assert build.code == 1
    assert "is outdated and blocks publishing: " in build.err
    assert not (synced / "site").exists()
    done(synced, "confirm", KEY)
    assert run(synced, "check").out.endswith("\n2 warnings\n")


def test_a_site_with_errors_is_not_noted(synced: Path) -> None:
    before = contents(synced)["translations/fr.txt"]
    edit(synced, *EN)
    edit(synced, *FR)
    edit(synced, "docs/pt/areas.md", "description:", "descripton:")
    assert run(synced, "note").code == 1
    assert contents(synced)["translations/fr.txt"] == before


@pytest.mark.parametrize("command", ["confirm", "import"])
def test_a_record_file_that_cannot_be_read_is_not_overwritten(command: str, synced: Path) -> None:
    file = synced.parent / "fr.po"
    edit(synced, *EN)
    done(synced, "export", "fr", "--output", file)
    text = file.read_text(encoding="utf-8").replace("#, fuzzy\n", "")
    file.write_text(text.replace("Voici les domaines.", "Voici des domaines."), encoding="utf-8")
    edit(synced, "translations/fr.txt", "page.404.title\n", "404.title\n")
    before = contents(synced)
    result = run(synced, *(["confirm", "*"] if command == "confirm" else ["import", file]))
    assert result.code == 1
    assert "translations/fr.txt:" in result.err
    assert contents(synced) == before

"""Renames, moves and commits that nobody noted: a real site in a real Git repository."""

# ruff: noqa: E501 - a table is read row by row

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from brochure.site.translation_state import TranslationState
from tests.brochure.sites import edit
from tests.engine.project import contents
from tests.support import depth
from tests.translation.commands import done, states
from tests.translation.repository import ROOT, begin, commit, git
from tests.translation.test_outdated import (
    AREAS,
    EN,
    EN_AGAIN,
    EN_BACK,
    FR,
    KEY,
    LEAD,
    TYPO,
    Edit,
)

pytestmark = pytest.mark.slow


class Renamed(NamedTuple):
    """A change of a key, and edits of that text before it and after it."""

    rename: Callable[[Path], str]
    source_before: Edit
    text_before: Edit
    source_after: Edit
    text_after: Edit


def reversed_edit(change: Edit) -> Edit:
    """Return the edit that takes another back."""
    path, old, new = change
    return path, new, old


LANGUAGES = ("en", "fr", "pt")
# A template with the ids to which the texts link.
IDS = '{% for area in content.areas %}<p id="{{ area.id }}">{% endfor %}\n'
FR_AGAIN: Edit = (AREAS, "De l’aide à presque tous, les", "Un peu d’aide à presque tous, les")
OTHER: Edit = (AREAS, "Who learns here?", "Who is learning here?")


@pytest.fixture
def repository(site: Path) -> Path:
    """Return a site that is noted and committed."""
    done(site, "note")
    return begin(site)


def state(site: Path, key: str = KEY) -> TranslationState:
    """Return the state of a French text, which a note does not change."""
    before = states(site)
    done(site, "note")
    assert states(site) == before
    return before["fr", key]


# Commits, each with its edits; and the state of the French text then.
COMMITS: dict[str, tuple[list[list[Edit]], TranslationState]] = {
    "source and translation in one": ([[EN, FR]], "done"),
    "the translation later": ([[EN], [FR]], "review"),
    "the translation earlier": ([[FR], [EN]], "outdated"),
    "another text between": ([[EN], [OTHER], [FR]], "review"),
    "together, twice": ([[EN, FR], [EN_AGAIN, FR_AGAIN]], "done"),
    "together, then the source": ([[EN, FR], [EN_AGAIN]], "outdated"),
    "together, then the source, then the translation": ([[EN, FR], [EN_AGAIN], [FR_AGAIN]], "review"),
    "the source, later together": ([[EN], [EN_AGAIN, FR]], "review"),
    "the source and back": ([[EN], [EN_BACK]], "done"),
    "the source and back, and the translation between": ([[EN], [FR], [EN_BACK]], "review"),
    "a typo": ([[TYPO]], "done"),
}  # fmt: skip


@pytest.mark.parametrize("name", COMMITS)
def test_commits_that_nobody_noted_are_replayed(name: str, repository: Path) -> None:
    commits, expected = COMMITS[name]
    for edits in commits:
        for change in edits:
            edit(repository, *change)
        commit(repository)
    assert state(repository) == expected


@pytest.mark.parametrize(
    ("one", "other"), depth.some([("main", "branch")], [("main", "branch"), ("branch", "main")])
)
@pytest.mark.parametrize("name", depth.some([*COMMITS][::3], [*COMMITS]))
def test_so_are_the_commits_of_a_branch_that_is_merged(
    name: str, one: str, other: str, repository: Path
) -> None:
    commits, expected = COMMITS[name]
    git(repository, "checkout", "-q", "-b", "branch")
    for edits in commits:
        for change in edits:
            edit(repository, *change)
        commit(repository)
    git(repository, "checkout", "-q", "main")
    edit(repository, *LEAD)
    commit(repository)
    git(repository, "checkout", "-q", one)
    git(repository, "merge", "-q", "--no-edit", other)
    assert state(repository) == expected


@pytest.mark.parametrize("name", depth.some([*COMMITS][::3], [*COMMITS]))
def test_squashing_a_branch_hides_nothing_if_it_was_noted(name: str, repository: Path) -> None:
    commits, expected = COMMITS[name]
    git(repository, "checkout", "-q", "-b", "branch")
    for edits in commits:
        for change in edits:
            edit(repository, *change)
        commit(repository)
    done(repository, "note")
    commit(repository)
    git(repository, "checkout", "-q", "main")
    git(repository, "merge", "-q", "--squash", "branch")
    commit(repository)
    git(repository, "branch", "-q", "-D", "branch")
    assert state(repository) == expected


@pytest.mark.parametrize("name", depth.some([*COMMITS][::3], [*COMMITS]))
def test_commits_are_replayed_on_records_that_are_not_committed(
    name: str, repository: Path
) -> None:
    git(repository, "rm", "-q", "-r", "--cached", "translations")
    (repository / ".gitignore").write_text("translations/\n", encoding="utf-8")
    commit(repository)
    commits, expected = COMMITS[name]
    for edits in commits:
        for change in edits:
            edit(repository, *change)
        commit(repository)
    assert state(repository) == expected


def test_a_text_that_is_polished_between_two_notes_stays_done(repository: Path) -> None:
    for change in (EN, FR):
        edit(repository, *change)
    done(repository, "note")
    for change in (EN_AGAIN, FR_AGAIN):
        edit(repository, *change)
    assert state(repository) == "done"


def test_a_shallow_clone_asks_for_a_review_where_it_cannot_tell(
    repository: Path, tmp_path: Path
) -> None:
    edit(repository, *EN)
    commit(repository)
    edit(repository, *FR)
    edit(repository, *LEAD)
    commit(repository)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", clone)
    assert state(clone) == "review"
    assert state(clone, "page.index.lead") == "outdated"
    assert state(clone, "areas.training.summary") == "done"


def test_a_shallow_clone_of_what_was_noted_is_certain(repository: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    for change in (EN, FR):
        edit(repository, *change)
    done(repository, "note")
    commit(repository)
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", clone)
    assert state(clone) == "done"
    for change in (EN_AGAIN, FR_AGAIN):
        edit(clone, *change)
    assert state(clone) == "done"


def test_without_git_what_has_changed_between_two_notes_counts_as_made_together(
    site: Path,
) -> None:
    done(site, "note")
    edit(site, *EN)
    edit(site, *FR)
    assert state(site) == "done"


def rename_record(site: Path) -> str:
    """Rename an area; return the key of its summary."""
    edit(site, AREAS, "id: protection", "id: shelter")
    for tag in LANGUAGES:
        edit(site, f"docs/{tag}/index.md", "areas.md#protection", "areas.md#shelter")
    return "areas.shelter.summary"


def rename_heading(site: Path) -> str:
    """Rename a heading's id; return the key of its section."""
    for tag in LANGUAGES:
        edit(site, f"docs/{tag}/index.md", "{#who}", "{#asking}")
        edit(site, f"docs/{tag}/index.md", "](#who)", "](#asking)")
    return "page.index#asking"


def rename_page(site: Path) -> str:
    """Rename a page; return the key of its first lines."""
    for tag in LANGUAGES:
        git(site, "mv", f"docs/{tag}/areas.md", f"docs/{tag}/fields.md")
    edit(site, "content/navigation.yaml", "page: areas", "page: fields")
    for path in (AREAS, *(f"docs/{tag}/index.md" for tag in LANGUAGES)):
        edit(site, path, "areas.md", "fields.md")
    return "page.fields.lead"


def move_text(site: Path) -> str:
    """Move a text to another file; return its key."""
    text = "label: {en: people helped, fr: personnes aidées, pt: pessoas ajudadas}"
    edit(site, "content/facts.yaml", f"    {text}\n", "")
    edit(
        site,
        "content/areas.yaml",
        "    topics: []",
        f"    topics:\n      - id: people\n        {text.replace('label', 'title')}",
    )
    return "areas.training.topics.people.title"


RENAMES: dict[str, tuple[Callable[[Path], str], Edit, Edit]] = {
    "a record": (rename_record, EN, FR),
    "a heading": (
        rename_heading,
        ("docs/en/index.md", "Who can ask?", "Who may ask?"),
        ("docs/fr/index.md", "Qui peut", "Qui pourra"),
    ),
    "a page": (
        rename_page,
        ("docs/en/{}.md", "These are", "Here are"),
        ("docs/fr/{}.md", "Voici", "Voilà"),
    ),
    "a text": (
        move_text,
        ("content/{}.yaml", "en: people helped", "en: people served"),
        ("content/{}.yaml", "fr: personnes aidées", "fr: gens aidés"),
    ),
}
PLACES = {"a page": ("areas", "fields"), "a text": ("facts", "areas")}


@pytest.fixture(params=RENAMES)
def renamed(request: pytest.FixtureRequest) -> Renamed:
    """Return a change of a key, and edits of that text before and after it."""
    rename, source, text = RENAMES[request.param]
    before, after = PLACES.get(request.param, ("", ""))
    edits = [
        (path.format(place), old, new)
        for place in (before, after)
        for path, old, new in (source, text)
    ]
    return Renamed(rename, *edits)


def test_a_text_that_was_renamed_or_moved_stays_done(renamed: Renamed, repository: Path) -> None:
    key = renamed.rename(repository)
    assert set(states(repository).values()) == {"done"}
    assert state(repository, key) == "done"
    edit(repository, *renamed.source_after)
    assert state(repository, key) == "outdated"


def test_a_text_that_was_renamed_and_whose_source_has_changed_is_outdated(
    renamed: Renamed, repository: Path
) -> None:
    key = renamed.rename(repository)
    edit(repository, *renamed.source_after)
    assert state(repository, key) == "outdated"
    edit(repository, *renamed.text_after)
    assert state(repository, key) == "review"


def test_an_outdated_text_that_was_renamed_stays_outdated(
    renamed: Renamed, repository: Path
) -> None:
    edit(repository, *renamed.source_before)
    done(repository, "note")
    if renamed.rename is move_text:
        edit(repository, *reversed_edit(renamed.source_before))
    key = renamed.rename(repository)
    if renamed.rename is move_text:
        edit(repository, *renamed.source_after)
    assert state(repository, key) == "outdated"


def test_a_text_that_was_renamed_and_edited_in_commits_that_nobody_noted_needs_a_review(
    renamed: Renamed, repository: Path
) -> None:
    key = renamed.rename(repository)
    edit(repository, *renamed.source_after)
    commit(repository)
    edit(repository, *renamed.text_after)
    commit(repository)
    assert state(repository, key) == "review"


def test_a_paragraph_that_is_wrapped_in_another_way_stays_what_it_was(repository: Path) -> None:
    edit(repository, "docs/en/index.md", "Read about [our", "Read\nabout [our")
    edit(repository, "docs/fr/index.md", "Lisez [nos", "Lisez\n[nos")
    assert state(repository, "page.index.lead") == "done"
    edit(repository, *LEAD)
    assert state(repository, "page.index.lead") == "outdated"
    edit(repository, "docs/fr/index.md", "Lisez\n[nos", "Lisez [nos")
    assert state(repository, "page.index.lead") == "outdated"


def test_a_deleted_text_that_comes_back_is_compared_with_what_it_was_made_from(
    repository: Path,
) -> None:
    text = (repository / AREAS).read_text(encoding="utf-8")
    (repository / AREAS).write_text(text[: text.index("  - id: training")], encoding="utf-8")
    for path in (AREAS, *(f"docs/{tag}/index.md" for tag in LANGUAGES)):
        file = repository / path
        file.write_text(
            file.read_text(encoding="utf-8").replace("#training", "#protection"), encoding="utf-8"
        )
    done(repository, "note")
    (repository / AREAS).write_text(
        text.replace("Who learns here?", "Who learns?"), encoding="utf-8"
    )
    assert state(repository, "areas.training.title") == "done"
    assert state(repository, "areas.training.summary") == "outdated"


def test_a_check_writes_nothing(repository: Path) -> None:
    edit(repository, *EN)
    commit(repository)
    edit(repository, *FR)
    before = contents(repository)
    done(repository, "check")
    after = contents(repository)
    new = {path for path in after if after[path] != before.get(path)}
    assert all(path.startswith(".cache/") for path in new)
    assert before.keys() <= after.keys()


def test_a_build_notes_the_published_languages(repository: Path) -> None:
    shutil.copyfile(ROOT / "mkdocs.yml", repository / "mkdocs.yml")
    for template in ("main.html", "moved.html", "feed.xml", "sitemap.xml", "robots.txt"):
        words = "Hello\n" if template != "main.html" else IDS
        (repository / "overrides" / template).write_text(words, encoding="utf-8")
    shutil.copytree(ROOT / "overrides/assets", repository / "overrides/assets")
    edit(repository, "content/languages/pt.yaml", "order: 3", "order: 3\nstatus: draft")
    edit(repository, *EN)
    before = contents(repository / "translations")
    done(repository, "build")
    after = contents(repository / "translations")
    assert after["fr.txt"] != before["fr.txt"]
    assert after["pt.txt"] == before["pt.txt"]
    done(repository, "build", "--drafts")
    assert contents(repository / "translations")["pt.txt"] != before["pt.txt"]

"""Two branches that each add a language, translate it and publish it: Git merges them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import generated
from brochure.files import memory_file
from tests.engine.project import contents, edit
from tests.translation.commands import done, exported, load_any, translate
from tests.translation.repository import begin, commit, git

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
TAGS = ("ro", "it")


@pytest.fixture
def repository(site: Path) -> Path:
    """Return a site that is committed, with its records."""
    done(site, "check")
    return begin(site)


def merge(site: Path, *branches: str) -> None:
    """Merge branches into the main one."""
    git(site, "checkout", "-q", "main")
    for branch in branches:
        git(site, "merge", "-q", "--no-edit", branch)


def add_and_translate(site: Path, tag: str) -> None:
    """Add a language with all of its texts."""
    done(site, "add-language", tag)
    file = exported(site, tag, "po")
    translate(file, lambda source: generated.translated(source, tag))
    done(site, "import", file)


def translate_differently(site: Path, tag: str) -> None:
    """Change some texts of a language that others change, too."""
    for old in ("Training", "Refugees", "Protection"):
        edit(site / "content/areas.yaml", f"en: {old}", f"en: {old} in {tag}")
    done(site, "note")
    done(site, "confirm", "*")
    done(site, "note")


def in_branches(site: Path, change: Callable[[str], object]) -> None:
    """Make a change for each language in a branch of its own, and merge both."""
    for tag in TAGS:
        git(site, "checkout", "-q", "-B", tag, "main")
        change(tag)
        commit(site)
    merge(site, *TAGS)


def check(site: Path) -> None:
    """Check a site, in which nothing is wrong, and no record is missing either."""
    assert done(site, "check").out == "no problems\n"
    git(site, "diff", "--exit-code")


def test_languages_that_branches_add_translate_publish_and_remove_merge(repository: Path) -> None:
    before = contents(repository / "content"), contents(repository / "docs")
    in_branches(repository, lambda tag: add_and_translate(repository, tag))
    site = load_any(repository)
    assert site.tags == ("en", "fr", "pt", "it", "ro")
    assert site.published == ("en", "fr", "pt")
    assert {"it", "ro"} <= site.records.keys()
    check(repository)

    in_branches(repository, lambda tag: done(repository, "publish-language", tag))
    assert load_any(repository).published == ("en", "fr", "pt", "it", "ro")
    check(repository)

    in_branches(repository, lambda tag: done(repository, "remove-language", tag, "--force"))
    assert (contents(repository / "content"), contents(repository / "docs")) == before


def test_a_language_is_added_while_another_is_removed_and_a_third_changes(repository: Path) -> None:
    add_and_translate(repository, "it")
    commit(repository)
    git(repository, "checkout", "-q", "-b", "ro")
    add_and_translate(repository, "ro")
    commit(repository)
    git(repository, "checkout", "-q", "main")
    done(repository, "remove-language", "it", "--force")
    edit(repository / "content/languages/pt.yaml", "pt_PT", "pt_AO")
    commit(repository)
    merge(repository, "ro")
    assert [language.locale for language in load_any(repository).languages] == [
        *("en_GB", "fr_FR", "pt_AO", "ro_RO")
    ]
    check(repository)


def test_a_memory_has_what_both_branches_remembered(repository: Path) -> None:
    shutil.copy(ROOT / ".gitattributes", repository)
    file = repository / memory_file.name("fr")
    done(repository, "note")
    commit(repository)
    before, both = file.read_text(encoding="utf-8"), ""
    for tag in TAGS:
        git(repository, "checkout", "-q", "-B", tag, "main")
        translate_differently(repository, tag)
        both += file.read_text(encoding="utf-8")
        git(repository, "checkout", "main", "content", "translations/fr.txt", "translations/pt.txt")
        commit(repository)
    merge(repository, *TAGS)
    after = file.read_text(encoding="utf-8")
    assert set(after.splitlines()) == set(both.splitlines()) > set(before.splitlines())
    assert not memory_file.read(file, "")[1]

"""OmegaT shows every unit of an exported file, and what is translated in it comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.files import memory_file
from brochure.files.memory_file import MemoryEntry
from tests.engine import project
from tests.support.omegat import Project
from tests.translation.commands import done, exported, load_any, read
from tests.translation.tools import KEY, SOURCE, TEXT, check_returned, unfinished

pytestmark = pytest.mark.soak


@pytest.fixture
def site(site: Path) -> Path:
    """Return a site with French texts to translate."""
    unfinished(site)
    return site


def test_every_unit_of_the_po_is_shown_with_its_source(site: Path) -> None:
    file = exported(site, "fr", "po")
    shown = Project(site.parent / "omegat", "fr", [file]).shown()
    assert {entry.source for entry in read(file).entries} <= set(shown)


def test_every_unit_of_the_xliff_is_shown_with_its_target_or_source(site: Path) -> None:
    file = exported(site, "fr", "xliff")
    shown = Project(site.parent / "omegat", "fr", [file]).shown()
    assert {entry.target or entry.source for entry in read(file).entries} == set(shown)


def test_what_omegat_writes_untouched_changes_no_byte_of_the_real_site(tmp_path: Path) -> None:
    place = project.copy(tmp_path / "project")
    for tag in load_any(place).tags[1:]:
        sent = [exported(place, tag, form) for form in ("po", "xliff")]
        returned = Project(tmp_path / tag, tag, sent).translated({})
        before = project.contents(place)
        for file in sent:
            done(place, "import", returned / file.name)
        assert project.contents(place) == before


@pytest.mark.parametrize("form", ["po", "xliff"])
def test_one_text_translated_in_omegat_is_all_that_changes(form: str, site: Path) -> None:
    file = exported(site, "fr", form)
    returned = Project(site.parent / "omegat", "fr", [file]).translated({SOURCE: TEXT})
    check_returned(site, returned / file.name)


def test_a_name_translated_as_itself_in_the_po_comes_back_done(site: Path) -> None:
    file = exported(site, "fr", "po", "--only", "missing")
    returned = Project(site.parent / "omegat", "fr", [file]).translated({SOURCE: SOURCE})
    (entry,) = read(returned / file.name).entries
    assert (entry.target, entry.state) == (SOURCE, "done")


def test_the_memory_translates_what_is_missing_in_omegat(site: Path) -> None:
    memory = MemoryEntry(SOURCE, TEXT)
    file = site / memory_file.name("fr")
    file.parent.mkdir()
    file.write_text(memory_file.extended("", [memory]), encoding="utf-8")
    file = exported(site, "fr", "po")
    translator = Project(site.parent / "omegat", "fr", [file])
    done(site, "export", "fr", "--format", "tmx", "--output", translator.automatic_memory)
    returned = translator.translated({})
    entry = next(entry for entry in read(returned / file.name).entries if entry.key == KEY)
    assert (entry.target, entry.state) == (TEXT, "done")


def test_the_memory_of_omegat_is_added_to_ours(site: Path) -> None:
    file = exported(site, "fr", "po")
    translator = Project(site.parent / "omegat", "fr", [file])
    translator.translated({SOURCE: "Perdu", "A <b>\nC": "D &amp; E"})
    done(site, "import", translator.memory)
    entries, _ = memory_file.read(site / memory_file.name("fr"), "")
    assert {(SOURCE, "Perdu"), ("A <b>\nC", "D &amp; E")} <= {entry[:2] for entry in entries}

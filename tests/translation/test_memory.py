"""The translation memory: nothing that was ever translated drops out of it."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from brochure.files import memory_file
from brochure.files.memory_file import MemoryEntry
from tests.brochure.sites import edit, good_site
from tests.support import depth
from tests.translation.commands import cyrillic, done, exported, load_any, run, translate
from tests.translation.test_properties import KEYS

FR = memory_file.name("fr")
TITLE = MemoryEntry("Training", "Formation", "areas.training.title")

_CHARACTERS = st.characters(
    codec="utf-8",
    exclude_categories=["Cc", "Zl", "Zp"],
    exclude_characters="\ufeff\ufffe\uffff",
    include_characters="\t\n",
)
_TEXTS = st.text(_CHARACTERS, min_size=1, max_size=20)
ENTRIES = st.builds(MemoryEntry, _TEXTS, _TEXTS, st.one_of(st.just(""), KEYS))
SIDES = st.lists(ENTRIES, max_size=5)


def _parsed(text: str, folder: Path) -> tuple[list[MemoryEntry], int]:
    file = folder / "memory.txt"
    file.write_text(text, encoding="utf-8")
    entries, problems = memory_file.read(file, FR)
    return entries, len(problems)


def french(site: Path) -> list[MemoryEntry]:
    """Return what is in the memory of French."""
    entries, problems = memory_file.read(site / FR, FR)
    assert not problems
    return entries


@given(SIDES, SIDES)
def test_entries_are_read_as_they_were_written_those_of_a_source_in_their_order(
    old: Sequence[MemoryEntry], new: Sequence[MemoryEntry]
) -> None:
    text = memory_file.extended(memory_file.extended("", old), new)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory_file, "read_text", lambda *_: (text, []))
        entries, problems = memory_file.read(Path(), FR)
    expected = list(dict.fromkeys([*old, *new]))
    assert not problems
    assert sorted(entries) == sorted(expected)
    for entry in expected:
        same = [e for e in expected if e.source == entry.source]
        assert [e for e in entries if e.source == entry.source] == same
    assert memory_file.extended(text, [*new, *old]) == text


@given(SIDES, _TEXTS)
@example([MemoryEntry('A", "translation": "B', "C")], "A")
def test_sources_are_looked_up_exactly(entries: Sequence[MemoryEntry], other: str) -> None:
    found = memory_file.Sources(memory_file.extended("", entries))
    known = {entry.source for entry in entries}
    assert all(source in found for source in known)
    assert (other in found) == (other in known)


@pytest.mark.slow
@given(SIDES, SIDES, SIDES, st.booleans())
def test_a_file_with_both_sides_of_a_merge_has_the_entries_of_both(
    base: Sequence[MemoryEntry],
    ours: Sequence[MemoryEntry],
    theirs: Sequence[MemoryEntry],
    has_marks: bool,  # noqa: FBT001 - Hypothesis draws it
) -> None:
    start = memory_file.extended("", base)
    one, other = memory_file.extended(start, ours), memory_file.extended(start, theirs)
    both = f"<<<<<<< HEAD\n{one}=======\n{other}>>>>>>> theirs\n" if has_marks else one + other
    merged = memory_file.extended(both, [])
    assert set(merged.split("\n")) == {*one.split("\n"), *other.split("\n"), ""}
    assert memory_file.extended(merged, [*base, *ours, *theirs]) == merged


def test_a_note_remembers_each_translation_and_what_it_was_before(site: Path) -> None:
    done(site, "note")
    assert TITLE in french(site)
    edit(site, "content/areas.yaml", "fr: Formation,", "fr: Apprentissage,")
    done(site, "note")
    edit(site, "content/areas.yaml", "en: Training,", "en: Learning,")
    done(site, "note")
    edit(site, "content/areas.yaml", "fr: Apprentissage,", "fr: Apprendre,")
    done(site, "note")
    done(site, "confirm", "*")
    done(site, "note")
    assert [e for e in french(site) if e.key == TITLE.key and e.source == "Training"] == [
        TITLE,
        TITLE._replace(translation="Apprentissage"),
    ]
    assert [e.translation for e in french(site) if e.source == "Learning"] == ["Apprendre"]


def test_a_note_without_changes_changes_no_byte(site: Path) -> None:
    done(site, "note")
    before = (site / FR).read_bytes()
    done(site, "note")
    assert (site / FR).read_bytes() == before


def test_a_text_that_needs_review_is_not_remembered_for_its_source(site: Path) -> None:
    done(site, "note")
    edit(site, "content/areas.yaml", "en: Training,", "en: Learning,")
    done(site, "note")
    edit(site, "content/areas.yaml", "fr: Formation,", "fr: Apprendre,")
    done(site, "note")
    assert "Apprendre" not in {entry.translation for entry in french(site)}
    edit(site, "content/areas.yaml", "en: Learning,", "en: Teaching,")
    for _ in range(2):  # its source has changed once more
        done(site, "note")
        assert "Apprendre" not in {entry.translation for entry in french(site)}


def test_a_line_that_cannot_be_read_is_reported_and_stays(site: Path, tmp_path: Path) -> None:
    done(site, "note")
    lines = (site / FR).read_text(encoding="utf-8").splitlines()
    random.Random(1).shuffle(lines)  # noqa: S311
    broken = lines.pop()[:-9]
    text = "\n".join([broken, *lines]) + "\n"
    assert _parsed(text, tmp_path)[1] == 1
    (site / FR).write_text(text, encoding="utf-8")
    done(site, "note")
    assert set(lines) | {broken} <= set((site / FR).read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    "line",
    [
        *('{"source": "A"}', '{"source": "A", "translation": ""}', '["A", "B"]', "A"),
        *('{"source": "A", "translation": 1}', '{"source": "A", "translation": "B", "to": "C"}'),
        '{"source": "A", "translation": "\\u0007"}',
    ],
)
def test_a_line_that_no_command_wrote_is_no_entry(line: str, tmp_path: Path) -> None:
    assert _parsed(f"{line}\n", tmp_path) == ([], 1)


def test_a_memory_that_cannot_be_read_is_not_overwritten(site: Path) -> None:
    done(site, "note")
    (site / FR).write_bytes(b"\xff\xfe\x00")
    result = run(site, "note")
    assert result.code == 1
    assert f"{FR}:1:1: error: the translation memory cannot be read" in result.err
    assert f"git checkout HEAD -- {FR}" in result.err
    assert (site / FR).read_bytes() == b"\xff\xfe\x00"


def test_a_missing_memory_begins_with_the_present_texts(site: Path) -> None:
    done(site, "note")
    before = french(site)
    shutil.rmtree(site / memory_file.FOLDER)
    done(site, "note")
    assert french(site) == before


def test_what_a_pseudo_language_says_is_not_remembered(site: Path) -> None:
    done(site, "add-language", "en-XA")
    done(site, "note")
    assert {file.name for file in (site / memory_file.FOLDER).iterdir()} == {"fr.txt", "pt.txt"}


def test_an_import_remembers_what_it_replaces_and_what_it_brings(site: Path) -> None:
    done(site, "note")
    for text in ("Étude", "Études"):
        file = exported(site, "fr", "po")
        translate(file, {TITLE.key: text})
        done(site, "import", file)
    assert [e.translation for e in french(site) if e.key == TITLE.key] == [
        *("Formation", "Étude", "Études")
    ]


# What may happen to a site; each changes another text, or puts one back.
_EVENTS: dict[str, Callable[[Path], object]] = {
    "note": lambda site: done(site, "note"),
    "confirm": lambda site: done(site, "confirm", "*"),
    "add": lambda site: done(site, "add-language", "uk"),
    "remove": lambda site: done(site, "remove-language", "uk", "--force"),
    "translate": lambda site: _import(site, cyrillic),
    "translate again": lambda site: _import(site, lambda source: f"{cyrillic(source)} ще"),
    "edit": lambda site: _swap(site, "content/areas.yaml", "en: Training,", "en: Learning,"),
    "rename": lambda site: _swap(site, "content/areas.yaml", "- id: refugees", "- id: people"),
    "rename the page": lambda site: _swap(site, "docs/en/404.md", "title: Page", "title: A page"),
    "memory": lambda site: done(site, "import", exported(site, "fr", "tmx")),
}


def _import(site: Path, translated: Callable[[str], str]) -> None:
    if "uk" in load_any(site).tags:
        file = exported(site, "uk", "po")
        translate(file, translated)
        done(site, "import", file, "--skip-refused")


def _swap(site: Path, name: str, one: str, other: str) -> None:
    text = (site / name).read_text(encoding="utf-8")
    edit(site, name, one, other) if one in text else edit(site, name, other, one)


def _all(site: Path) -> set[tuple[str, str]]:
    """Return everything that is on the site or in the memory, as pairs of language and text."""
    loaded = load_any(site)
    tags = [tag for tag in loaded.tags[1:] if tag != "pt"]
    on_site = {(tag, segment.text) for tag in tags for segment in loaded.segments(tag)}
    on_site |= {
        (tag, text)
        for tag, source in loaded.external_texts.items()
        for text in (source.data or {}).values()
        if text
    }
    files = (site / memory_file.FOLDER).glob("*.txt")
    return on_site | {
        (file.stem, entry.translation) for file in files for entry in memory_file.read(file, "")[0]
    }


@pytest.mark.slow
@settings(max_examples=depth.rounds(5, 50))
@given(st.lists(st.sampled_from(sorted(_EVENTS)), max_size=12))
@example(["add", "translate", "remove", "add"])
@example(["add", "translate", "rename", "edit", "add", "rename", "add"])
@example(["add", "translate", "note", "edit", "translate again", "add", "remove"])
def test_no_history_of_commands_loses_a_text(events: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = good_site(Path(folder))
        done(site, "note")
        for event in events:
            before = _all(site)
            if event != "remove" or "uk" in load_any(site).tags:
                _EVENTS[event](site)
            assert before <= _all(site), event

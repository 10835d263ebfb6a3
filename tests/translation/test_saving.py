"""Disks that are full or fail while several files are saved: all of them are as before."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from brochure.files import atomic
from tests.engine.project import contents
from tests.translation.commands import cyrillic, done, exported, run, translate


def _everything(folder: Path) -> tuple[dict[str, bytes], set[Path]]:
    return contents(folder), set(folder.rglob("*"))


@pytest.mark.parametrize("failing", range(1, 9))
def test_when_one_of_several_files_cannot_be_replaced_all_are_as_before(
    failing: int, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(site, "add-language", "uk")
    file = exported(site, "uk", "po")
    translate(file, cyrillic)
    before = _everything(site)
    replace, calls = Path.replace, 0

    def fail(path: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == failing:
            raise OSError(errno.EIO, "Input/output error", str(path))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fail)
    result = run(site, "import", file)
    written = 6  # texts, three pages, the records, and the memory
    assert result.code == (1 if failing <= written else 0)
    if failing <= written:
        assert "Input/output error. Nothing was changed." in result.err
        assert _everything(site) == before


def test_a_file_that_is_changed_can_be_read_and_written_by_the_same_people(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"one")
    old.chmod(0o664)
    atomic.write_all({old: "two", new: "two"})
    assert [oct(file.stat().st_mode & 0o777) for file in (old, new)] == ["0o664", "0o644"]


@pytest.mark.parametrize("failing", range(1, 8))
@pytest.mark.parametrize("command", ["add-language uk", "add-language en-XA", "confirm *"])
def test_when_the_disk_is_full_all_files_are_as_before(
    command: str, failing: int, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(site, "note")
    text = (site / "docs/en/areas.md").read_text(encoding="utf-8").replace("These", "Here")
    (site / "docs/en/areas.md").write_text(text, encoding="utf-8")
    before = _everything(site)
    fsync, calls = os.fsync, 0

    def fail(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls >= failing:  # from now on, nothing can be written
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", fail)
    result = run(site, *command.split())
    if result.code:
        assert result.err.startswith("No space left on device. Nothing was changed.")
        assert _everything(site) == before
    else:
        assert 0 < calls < failing


def test_every_copy_is_on_the_disk_before_the_first_replaces_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, two = tmp_path / "one", tmp_path / "folder/two"
    first.write_text("1", encoding="utf-8")
    fsync, replace = os.fsync, Path.replace
    synced: dict[int, int] = {}  # sizes by inode

    def record(handle: int) -> None:
        fsync(handle)
        synced[os.fstat(handle).st_ino] = os.fstat(handle).st_size

    def check(path: Path, target: Path) -> Path:
        assert sorted(synced.values()) == [1, 3, 3]  # the old text, and two new ones
        assert path.stat().st_ino in synced
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", record)
    monkeypatch.setattr(Path, "replace", check)
    assert atomic.write_all({first: "new", two: "new"}) == [first, two]
    assert contents(tmp_path) == {"one": b"new", "folder/two": b"new"}


def test_a_save_that_is_interrupted_leaves_all_files_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, two, three = (tmp_path / name for name in ("one", "folder/inner/two", "three"))
    first.write_text("1", encoding="utf-8")
    three.write_text("3", encoding="utf-8")
    three.chmod(0o640)
    before = _everything(tmp_path)
    monkeypatch.setattr(Path, "unlink", _interrupted(Path.unlink))
    with pytest.raises(KeyboardInterrupt):
        atomic.write_all({first: "new", two: "new", three: None})
    assert _everything(tmp_path) == before
    assert atomic.write_all({first: "new", two: "new", three: None}) == [first, two, three]
    assert contents(tmp_path) == {"one": b"new", "folder/inner/two": b"new"}


def _interrupted(function: Callable[..., None]) -> Callable[..., None]:
    calls = 0

    def run_once(*arguments: object, **options: object) -> None:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise KeyboardInterrupt
        function(*arguments, **options)

    return run_once


@pytest.mark.parametrize("failing", range(1, 6))
def test_when_a_file_of_a_language_cannot_be_deleted_all_of_them_are_as_before(
    failing: int, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(site, "add-language", "uk")
    before = _everything(site)
    unlink, deleted = Path.unlink, 0

    def fail(path: Path, **options: bool) -> None:
        nonlocal deleted
        deleted += not path.name.startswith(".")
        if deleted == failing:
            deleted += 1
            raise OSError(errno.EACCES, "Permission denied", str(path))
        unlink(path, **options)

    monkeypatch.setattr(Path, "unlink", fail)
    result = run(site, "remove-language", "uk")
    assert result.code == 1
    assert "Permission denied. Nothing was changed." in result.err
    assert _everything(site) == before


def test_a_folder_that_stays_behind_empty_does_not_undo_the_removal(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(site)
    done(site, "add-language", "uk")

    def fail(_path: str, **_options: object) -> None:
        raise OSError(errno.EBUSY, "Device or resource busy")

    monkeypatch.setattr(os, "rmdir", fail)
    result = done(site, "remove-language", "uk")
    assert (result.out, result.err) == ("uk: removed.\n", "")
    assert contents(site) == before


def test_when_the_disk_is_full_a_draft_stays_one(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(site, "add-language", "en-XA")
    before = contents(site)

    def fail(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    result = run(site, "publish-language", "en-XA")
    assert result.err.startswith("No space left on device. Nothing was changed.")
    assert contents(site) == before

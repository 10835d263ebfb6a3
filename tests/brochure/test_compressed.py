"""Compressed copies beside a site's files unpack to them, and are made again only if need be."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from brochure.files import compressed
from brochure.files.compressed import SUFFIXES, write_copies

TEXT = "Words that are said again and again. " * 50
PICTURE = b"\x89PNG" + bytes(2_000)
UNPACK = {".gz": gzip.decompress, ".br": brotli.decompress}


def _site(folder: Path, text: str = TEXT) -> Path:
    """Write a site with a file of each kind, and its copies."""
    (folder / "fr").mkdir(parents=True)
    for suffix in SUFFIXES:
        (folder / f"fr/file{suffix}").write_text(text, encoding="utf-8")
    (folder / "picture.png").write_bytes(PICTURE)
    (folder / "short.txt").write_text("a", encoding="utf-8")
    return folder


def _times(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def _age(folder: Path) -> None:
    for path in folder.rglob("*"):
        os.utime(path, ns=(10**18, 10**18))


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return the site of a year ago."""
    folder = _site(tmp_path / "old")
    write_copies(folder, tmp_path / "none")
    _age(folder)
    return folder


def test_each_text_has_copies_that_unpack_to_it_and_nothing_else_has(old: Path) -> None:
    for suffix in SUFFIXES:
        file = old / f"fr/file{suffix}"
        for end, unpack in UNPACK.items():
            copy = file.with_name(file.name + end).read_bytes()
            assert unpack(copy) == file.read_bytes()
            assert len(copy) < len(TEXT) / 10
    copies = {path.name for path in old.rglob("*") if path.suffix in UNPACK}
    assert copies == {f"file{suffix}{end}" for suffix in SUFFIXES for end in UNPACK}


def test_copies_do_not_depend_on_when_they_are_made(tmp_path: Path, old: Path) -> None:
    new = _site(tmp_path / "new")
    write_copies(new, tmp_path / "none")
    for path in old.rglob("*"):
        if path.is_file():
            assert (new / path.relative_to(old)).read_bytes() == path.read_bytes()


def test_what_has_not_changed_keeps_its_time_by_which_browsers_know_it(
    tmp_path: Path, old: Path
) -> None:
    new = _site(tmp_path / "new")
    write_copies(new, old)
    assert _times(new) == _times(old)


def test_what_has_changed_has_a_new_time_and_new_copies(tmp_path: Path, old: Path) -> None:
    new = _site(tmp_path / "new", TEXT.upper())
    write_copies(new, old)
    for path in (new / "fr").iterdir():
        assert path.stat().st_mtime_ns != 10**18, path.name
        data = UNPACK.get(path.suffix, bytes)(path.read_bytes())
        assert data == TEXT.upper().encode()
    of_page = {_times(new)[f"file.html{end}"] for end in ("", *UNPACK)}
    assert len(of_page) == 1


def test_copies_of_another_version_of_a_library_are_not_kept(tmp_path: Path, old: Path) -> None:
    whole = {path.name: path.read_bytes() for path in old.rglob("*.gz")}
    for path in old.rglob("*.gz"):
        path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()), 1))
    new = _site(tmp_path / "new")
    write_copies(new, old)
    assert {path.name: path.read_bytes() for path in new.rglob("*.gz")} == whole


def test_nor_are_those_of_which_nothing_tells_what_made_them(tmp_path: Path, old: Path) -> None:
    whole = {path.name: path.read_bytes() for path in old.rglob("*.gz")}
    for path in old.rglob("*.gz"):
        path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()), 1))
        path.with_suffix(".br").unlink()
    new = _site(tmp_path / "new")
    write_copies(new, old)
    assert {path.name: path.read_bytes() for path in new.rglob("*.gz")} == whole


def test_what_has_not_changed_is_not_compressed_again(
    tmp_path: Path, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed: list[tuple[str, bytes]] = []

    def noted(end: str) -> Callable[[bytes], bytes]:
        pack = compressed._PACK[end]

        def packs(data: bytes) -> bytes:
            packed.append((end, data))
            return pack(data)

        return packs

    monkeypatch.setattr(compressed, "_PACK", {end: noted(end) for end in UNPACK})
    new = _site(tmp_path / "new")
    (new / "fr/file.html").write_text(TEXT.upper(), encoding="utf-8")
    write_copies(new, old)
    # One file tells whether the libraries are the same; the changed one is compressed, and what is
    # too short to have copies.
    texts = [TEXT, TEXT.upper(), "a"]
    assert sorted(packed) == sorted((end, text.encode()) for end in UNPACK for text in texts)


@pytest.mark.parametrize("end", UNPACK)
@pytest.mark.parametrize("damage", ["cut", "other", "noise", "empty", "gone"])
def test_a_damaged_copy_is_not_kept(tmp_path: Path, old: Path, end: str, damage: str) -> None:
    copy = old / f"fr/file.html{end}"
    whole = copy.read_bytes()
    pack = {".gz": gzip.compress, ".br": brotli.compress}[end]
    damaged = {"cut": whole[:-9], "other": pack(b"other"), "noise": b"\x00\xff" * 9, "empty": b""}
    if damage == "gone":
        copy.unlink()
    else:
        copy.write_bytes(damaged[damage])
    new = _site(tmp_path / "new")
    write_copies(new, old)
    assert (new / f"fr/file.html{end}").read_bytes() == whole

"""Writes compressed copies beside the files of a built site, which servers send as they are."""

from __future__ import annotations

import contextlib
import gzip
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import deflate

SUFFIXES = frozenset({".html", ".css", ".js", ".svg", ".xml", ".txt", ".json"})
# Both in the last step but one: the last saves a per cent more, and takes three times as long.
_LEVEL, _QUALITY = 10, 10
_PACK: Mapping[str, Callable[[bytes], bytes]] = {
    ".gz": lambda data: bytes(deflate.gzip_compress(data, _LEVEL)),
    ".br": lambda data: brotli.compress(data, mode=brotli.MODE_TEXT, quality=_QUALITY),
}
_UNPACK: Mapping[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.decompress,
    ".br": brotli.decompress,
}
_BROKEN = (OSError, EOFError, zlib.error, brotli.error)


def write_copies(folder: Path, previous: Path) -> None:
    """Write ``.gz`` and ``.br`` beside each text in ``folder`` that becomes smaller by it.

    Files that are the same in ``previous``, the folder of the previous site, keep their time of
    change, by which browsers recognise them, and their copies, if these are whole and the libraries
    still make the same ones.
    """
    pairs = list(_pairs(folder, previous))
    keeps = _are_made_as_before(pairs)
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # both libraries let other threads run
        for done in [pool.submit(_write, file, old, keeps=keeps) for file, old in pairs]:
            done.result()


def _pairs(folder: Path, previous: Path) -> Iterator[tuple[Path, Path]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield file, previous / file.relative_to(folder)


def _are_made_as_before(pairs: list[tuple[Path, Path]]) -> bool:
    """Whether another version of a library would make other copies, which one file tells."""
    for file, old in pairs:
        if file.suffix in SUFFIXES and old.is_file() and old.read_bytes() == file.read_bytes():
            copies = {suffix: Path(f"{old}{suffix}") for suffix in _PACK}
            if all(copy.is_file() for copy in copies.values()):
                data = file.read_bytes()
                return all(_PACK[end](data) == copy.read_bytes() for end, copy in copies.items())
    return False


def _write(file: Path, old: Path, *, keeps: bool) -> None:
    data = file.read_bytes()
    is_same = old.is_file() and old.read_bytes() == data
    if is_same:
        _keep_time(file, old)
    if file.suffix not in SUFFIXES:
        return
    for suffix, compress in _PACK.items():
        copy, old_copy = (Path(f"{path}{suffix}") for path in (file, old))
        packed = _kept(old_copy, suffix, data) if is_same and keeps else b""
        packed = packed or compress(data)
        if len(packed) < len(data):
            copy.write_bytes(packed)
            _keep_time(copy, file)  # by which servers distinguish versions


def _kept(copy: Path, suffix: str, data: bytes) -> bytes:
    """Return the bytes of an earlier copy; nothing if there is none, or it is of other data."""
    with contextlib.suppress(*_BROKEN):
        packed = copy.read_bytes()
        return packed if _UNPACK[suffix](packed) == data else b""
    return b""


def _keep_time(file: Path, like: Path) -> None:
    status = like.stat()
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))

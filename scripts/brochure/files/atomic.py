"""Writes several files so that all of them are new, or all as they were."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

_BOM = "\ufeff"


def edited(path: Path, edit: Callable[[str], str]) -> str:
    """Return a file's text after an edit, with the line ends and byte order mark that it has."""
    raw = path.read_bytes().decode("utf-8")
    mark = _BOM if raw.startswith(_BOM) else ""
    new = edit(raw.removeprefix(mark).replace("\r\n", "\n"))
    return mark + (new.replace("\n", "\r\n") if "\r\n" in raw else new)


def save(files: Mapping[Path, str | None]) -> list[Path]:
    """Write texts to files, or delete those with ``None``; return those that have changed.

    Raises:
        OSError: one cannot be written; then every file is as it was.
    """
    old = {path: path.read_bytes() if path.exists() else None for path in files}
    new = {path: None if text is None else text.encode() for path, text in files.items()}
    changed = [path for path in files if old[path] != new[path]]
    work = _Work()
    try:
        for path in changed:
            work.prepare(path, old[path], new[path])
        work.exchange()
    finally:
        work.end()
    return changed


class _Work:
    """Copies beside the files, old and new, which take their places once all are written.

    So a disk that is full shows before anything has changed, and to undo needs no room on it.
    """

    def __init__(self) -> None:
        self.folders: list[Path] = []
        self.copies: list[Path] = []
        self.changes: list[tuple[Path, Path | None, Path | None]] = []
        self.begun = 0
        self.done = False

    def prepare(self, path: Path, old: bytes | None, new: bytes | None) -> None:
        """Write the copies of a file."""
        folder = path.parent
        self.folders += [one for one in (folder, *folder.parents) if not one.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode if path.exists() else 0o644
        self.changes.append((path, self._copy(path, old, mode), self._copy(path, new, mode)))

    def _copy(self, path: Path, content: bytes | None, mode: int) -> Path | None:
        if content is None:
            return None
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        self.copies.append(Path(name))
        with os.fdopen(handle, "wb") as beside:
            beside.write(content)
            beside.flush()
            os.fsync(beside.fileno())
        Path(name).chmod(mode)
        return Path(name)

    def exchange(self) -> None:
        """Put the new copies in the files' places."""
        for path, _, new in self.changes:
            self.begun += 1
            _put(path, new)
        self.done = True

    def end(self) -> None:
        """Leave nothing but the new files, or nothing but the old ones."""
        for path, old, _ in () if self.done else self.changes[: self.begun]:
            with suppress(OSError):
                _put(path, old)
        for copy in self.copies:
            copy.unlink(missing_ok=True)
        for folder in () if self.done else self.folders:
            with suppress(OSError):
                folder.rmdir()


def _put(path: Path, copy: Path | None) -> None:
    if copy:
        copy.replace(path)
    else:
        path.unlink(missing_ok=True)

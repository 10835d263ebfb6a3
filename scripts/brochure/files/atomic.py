"""Writes several files so that all of them are new, or all as they were."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

_BOM = "\ufeff"


def apply_edit(path: Path, edit: Callable[[str], str]) -> str:
    """Return a file's text after an edit, with the line ends and byte order mark that it has."""
    raw = path.read_bytes().decode("utf-8")
    mark = _BOM if raw.startswith(_BOM) else ""
    new = edit(raw.removeprefix(mark).replace("\r\n", "\n"))
    return mark + (new.replace("\n", "\r\n") if "\r\n" in raw else new)


def write_all(files: Mapping[Path, str | None]) -> list[Path]:
    """Write texts to files, or delete those with ``None``; return those that have changed.

    Raises:
        OSError: one cannot be written; then every file is as it was.
    """
    old = {path: path.read_bytes() if path.exists() else None for path in files}
    new = {path: None if text is None else text.encode() for path, text in files.items()}
    changed = [path for path in files if old[path] != new[path]]
    transaction = _Transaction()
    try:
        for path in changed:
            transaction.stage(path, old[path], new[path])
        transaction.commit()
    except BaseException:
        transaction.rollback()
        raise
    finally:
        transaction.delete_copies()
    return changed


class _Transaction:
    """Copies beside the files, old and new, which take their places once all are on the disk.

    So a disk that is full shows before anything has changed, and a rollback needs no room on it.
    """

    def __init__(self) -> None:
        self.new_folders: list[Path] = []
        self.copies: list[Path] = []
        self.changes: list[tuple[Path, Path | None, Path | None]] = []
        self.replaced = 0

    def stage(self, path: Path, old: bytes | None, new: bytes | None) -> None:
        """Write the copies of a file."""
        folder = path.parent
        self.new_folders += [one for one in (folder, *folder.parents) if not one.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode if path.exists() else 0o644
        self.changes.append((path, self._copy(path, old, mode), self._copy(path, new, mode)))

    def _copy(self, path: Path, content: bytes | None, mode: int) -> Path | None:
        if content is None:
            return None
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        self.copies.append(Path(name))
        with os.fdopen(handle, "wb") as copy:
            copy.write(content)
            copy.flush()
            os.fsync(copy.fileno())
        Path(name).chmod(mode)
        return Path(name)

    def commit(self) -> None:
        """Put the new copies in the files' places."""
        for path, _, new in self.changes:
            self.replaced += 1
            _put(path, new)

    def rollback(self) -> None:
        """Put the old copies back, and delete the new folders."""
        for path, old, _ in self.changes[: self.replaced]:
            with suppress(OSError):
                _put(path, old)
        self.delete_copies()
        for folder in self.new_folders:
            with suppress(OSError):
                folder.rmdir()

    def delete_copies(self) -> None:
        """Delete those that have taken no file's place."""
        for copy in self.copies:
            copy.unlink(missing_ok=True)


def _put(path: Path, copy: Path | None) -> None:
    if copy:
        copy.replace(path)
    else:
        path.unlink(missing_ok=True)

"""Writes several files atomically: all of them change, or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

# Texts of files by their paths; ``None`` for a file that is to be deleted.
Files = dict[Path, str | None]

_BOM = "\ufeff"


def apply_edit(path: Path, edit: Callable[[str], str]) -> str:
    """Return a file's text after an edit, with the file's own line ends and byte order mark."""
    raw = path.read_bytes().decode("utf-8")
    bom = _BOM if raw.startswith(_BOM) else ""
    new = edit(raw.removeprefix(bom).replace("\r\n", "\n"))
    return bom + (new.replace("\n", "\r\n") if "\r\n" in raw else new)


def write_all(files: Mapping[Path, str | None]) -> list[Path]:
    """Write texts to files, or delete those with ``None``; return the changed ones.

    Raises:
        OSError: a file cannot be written; then none is changed.
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
    """Copies of the old and the new files, which replace them once all copies are on the disk.

    So a full disk is noticed before anything has changed, and a rollback needs no space on it.
    """

    def __init__(self) -> None:
        self.new_folders: list[Path] = []
        self.copies: list[Path] = []
        self.changes: list[tuple[Path, Path | None, Path | None]] = []
        self.replaced = 0

    def stage(self, path: Path, old: bytes | None, new: bytes | None) -> None:
        """Write the copies of a file."""
        folder = path.parent
        self.new_folders += [new for new in (folder, *folder.parents) if not new.exists()]
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
        """Replace the files by the new copies."""
        for path, _, new in self.changes:
            self.replaced += 1
            _replace(path, new)

    def rollback(self) -> None:
        """Put the old copies back, and delete the new folders."""
        for path, old, _ in self.changes[: self.replaced]:
            with suppress(OSError):
                _replace(path, old)
        self.delete_copies()
        for folder in self.new_folders:
            with suppress(OSError):
                folder.rmdir()

    def delete_copies(self) -> None:
        """Delete the copies that have not replaced a file."""
        for copy in self.copies:
            copy.unlink(missing_ok=True)


def _replace(path: Path, copy: Path | None) -> None:
    if copy:
        copy.replace(path)
    else:
        path.unlink(missing_ok=True)

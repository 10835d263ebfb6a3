"""Writes several files so that all of them are new, or all as they were."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def save(files: Mapping[Path, str | None]) -> list[Path]:
    """Write texts to files, or delete those with ``None``; return those that have changed.

    Raises:
        OSError: one cannot be written; then every file is as it was.
    """
    old = {path: path.read_bytes() if path.exists() else None for path in files}
    new = {path: None if text is None else text.encode() for path, text in files.items()}
    changed = [path for path in files if old[path] != new[path]]
    done: list[Path] = []
    try:
        for path in changed:
            done.append(path)
            _put(path, new[path])
    except OSError:
        for path in done:
            with suppress(OSError):
                _put(path, old[path])
        raise
    return changed


def _put(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as beside:
            beside.write(content)
            beside.flush()
            os.fsync(beside.fileno())
        mode = path.stat().st_mode if path.exists() else 0o644
        Path(name).chmod(mode)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise

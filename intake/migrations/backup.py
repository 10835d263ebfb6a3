"""A backup of an SQLite database, beside it, for its owner alone."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path


class BackupError(Exception):
    """No backup could be made."""


def back_up(database: Path, layout: str) -> Path:
    """Copy a database as it was last committed, check the copy, and return its path.

    It is complete under its name, or not there. The caller lets nobody else make one meanwhile.

    Raises:
        BackupError: the database is damaged.
        OSError: the copy cannot be written.
        sqlite3.Error: the database cannot be read, or the disk is full.
    """
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    partial = database.with_name(f"{database.name}.backup.partial")
    finished = database.with_name(f"{database.name}.{now}.layout-{layout}.backup")
    partial.unlink(missing_ok=True)  # what was cut off holds what people wrote
    try:
        # Readable by its owner alone before there is anything in it.
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with (
            closing(sqlite3.connect(database)) as source,
            closing(sqlite3.connect(partial)) as copy,
        ):
            source.backup(copy)
            (found,) = copy.execute("PRAGMA quick_check").fetchone()
        if found != "ok":
            raise BackupError(f"{database} is damaged, so that it was not migrated: {found}")
        _synchronise(partial)
        partial.rename(finished)
        _synchronise(database.parent)
    finally:
        partial.unlink(missing_ok=True)
    return finished


def _synchronise(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

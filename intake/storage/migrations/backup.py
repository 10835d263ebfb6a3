"""A copy of an SQLite database, complete under its name or not there, for its owner alone."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path


class BackupError(Exception):
    """No backup could be made."""


def back_up(database: Path, layout: str) -> Path:
    """Copy a database beside itself as it was last committed, and return the copy's path.

    The caller makes sure that nobody else makes one at the same time.

    Raises:
        BackupError: the database is damaged.
        OSError: the copy cannot be written.
        sqlite3.Error: the database cannot be read, or the disk is full.
    """
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    finished = database.with_name(f"{database.name}.{now}.layout-{layout}.backup")
    with new_file(finished, database.with_name(f"{database.name}.backup.partial")) as partial:
        copy_sqlite(database, partial)
    return finished


@contextmanager
def new_file(finished: Path, partial: Path | None = None) -> Iterator[Path]:
    """Yield a file to write, which gets its name once it is complete and on the disk."""
    partial = partial or finished.with_name(f".{finished.name}.partial")
    partial.unlink(missing_ok=True)  # what was cut off holds what people wrote
    try:
        # Readable by its owner alone before there is anything in it.
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield partial
        synchronise(partial)
        partial.rename(finished)
        synchronise(finished.parent)
    finally:
        partial.unlink(missing_ok=True)


def copy_sqlite(database: Path, copy: Path) -> None:
    """Copy a database as it was last committed, in one go, and check the copy.

    Writers wait meanwhile: in several steps, each write would restart it.

    Raises:
        BackupError: the database is damaged.
        sqlite3.Error: the database cannot be read, or the disk is full.
    """
    with (
        closing(sqlite3.connect(f"file:{_quoted(database)}?mode=rw", uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.execute("PRAGMA busy_timeout=60000")
        source.backup(target)
        (found,) = target.execute("PRAGMA quick_check").fetchone()
    if found != "ok":
        raise BackupError(f"{database} is damaged: {found}")


def _quoted(database: Path) -> str:
    return str(database).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def synchronise(path: Path) -> None:
    """Make sure that a file, or what a folder lists, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

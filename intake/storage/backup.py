"""Backups of the whole database, made while the service runs, and their way back.

A backup holds what people wrote: its owner alone can read it, and it is complete under its name, or
not there.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine

from intake.storage import postgres_tools
from intake.storage.database import open_engine
from intake.storage.migrations.backup import BackupError, copy_sqlite, new_file
from intake.storage.migrations.layout import NEWEST, LayoutError, layout_of
from intake.storage.postgres_tools import ToolError
from intake.storage.tables import outbox, submissions

# What can go wrong with a backup; the first line of each says it, and no line has a password.
Failed = (BackupError, ToolError, LayoutError, OSError, sqlite3.Error, sa.exc.SQLAlchemyError)

_OURS = re.compile(r"intake-\d{4}-\d\d-\d\dT\d{6}Z-layout-\d{4}\.(sqlite|pgdump)")
_SQLITE, _POSTGRESQL = b"SQLite format 3\0", b"PGDMP"
_EMPTY_FIRST = (
    "A backup can be restored only into an empty database, so that nothing is overwritten"
)


def back_up(database: str, folder: Path, keep: int | None = None) -> list[str]:
    """Write a backup into a folder; with ``keep``, delete all but the newest ones there.

    Return what was done, by line.

    Raises:
        Failed: there is no new backup, and none was deleted.
    """
    engine = open_engine(database, creates=False)
    try:
        layout = _layout(engine)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
        is_sqlite = engine.dialect.name == "sqlite"
        end = "sqlite" if is_sqlite else "pgdump"
        finished = folder / f"intake-{now}-layout-{layout}.{end}"
        with new_file(finished) as partial:
            if is_sqlite:
                copy_sqlite(Path(engine.url.database or ""), partial)
            else:
                options = ("--format=custom", "--no-owner", "--no-privileges", f"--file={partial}")
                postgres_tools.run("pg_dump", database, *options)
    finally:
        engine.dispose()
    ours = sorted(file for file in folder.iterdir() if _OURS.fullmatch(file.name))
    old = ours[: -keep or None] if keep else []
    for file in old:
        file.unlink()
    return [f"Backup: {finished}", *(f"Deleted: {file}" for file in old)]


def _layout(engine: Engine) -> str:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":  # it lets readers in only between two writes
            connection.exec_driver_sql("PRAGMA busy_timeout=60000")
        layout = layout_of(connection)
    if layout is None:
        raise LayoutError("the database is empty: there is nothing to back up")
    return layout


def restore(database: str, file: Path) -> list[str]:
    """Put a backup into a database that is empty or missing; return what was done, by line.

    Raises:
        Failed: the database is as it was.
    """
    if sa.make_url(database).get_backend_name() == "sqlite":
        _restore_sqlite(database, file)
    else:
        _restore_postgresql(database, file)
    engine = open_engine(database, creates=False)
    try:
        return [f"Restored: {file}", *_about(engine)]
    finally:
        engine.dispose()


def _restore_sqlite(database: str, file: Path) -> None:
    _require_kind(file, _SQLITE, "PostgreSQL's pg_dump")
    there = Path(sa.make_url(database).database or "")
    if there.exists() and there.stat().st_size:
        raise BackupError(f"{_EMPTY_FIRST}: stop the intake, move {there} away, and try again")
    with _opened(f"sqlite:///{file}") as engine:
        _layout(engine)  # of ours, and not too new
    there.parent.mkdir(parents=True, exist_ok=True)
    there.unlink(missing_ok=True)
    with new_file(there) as partial:
        copy_sqlite(file, partial)


def _restore_postgresql(database: str, file: Path) -> None:
    _require_kind(file, _POSTGRESQL, "SQLite")
    with _opened(database) as engine, engine.connect() as connection:
        if layout_of(connection) is not None:
            raise BackupError(f"{_EMPTY_FIRST}: create a new one with createdb, and use that")
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    postgres_tools.run("pg_restore", database, *options, str(file))


@contextmanager
def _opened(database: str) -> Iterator[Engine]:
    engine = open_engine(database, creates=False)
    try:
        yield engine
    finally:
        engine.dispose()


def _require_kind(file: Path, kind: bytes, other: str) -> None:
    with file.open("rb") as opened:
        head = opened.read(len(_SQLITE))
    if not head.startswith(kind):
        known = head.startswith((_SQLITE, _POSTGRESQL))
        is_of = f"a backup of {other}" if known else "not a backup of the intake"
        raise BackupError(f"{file} is {is_of}")


def _about(engine: Engine) -> Iterator[str]:
    """Yield notes for operators about a restored backup."""
    layout = _layout(engine)
    number = sa.select(sa.func.count())
    waits = outbox.c.status.in_(["waiting", "sending"])
    with engine.connect() as connection:
        received = connection.execute(number.select_from(submissions)).scalar_one()
        mails = connection.execute(number.where(waits)).scalar_one()
    yield f"Submissions: {received}."
    if mails:
        yield (
            f"Emails that were waiting when the backup was made: {mails}. They will be sent once"
            " the service runs, with the same Message-ID, even if they have been sent since then."
        )
    if layout != NEWEST:
        yield f"Its layout is {layout}: run intake migrate before you start the service."

"""Implements ``intake migrate``: a backup, the migration, and messages on both."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from intake.storage.migrations.backup import BackupError, back_up
from intake.storage.migrations.layout import NEWEST, LayoutError
from intake.storage.migrations.upgrade import upgrade


class MigrationError(Exception):
    """The database is as it was; the text says why."""


def migrate(engine: Engine, *, backed_up: bool) -> list[str]:
    """Bring the database to the newest layout, after a backup; return what was done, by line.

    SQLite is copied to a file beside it, unless it is ``backed_up``. PostgreSQL has to be, since
    only the operator knows where its backups may be kept, and which pg_dump fits the server.
    The engine is disposed of at the end.

    Raises:
        MigrationError: the backup or the migration failed, or the backup is missing.
    """
    done = []

    def prepare(layout: str) -> None:
        if backed_up:
            return
        if engine.dialect.name != "sqlite":
            raise MigrationError(
                f"the database has layout {layout} and would be migrated to {NEWEST}. Make a backup"
                " with pg_dump, then run: intake migrate --backed-up"
            )
        done.append(f"Backup: {back_up(Path(engine.url.database or ''), layout)}")

    try:
        found = upgrade(engine, prepare)
    except (LayoutError, BackupError) as error:
        raise MigrationError(str(error)) from error
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        reason = str(getattr(error, "orig", error)).partition("\n")[0]  # the rest may hold data
        raise MigrationError(f"the database is unchanged: {reason}") from error
    finally:
        engine.dispose()
    if found is None:
        done.append(f"Created the tables, layout {NEWEST}.")
    elif found != NEWEST:
        done.append(f"Migrated from layout {found} to {NEWEST}.")
    else:
        done.append(f"Already up to date: layout {NEWEST}.")
    return done

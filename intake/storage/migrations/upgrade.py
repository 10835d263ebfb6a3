"""Brings a database to the newest layout: all of it in one transaction, one process at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from intake.storage.migrations.layout import NEWEST, LayoutError, has_number, layout_of, set_number
from intake.storage.tables import metadata

_MIGRATING = 0x4C41594F  # the key of the lock, unlike that of any other lock in the database
_TIMEOUT = 60_000  # milliseconds, for another process that migrates


def create(engine: Engine) -> None:
    """Make the tables of the newest layout in an empty database; leave any other as it is."""
    with _alone(engine) as connection:
        if layout_of(connection) is None:
            _create_tables(connection)


def upgrade(engine: Engine, back_up: Callable[[str], None]) -> str | None:
    """Migrate to the newest layout; return the layout that the database had.

    ``back_up`` is called with that layout's number before anything is changed, if anything has to
    be, and while no other process can change anything; what it raises stops the migration.

    Raises:
        LayoutError: the database has no layout that can be migrated.
    """
    with _alone(engine) as connection:
        found = layout_of(connection)
        if found is None:
            _create_tables(connection)
        elif found != NEWEST or not has_number(connection):
            back_up(found)
            if not has_number(connection):
                set_number(connection, found)
            _run_alembic(connection)
            _check_references(connection)
        return found


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a transaction that no other process that migrates can be in.

    On SQLite it has a connection of its own, without foreign keys: a table that is changed is
    copied and dropped, which would delete the rows that refer to it.
    """
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.detach()
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql(f"PRAGMA busy_timeout={_TIMEOUT}")
            # Without it, Python's sqlite3 would commit after each change of a table.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATING)))
        yield connection
        connection.commit()


def _create_tables(connection: Connection) -> None:
    metadata.create_all(connection)
    set_number(connection, NEWEST)


def _run_alembic(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "intake.storage:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _check_references(connection: Connection) -> None:
    """Make sure that all foreign keys are valid: SQLite does not check them during a migration."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise LayoutError(f"rows that refer to missing rows: {len(broken)}.")

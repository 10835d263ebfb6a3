"""Opens the database: SQLite or PostgreSQL, so that what is committed is on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from intake.tables import metadata

# Anything that a database can throw at a writer: gone, full, locked, damaged.
Unavailable = (sa.exc.SQLAlchemyError, OSError)
# As many values as a statement takes in any SQLite. Source: SQLite, "Limits": before 3.32.0.
_VALUES = 999
# PostgreSQL on a machine that no longer answers: after seconds, not hours. Source: libpq, section
# "Parameter Key Words".
_NOTICE_SILENCE = {
    "connect_timeout": "5",
    "tcp_user_timeout": "10000",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "2",
}


class LayoutError(Exception):
    """The database was made by another version, which kept other things."""


def connect(url: str) -> Engine:
    """Open the database and make its tables, and SQLite's folder, if they are not there.

    SQLite synchronises fully: a commit is on the disk when it returns.

    Raises:
        LayoutError: its tables have other columns than this version needs.
        SQLAlchemyError: it cannot be opened.
    """
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    address = sa.make_url(url)
    is_file = address.get_backend_name() == "sqlite"
    if is_file:
        file = Path(address.database or "")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(0o600)  # a new one is for nobody else's eyes
    else:
        address = address.set(query=_NOTICE_SILENCE | address.query)
    engine = sa.create_engine(address, pool_pre_ping=not is_file)  # a server may have gone
    if is_file:
        sa.event.listen(engine, "connect", _set_up_sqlite)
    try:
        metadata.create_all(engine)
        _check_layout(engine)
    except Exception:
        engine.dispose()
        raise
    return engine


def _check_layout(engine: Engine) -> None:
    inspector = sa.inspect(engine)
    for table in metadata.sorted_tables:
        there = {column["name"] for column in inspector.get_columns(table.name)}
        if differing := there ^ set(table.columns.keys()):
            raise LayoutError(
                f'table "{table.name}" was made by another version: it differs in'
                f" {', '.join(sorted(differing))}. Export what it holds with that version, then"
                " name a new database."
            )


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # Not WAL: SQLite before 3.51.3 can lose a commit when several connections reset its log. Not
    # DELETE: if someone moves the folder meanwhile, the journal that could not be deleted undoes
    # the commit later.
    for pragma in (
        "journal_mode=TRUNCATE",
        "synchronous=EXTRA",
        "foreign_keys=ON",
        "busy_timeout=5000",
        "secure_delete=ON",  # what staff delete is gone from the file
    ):
        connection.execute(f"PRAGMA {pragma}")


def insert_new(connection: Connection, table: sa.Table, rows: Sequence[tuple[Any, ...]]) -> int:
    """Insert rows, with values in the order of the table's columns, but none whose equal is there.

    Returns how many went in. The statements are not SQLAlchemy's, which takes several times as long
    for each row: all who send the form wait for it.
    """
    value = "?" if connection.dialect.name == "sqlite" else "%s"
    row = f"({', '.join([value] * len(table.columns))})"
    names = ", ".join(table.columns.keys())
    insert = f"INSERT INTO {table.name} ({names}) VALUES "  # noqa: S608 - our own names
    most, count = _VALUES // len(table.columns), 0
    for at in range(0, len(rows), most):
        some = rows[at : at + most]
        sql = f"{insert}{', '.join([row] * len(some))} ON CONFLICT DO NOTHING"
        count += connection.exec_driver_sql(sql, tuple(chain.from_iterable(some))).rowcount
    return count

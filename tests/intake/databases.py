"""Databases with nothing in their tables, which cost less than to create new ones."""

from __future__ import annotations

import functools
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from intake.storage.database import connect
from intake.storage.tables import metadata
from tests.support.postgres import Postgres

_SQLITE = "sqlite:///"
# What of a database is as it was, unless a test has changed its tables.
_SHAPE = SQL("""
    SELECT c.oid, c.relname, a.attname, a.attnum, a.atttypid, a.attnotnull
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace ORDER BY c.oid, a.attnum
""")
_OTHERS = SQL("""
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
    AND backend_type = 'client backend' AND pid <> pg_backend_pid()
""")
_FROM_ONE = SQL("""
    SELECT setval(oid, 1, false) FROM pg_class
    WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace
""")
_TIMEOUT = 0.2  # seconds, for the server to notice that a connection is closed
Shape = list[tuple[object, ...]]


def make_sqlite(url: str) -> str:
    """Make a SQLite database, unless there is one or it is another kind; return its address."""
    file = Path(url.removeprefix(_SQLITE))
    if url.startswith(_SQLITE) and not file.exists() and file.parent.exists():
        file.touch(0o600)
        file.write_bytes(_empty_file())
    return url


@functools.cache
def _empty_file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "intake.db"
        connect(f"{_SQLITE}{file}").dispose()
        return file.read_bytes()


@dataclass
class Lender:
    """Lends databases of a PostgreSQL server, and empties those that come back."""

    server: Postgres
    free: list[tuple[str, Shape]] = field(default_factory=list)

    @contextmanager
    def lent(self) -> Iterator[str]:
        """Yield the address of a database."""
        url, shape = self.free.pop() if self.free else self._made()
        yield url
        with psycopg.connect(url) as connection:
            if _is_left(connection) and connection.execute(_SHAPE).fetchall() == shape:
                _empty(connection)
                self.free.append((url, shape))

    def _made(self) -> tuple[str, Shape]:
        url = self.server.create()
        connect(url).dispose()
        with psycopg.connect(url) as connection:
            return url, connection.execute(_SHAPE).fetchall()


def _is_left(connection: psycopg.Connection) -> bool:
    """Whether nobody else uses the database any more, who might still write to it."""
    until = time.monotonic() + _TIMEOUT
    while connection.execute(_OTHERS).fetchall() != [(0,)]:
        if time.monotonic() > until:
            return False
        connection.rollback()  # a transaction always sees the same connections
        time.sleep(0.01)
    return True


def _empty(connection: psycopg.Connection) -> None:
    for table in reversed(metadata.sorted_tables):
        connection.execute(SQL("DELETE FROM {}").format(Identifier(table.name)))
    connection.execute(_FROM_ONE)

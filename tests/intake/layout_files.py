"""Databases of each layout there has been, with data, as SQL: ``layouts/0001.sqlite.sql``.

Those of the first layout are what the version before migrations wrote. After a new migration,
``python -m tests.intake.layout_files`` writes those of the newest one.
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

import psycopg

from intake.storage.database import open_engine
from intake.storage.migrations.layout import LAYOUTS, NEWEST
from intake.storage.migrations.migrate import migrate
from tests.support import machine, postgres

_FOLDER = Path(__file__).parent / "layouts"
KINDS = ("sqlite", "postgresql")


# What the migration before has no rows for.
_ROWS_OF_NEW_TABLES = (
    """INSERT INTO staff VALUES ('Wq7ZbC0yT3mN5kRd1fGhJA', 'joana@example.org', 'Joana São',
    'administer', 'pt', TRUE, TRUE, 1796000000)""",
    """INSERT INTO sessions VALUES ('5a6b7c8d9e0f', 'Wq7ZbC0yT3mN5kRd1fGhJA', 1796000100,
    1796000200)""",
    """INSERT INTO sign_ins VALUES ('b7c8d9e0f1a2', 1796000100, 'link', 'Wq7ZbC0yT3mN5kRd1fGhJA',
    '{"to":"/"}')""",
    """INSERT INTO limits VALUES ('c0ffee', 1796000300000)""",
    """INSERT INTO service VALUES (1, 'Zb3kQ9wLr5TnXe7UoPaSdF')""",
    """INSERT INTO texts SELECT 'T9xLm2Pq8vRs4WyZ0aBcDe', MIN(reference), '',
    'Łódź: called back', '' FROM cases""",
    """INSERT INTO events SELECT 1, MIN(reference), 1796000300, 'noted', 'Wq7ZbC0yT3mN5kRd1fGhJA',
    '', 'T9xLm2Pq8vRs4WyZ0aBcDe' FROM cases""",
    """INSERT INTO outbox VALUES ('1123456789012345678901234567890123456789', NULL, NULL,
    'Wq7ZbC0yT3mN5kRd1fGhJA', NULL, 'digest', 'joana@example.org', 1796000400, 'waiting', 0, 0,
    '')""",
)


def file(layout: str, kind: str) -> Path:
    """Return the file of a layout for a kind of database."""
    return _FOLDER / f"{layout}.{kind}.sql"


def fill(url: str, layout: str) -> None:
    """Make an empty database one of a layout, with submissions and emails."""
    kind = "sqlite" if url.startswith("sqlite") else "postgresql"
    statements = file(layout, kind).read_text(encoding="utf-8")
    if kind == "sqlite":
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            connection.executescript(statements)
    else:
        with psycopg.connect(url) as connection_:
            connection_.execute(statements.encode())


def _write_newest() -> None:
    before = LAYOUTS[-2]
    with tempfile.TemporaryDirectory() as folder:
        database = f"{folder}/intake.db"
        _migrated(f"sqlite:///{database}", before)
        with closing(sqlite3.connect(database)) as connection:
            _write("sqlite", "\n".join(connection.iterdump()))
    programs = machine.postgresql()
    assert programs, "PostgreSQL is missing"
    with postgres.running(programs) as server:
        url = server.create()
        _migrated(url, before)
        options = ("--inserts", "--no-owner", "--no-privileges", "--no-comments")
        dump = subprocess.run(
            [programs / "pg_dump", *options, url], capture_output=True, text=True, check=True
        )
    statements = re.findall(
        r"^(?:CREATE|ALTER|INSERT) .*?;$", dump.stdout, re.MULTILINE | re.DOTALL
    )
    _write("postgresql", "\n".join(statements))


def _migrated(url: str, before: str) -> None:
    fill(url, before)
    migrate(open_engine(url), backed_up=True)
    engine = open_engine(url)
    with engine.begin() as connection:
        for statement in _ROWS_OF_NEW_TABLES:
            connection.exec_driver_sql(statement)
    engine.dispose()


def _write(kind: str, statements: str) -> None:
    file(NEWEST, kind).write_text(f"{statements}\n", encoding="utf-8")


if __name__ == "__main__":
    _write_newest()

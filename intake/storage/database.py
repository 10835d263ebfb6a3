"""Opens the database: SQLite or PostgreSQL, so that a commit is on the disk when it returns."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.dialects import postgresql, sqlite

from intake.storage.migrations import upgrade
from intake.storage.migrations.layout import NEWEST, LayoutError, check_columns, layout_of

# What a database raises when it is unreachable, full, locked or damaged.
Unavailable = (sa.exc.SQLAlchemyError, OSError)
# Notice within seconds, not hours, that PostgreSQL's host does not answer. Source: libpq,
# section "Parameter Key Words".
_KEEPALIVE = {
    "connect_timeout": "5",
    "tcp_user_timeout": "10000",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "2",
}


# Seconds: no query of the service may take longer, and no transaction may be left open.
_LONGEST_QUERY = 60
_STEPS = 10_000  # of SQLite's machine, between two looks at the clock: less than a millisecond
_COUNTING = 0x4D41494C  # the key of the lock, unlike that of any other lock in the database


def connect(url: str, *, creates: bool = True) -> Engine:
    """Open the database with the newest layout; an empty one gets it, if it ``creates``.

    Raises:
        LayoutError: it has another layout, or none and must not be created.
        FileNotFoundError: there is none, and it must not be created.
        SQLAlchemyError: the database cannot be opened.
    """
    engine = open_engine(url, creates=creates)
    if engine.dialect.name == "postgresql":
        sa.event.listen(engine, "connect", _limit_queries)
    else:
        _limit_sqlite(engine)
    try:
        _require_newest_layout(engine, creates=creates)
    except Exception:
        engine.dispose()
        raise
    return engine


def _require_newest_layout(engine: Engine, *, creates: bool) -> None:
    with engine.connect() as connection:
        found = layout_of(connection)
    if found is None and not creates:
        raise LayoutError("the database is empty: the intake has not used it yet")
    if found is None:
        upgrade.create(engine)
    elif found != NEWEST:
        raise LayoutError(
            f"the database has layout {found}, and this version of the intake needs {NEWEST}. Stop"
            " the intake, then run: intake migrate"
        )
    with engine.connect() as connection:
        check_columns(connection)


def open_engine(url: str, *, creates: bool = True) -> Engine:
    """Open the database, whatever its layout; create SQLite's folder and file, if it ``creates``.

    A commit is on the disk when it returns: SQLite synchronises fully, and PostgreSQL is asked to
    flush its log before it answers, whatever its own settings are.

    Raises:
        FileNotFoundError: there is no file, and it must not be created.
    """
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    address = sa.make_url(url)
    is_sqlite = address.get_backend_name() == "sqlite"
    if is_sqlite:
        file = Path(address.database or "")
        if not creates and not file.exists():
            raise FileNotFoundError(f"there is no database: {file}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(0o600)  # a new one is readable by its owner alone
    else:
        address = address.set(query=_KEEPALIVE | address.query)
    engine = sa.create_engine(address, pool_pre_ping=not is_sqlite)  # the server may have restarted
    sa.event.listen(engine, "connect", _set_up_sqlite if is_sqlite else _set_up_postgresql)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # Not WAL: SQLite before 3.51.3 can lose a commit when several connections reset its log. Not
    # DELETE: if someone moves the folder meanwhile, the journal that could not be deleted rolls
    # the commit back later.
    for pragma in (
        "journal_mode=TRUNCATE",
        "synchronous=EXTRA",
        "foreign_keys=ON",
        "busy_timeout=5000",
        "secure_delete=ON",  # deleted submissions are overwritten in the file
    ):
        connection.execute(f"PRAGMA {pragma}")


def _set_up_postgresql(connection: Any, _record: Any) -> None:
    # Where the server's own setting is "off", a power cut would lose what was acknowledged.
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
    connection.commit()


def _limit_queries(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SET {limit} = '{_LONGEST_QUERY}s'")
    connection.commit()


def _limit_sqlite(engine: Engine) -> None:
    """Abort SQLite's queries that take too long."""

    def limit(connection: Any, record: Any) -> None:
        record.info["until"] = time.monotonic() + _LONGEST_QUERY
        connection.set_progress_handler(lambda: time.monotonic() > record.info["until"], _STEPS)

    def begin(connection: Connection, *_of_the_query: Any) -> None:
        connection.info["until"] = time.monotonic() + _LONGEST_QUERY

    sa.event.listen(engine, "connect", limit)
    for event in ("before_cursor_execute", "commit", "rollback"):
        sa.event.listen(engine, event, begin)


def insert_into(connection: Connection, table: sa.Table) -> Any:
    """Return the dialect's INSERT, which supports ON CONFLICT."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def wait_to_count(connection: Connection) -> None:
    """Let one transaction at a time count rows and add others; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_COUNTING)))

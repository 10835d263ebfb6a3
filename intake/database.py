"""Opens the database: SQLite or PostgreSQL, so that a commit is on the disk when it returns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from intake.migrations import upgrade
from intake.migrations.layout import NEWEST, LayoutError, check_columns, layout_of

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


_COUNTING = 0x4D41494C  # the key of the lock, unlike that of any other lock in the database


def connect(url: str) -> Engine:
    """Open the database with the newest layout; an empty one gets it.

    Raises:
        LayoutError: it has another layout.
        SQLAlchemyError: the database cannot be opened.
    """
    engine = open_engine(url)
    try:
        _require_newest_layout(engine)
    except Exception:
        engine.dispose()
        raise
    return engine


def _require_newest_layout(engine: Engine) -> None:
    with engine.connect() as connection:
        found = layout_of(connection)
    if found is None:
        upgrade.create(engine)
    elif found != NEWEST:
        raise LayoutError(
            f"it has layout {found}, and this version of the intake needs {NEWEST}. Stop the"
            " intake, then run: intake migrate"
        )
    with engine.connect() as connection:
        check_columns(connection)


def open_engine(url: str) -> Engine:
    """Open the database, whatever is in it; create SQLite's folder and file if need be.

    A commit is on the disk when it returns: SQLite synchronises fully, and PostgreSQL is asked to
    flush its log before it answers, whatever its own settings are.
    """
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    address = sa.make_url(url)
    is_sqlite = address.get_backend_name() == "sqlite"
    if is_sqlite:
        file = Path(address.database or "")
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


def wait_to_count(connection: Connection) -> None:
    """Let one transaction at a time count rows and add others; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_COUNTING)))

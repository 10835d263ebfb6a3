"""The layout of a database: a number that the database itself keeps, or how it is recognised.

Layouts are numbered from 0001, one for each module of ``versions/``. A service reads the number
when it starts; it needs no Alembic for that.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy import Column, Connection, MetaData, String, Table

from intake.storage.migrations import versions
from intake.storage.tables import metadata

LAYOUTS = sorted(
    found[1]
    for module in pkgutil.iter_modules(versions.__path__)
    if (found := re.match(r"v(\d{4})_", module.name))
)
NEWEST = LAYOUTS[-1]

# Alembic's own table, under a name that no other program's Alembic uses in the same database.
version_table = Table(
    "intake_layout",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="intake_layout_pkc"),
)
# The layout whose databases do not have a number yet, by the columns of its tables.
_UNNUMBERED = "0001"
_UNNUMBERED_COLUMNS = {
    "submissions": {
        *("id", "digest", "reference", "received", "language", "status", "reason", "answers")
    },
    "outbox": {
        *("submission", "kind", "recipient", "created", "status", "attempts", "due", "error")
    },
}


class LayoutError(Exception):
    """The database's layout is not one that this version can use; the text says what to do."""


def layout_of(connection: Connection) -> str | None:
    """Return the layout's number, or ``None`` if the database is empty.

    Raises:
        LayoutError: a newer version made it, or another program, or its tables were altered.
    """
    inspector = sa.inspect(connection)
    tables = set(inspector.get_table_names())
    if version_table.name in tables:
        return _known(connection.execute(sa.select(version_table)).scalars().all())
    if not tables:
        return None
    if _columns(inspector, _UNNUMBERED_COLUMNS) == _UNNUMBERED_COLUMNS:
        return _UNNUMBERED
    raise LayoutError(
        f"this is not a database of the intake: it has the tables {', '.join(sorted(tables))}, and"
        f' no "{version_table.name}". Give the intake a database of its own.'
    )


def has_number(connection: Connection) -> bool:
    """Whether the database keeps the number of its layout."""
    return sa.inspect(connection).has_table(version_table.name)


def set_number(connection: Connection, number: str) -> None:
    """Keep the number of the layout in a database that does not have one."""
    version_table.create(connection)
    connection.execute(sa.insert(version_table).values(version_num=number))


def check_columns(connection: Connection) -> None:
    """Make sure that nobody has altered the tables of the newest layout.

    Raises:
        LayoutError: a table does not have the columns that this version needs.
    """
    found = _columns(sa.inspect(connection), metadata.tables)
    for table in metadata.sorted_tables:
        if differing := found.get(table.name, set()) ^ set(table.columns.keys()):
            raise LayoutError(
                f'table "{table.name}" was altered: these columns are not those of layout {NEWEST}:'
                f" {', '.join(sorted(differing))}. Restore a backup."
            )


def _columns(inspector: sa.Inspector, tables: Iterable[str]) -> dict[str, set[str]]:
    """Return the columns of the tables that exist."""
    found = inspector.get_multi_columns(filter_names=list(tables))
    return {table: {column["name"] for column in columns} for (_, table), columns in found.items()}


def _known(numbers: Sequence[str]) -> str:
    if len(numbers) == 1 and numbers[0] in LAYOUTS:
        return numbers[0]
    raise LayoutError(
        f"the database has layout {', '.join(numbers) or 'unknown'}, and this version of the intake"
        f" supports layouts up to {NEWEST}: a newer version made it. Install that version again, or"
        " restore the backup that was made before the update."
    )

"""The layout changes by migrations alone: from each earlier one, with all that is in it."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from brochure.schema import Form
from intake.journey.form_version import FormVersion
from intake.storage import listing
from intake.storage.database import connect, open_engine
from intake.storage.migrations import upgrade
from intake.storage.migrations.layout import LAYOUTS, NEWEST, layout_of, version_table
from intake.storage.store import Store
from intake.storage.tables import metadata
from tests.intake import layout_files
from tests.intake.conftest import Run

# Nobody reads such an index back from SQLite; `_indexes` compares its statement.
pytestmark = [
    pytest.mark.usefixtures("without_tables"),
    pytest.mark.filterwarnings(
        "ignore:Skipped unsupported reflection of expression",
        "ignore:autogenerate skipping metadata-specified expression",
    ),
]
# Columns that a later layout does not have any more.
GONE = {("submissions", "digest"), ("submissions", "status")}
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def empty(database: str) -> Engine:
    """Return a new database of each kind, without tables."""
    return open_engine(database)


def _rows(url: str) -> Rows:
    """Return all rows of all tables, but for the layout's number."""
    engine = open_engine(url)
    rows = {}
    with engine.connect() as connection:
        for table in set(sa.inspect(connection).get_table_names()) - {version_table.name}:
            found = connection.exec_driver_sql(f'SELECT * FROM "{table}"').mappings()  # noqa: S608
            rows[table] = sorted(map(dict, found), key=_key)
    engine.dispose()
    return rows


def _key(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(row.get(name)) for name in ("id", "submission", "kind"))


def _number(url: str) -> str | None:
    engine = open_engine(url)
    with engine.connect() as connection:
        found = layout_of(connection)
    engine.dispose()
    return found


def _described(connection: Connection) -> dict[str, Any]:
    """Return all that the database itself knows of its tables, in an order of its own."""
    inspector = sa.inspect(connection)
    described = {}
    for table in inspector.get_table_names():
        columns = inspector.get_columns(table)
        described[table] = {
            "columns": sorted(
                (c["name"], str(c["type"]), c["nullable"], c["default"]) for c in columns
            ),
            "key": inspector.get_pk_constraint(table),
            "foreign": inspector.get_foreign_keys(table),
            "unique": sorted(map(str, inspector.get_unique_constraints(table))),
            "indexes": sorted(_indexes(connection, table)),
        }
    return described


def _indexes(connection: Connection, table: str) -> list[str]:
    """Return the statements that make a table's indexes: also on expressions, also in part."""
    query = (
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :t AND sql IS NOT NULL"
        if connection.dialect.name == "sqlite"
        else "SELECT indexdef FROM pg_indexes WHERE tablename = :t"
    )
    return list(connection.execute(sa.text(query), {"t": table}).scalars())


# ── Layouts ──────────────────────────────────────────────────────────────────────────────────────


def test_migrations_are_one_line_in_the_order_of_their_numbers() -> None:
    config = Config()
    config.set_main_option("script_location", "intake.storage:migrations")
    walked = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert walked[::-1] == LAYOUTS


@pytest.mark.parametrize("kind", layout_files.KINDS)
def test_there_is_a_database_of_each_layout_to_test_with(kind: str) -> None:
    missing = [n for n in LAYOUTS if not layout_files.file(n, kind).exists()]
    assert not missing, "run `python -m tests.intake.layout_files`"


def _migrated_from_nothing(engine: Engine) -> None:
    with upgrade._alone(engine) as connection:
        upgrade._run_alembic(connection)


def _differences(connection: Connection, declared: sa.MetaData) -> list[Any]:
    options = {"version_table": version_table.name, "compare_server_default": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), declared))


def test_migrations_make_the_tables_that_are_declared(database: str, empty: Engine) -> None:
    _migrated_from_nothing(empty)
    with empty.connect() as connection:
        assert _differences(connection, metadata) == []
        migrated = _described(connection)
    empty.dispose()
    assert set(migrated) == {*metadata.tables, version_table.name}
    assert migrated == _described_when_new(database)


def test_a_table_that_is_changed_without_a_migration_is_noticed(empty: Engine) -> None:
    _migrated_from_nothing(empty)
    changed = sa.MetaData()
    for table in metadata.sorted_tables:
        table.to_metadata(changed)
    changed.tables["outbox"].append_column(sa.Column("more", sa.Text))
    with empty.connect() as connection:
        ((what, *_, column),) = _differences(connection, changed)
    assert (what, column.name) == ("add_column", "more")
    empty.dispose()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_from_each_layout_the_newest_is_reached_with_everything_that_was_there(
    run: Run, database: str, form: Form, version: FormVersion, layout: str
) -> None:
    layout_files.fill(database, layout)
    before = _rows(database)
    assert all(before.values())
    code, output, error = run("migrate", "--backed-up")
    assert (code, error) == (0, "")
    assert NEWEST in output
    after = _rows(database)
    for table, rows in before.items():
        for old in rows:
            kept = {name: value for name, value in old.items() if (table, name) not in GONE}
            assert any(kept.items() <= new.items() for new in after[table]), (table, old)
        assert len(rows) == len(after[table])
    engine = connect(database)
    store = Store(engine, form, version, "team@example.org")
    for row in before["submissions"]:
        receipt = store.submissions.receipt(row["id"])
        assert receipt
        assert receipt.reference == row["reference"]
    assert len(list(listing.list_submissions(engine))) == len(before["submissions"])
    assert len(list(listing.list_mails(engine, sent=True))) == len(before["outbox"])
    with engine.connect() as connection:
        migrated = _described(connection)
    store.close()
    assert migrated == _described_when_new(database)


def _described_when_new(url: str) -> dict[str, Any]:
    """Return what a database knows of the tables that a start makes."""
    engine = open_engine(url)
    with engine.begin() as connection:
        metadata.drop_all(connection)
        version_table.drop(connection)
    upgrade.create(engine)
    with engine.connect() as connection:
        described = _described(connection)
    engine.dispose()
    return described


# ── Which database it is ─────────────────────────────────────────────────────────────────────────


def test_an_empty_database_gets_the_newest_layout(database: str) -> None:
    assert _number(database) is None
    connect(database).dispose()
    assert _number(database) == NEWEST


def test_migrate_makes_the_tables_of_an_empty_database(run: Run, database: str) -> None:
    open_engine(database).dispose()  # as someone who provides for the service
    assert run("migrate") == (0, f"Created the tables, layout {NEWEST}.\n", "")
    assert run("migrate") == (0, f"Already up to date: layout {NEWEST}.\n", "")


def test_a_database_from_before_migrations_is_recognised_and_numbered(
    run: Run, database: str
) -> None:
    layout_files.fill(database, "0001")
    before = _rows(database)
    assert _number(database) == "0001"
    assert run("migrate", "--backed-up")[0] == 0
    engine = open_engine(database)
    with engine.connect() as connection:
        assert connection.execute(sa.select(version_table)).scalars().all() == [NEWEST]
    engine.dispose()
    assert _rows(database).keys() >= before.keys()


def test_a_database_of_a_newer_version_is_refused_in_one_line(run: Run, database: str) -> None:
    connect(database).dispose()
    engine = open_engine(database)
    with engine.begin() as connection:
        connection.execute(sa.update(version_table).values(version_num="9999"))
    for command in ("list", "migrate"):
        code, output, error = run(command)
        assert (code, output, error.count("\n")) == (1, "", 1)
        assert error.startswith("INTAKE_DATABASE: the database has layout 9999,")
        assert "a newer version made it" in error
    engine.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE customers (name TEXT)",
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
        "CREATE TABLE submissions (id TEXT)",
    ],
)
def test_another_programs_database_is_refused_and_left_as_it_is(
    run: Run, empty: Engine, statement: str
) -> None:
    with empty.begin() as connection:
        connection.exec_driver_sql(statement)
        before = _described(connection)
    for command in ("list", "migrate"):
        code, output, error = run(command)
        assert (code, output, error.count("\n")) == (1, "", 1)
        assert "this is not a database of the intake: it has the tables" in error
    with empty.connect() as connection:
        assert _described(connection) == before
    empty.dispose()


# ── The backup ───────────────────────────────────────────────────────────────────────────────────


def _backups(sqlite: str) -> list[Path]:
    return sorted(Path(sqlite.removeprefix("sqlite:///")).parent.glob("*backup*"))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_is_backed_up_beside_itself_for_its_owner_alone(
    run: Run, database: str, sqlite: str
) -> None:
    layout_files.fill(database, "0001")
    before = _rows(database)
    code, output, _ = run("migrate")
    (backup,) = _backups(sqlite)
    assert code == 0
    assert output.splitlines()[0] == f"Backup: {backup}"
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert backup.match("intake.db.20??-??-??T??????Z.layout-0001.backup")
    assert _rows(f"sqlite:///{backup}") == before
    with closing(sqlite3.connect(backup)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        assert {name for (name,) in tables} == set(before)  # as it was before it had a number
    assert run("migrate") == (0, f"Already up to date: layout {NEWEST}.\n", "")
    assert len(_backups(sqlite)) == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_without_a_backup_nothing_is_migrated(run: Run, database: str, tmp_path: Path) -> None:
    layout_files.fill(database, "0001")
    before = (tmp_path / "intake.db").read_bytes()
    (tmp_path / "intake.db.backup.partial").mkdir()
    code, output, error = run("migrate")
    assert (code, output, error.count("\n")) == (1, "", 1)
    assert error.startswith("INTAKE_DATABASE: the database is unchanged: ")
    assert (tmp_path / "intake.db").read_bytes() == before


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_rows_that_refer_to_missing_rows_stop_a_migration(
    run: Run, database: str, tmp_path: Path
) -> None:
    layout_files.fill(database, "0001")
    with closing(sqlite3.connect(tmp_path / "intake.db")) as connection:
        connection.execute("UPDATE outbox SET submission = 'missing' WHERE rowid = 1")
        connection.commit()
    before = _rows(database)
    code, _, error = run("migrate", "--backed-up")
    assert (code, error.count("\n")) == (1, 1)
    assert "rows that refer to missing rows: 1." in error
    assert _rows(database) == before


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_a_backup_that_was_cut_off_left_behind_is_removed(
    run: Run, database: str, sqlite: str, tmp_path: Path
) -> None:
    layout_files.fill(database, "0001")
    (tmp_path / "intake.db.backup.partial").write_bytes(b"half of it")
    assert run("migrate")[0] == 0
    (backup,) = _backups(sqlite)
    assert backup.suffix == ".backup"


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_is_migrated_only_if_the_operator_has_a_backup(run: Run, database: str) -> None:
    layout_files.fill(database, "0001")
    before = _rows(database)
    code, output, error = run("migrate")
    assert (code, output, error.count("\n")) == (1, "", 1)
    assert "Make a backup with pg_dump, then run: intake migrate --backed-up" in error
    engine = open_engine(database)
    with engine.connect() as connection:
        assert version_table.name not in sa.inspect(connection).get_table_names()
    engine.dispose()
    assert _rows(database) == before


# ── The start ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_a_start_does_not_load_alembic(sqlite: str) -> None:
    code = (
        "import sys, intake.cli; from intake.storage.database import connect;"
        f"connect({sqlite!r}); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"

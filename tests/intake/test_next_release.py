"""An update with a migration: nothing of it happens unasked, by halves, or twice at once."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from intake.storage.migrations.layout import NEWEST
from tests.intake import layout_files, next_release, serving
from tests.intake.next_release import NEXT, NextRelease
from tests.intake.test_migrations import _backups, _number, _rows
from tests.support import depth

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("without_tables")]
on_sqlite_first = pytest.mark.parametrize(
    "database", depth.some(["sqlite"], ["sqlite", "postgresql"]), indirect=True
)


@pytest.fixture
def release(project: Path, database: str, tmp_path: Path) -> NextRelease:
    """Return the next release, beside a database of the newest layout with data."""
    layout_files.fill(database, NEWEST)
    place = tmp_path / "next"
    place.mkdir()
    return next_release.make(place, serving.environment(project, database))


def _assert_migrated(database: str, before: dict[str, list[dict[str, object]]]) -> None:
    after = _rows(database)
    assert after.pop("notes") == []
    for row in after["submissions"]:
        assert row.pop("note") == "none yet"
    assert after == before


@pytest.mark.soak
@on_sqlite_first
def test_a_service_does_not_start_on_an_older_layout_and_says_what_to_run(
    release: NextRelease, database: str
) -> None:
    before = _rows(database)
    code, output, error = release.run("serve")
    assert (code, output) == (1, "")
    assert error == (
        f"INTAKE_DATABASE: the database has layout {NEWEST}, and this version of the intake needs"
        f" {NEXT}. Stop the intake, then run: intake migrate\n"
    )
    assert _rows(database) == before
    code, output, error = release.run("migrate", "--backed-up")
    assert (code, output, error) == (0, f"Migrated from layout {NEWEST} to {NEXT}.\n", "")
    _assert_migrated(database, before)
    assert release.run("list")[0] == 0


@on_sqlite_first
@pytest.mark.parametrize("moment", depth.some(("half-way",), ("before", "half-way", "after")))
def test_a_migration_that_is_killed_leaves_the_layout_as_it_was(
    release: NextRelease, database: str, tmp_path: Path, moment: str
) -> None:
    before = _rows(database)
    process = release.start_and_wait(tmp_path / "flag", moment, "migrate", "--backed-up")
    process.kill()
    process.communicate()
    if database.startswith("postgresql"):
        # The server has yet to notice that the client is gone.
        _wait_until(lambda: _clients(database) == 0)
    assert _number(database) == NEWEST
    assert _rows(database) == before
    assert release.run("migrate", "--backed-up")[0] == 0
    _assert_migrated(database, before)


def _wait_until(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.02)


def _clients(database: str) -> int:
    """Return how many others PostgreSQL's server has in a database."""
    query = "SELECT count(*) - 1 FROM pg_stat_activity WHERE datname = current_database()"
    with psycopg.connect(database, autocommit=True) as connection:
        row = connection.execute(query).fetchone()
    assert row
    return int(row[0])


def _has_opened(second: subprocess.Popen[str], database: str, sqlite: str) -> bool:
    if database != sqlite:
        return _clients(database) == 2
    open_files = Path(f"/proc/{second.pid}/fd").iterdir()
    return any(file.resolve() == Path(sqlite.removeprefix("sqlite:///")) for file in open_files)


@on_sqlite_first
def test_a_migration_that_fails_leaves_the_layout_as_it_was(
    release: NextRelease, database: str
) -> None:
    before = _rows(database)
    code, output, error = release.run("migrate", "--backed-up", moment="after")
    assert (code, output) == (1, "")
    assert error == "INTAKE_DATABASE: the database is unchanged: no luck\n"
    assert _rows(database) == before


@pytest.mark.soak
def test_of_two_that_migrate_at_once_the_second_waits_and_finds_nothing_to_do(
    release: NextRelease, database: str, sqlite: str, tmp_path: Path
) -> None:
    before, flag = _rows(database), tmp_path / "flag"
    options = () if database == sqlite else ("--backed-up",)
    first = release.start_and_wait(flag, "before", "migrate", *options)
    second = release.start("migrate", *options)
    _wait_until(lambda: _has_opened(second, database, sqlite))
    time.sleep(0.5)
    assert second.poll() is None
    flag.unlink()
    output, error = first.communicate(timeout=30)
    assert (first.returncode, error) == (0, "")
    assert output.endswith(f"Migrated from layout {NEWEST} to {NEXT}.\n")
    output, error = second.communicate(timeout=30)
    assert (second.returncode, output, error) == (0, f"Already up to date: layout {NEXT}.\n", "")
    assert len(_backups(sqlite)) == (database == sqlite)
    _assert_migrated(database, before)

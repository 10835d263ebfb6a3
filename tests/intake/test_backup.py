"""A backup is whole, private and made while people send; a service starts on what it restores."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from brochure.site.site import Site
from intake.storage import backup, listing, postgres_tools
from intake.storage.database import connect
from intake.storage.migrations.layout import NEWEST, version_table
from intake.storage.tables import outbox
from tests.intake import serving
from tests.intake.conftest import Run, StoreOne
from tests.intake.senders import ConcurrentSenders
from tests.support.disk import small
from tests.support.postgres import Postgres

OK = 303
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def new_database(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Callable[[], str]:
    """Return a function: the address of an empty database of the same kind as ``database``."""
    if database.startswith("sqlite"):
        return lambda: f"sqlite:///{tmp_path / 'restored' / 'intake.db'}"
    server: Postgres = request.getfixturevalue("postgresql")
    return server.create


@pytest.fixture
def one_stored(store_one: StoreOne) -> None:
    store_one()


def only_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def references(database: str) -> list[str]:
    engine = connect(database, creates=False)
    try:
        return [stored.reference for stored in listing.list_submissions(engine)]
    finally:
        engine.dispose()


def test_what_is_restored_is_what_was_backed_up(
    run: Run,
    store_one: StoreOne,
    new_database: Callable[[], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = [store_one().reference, store_one("honeypot").reference]
    code, output, error = run("backup", "--to", str(tmp_path / "daily" / "backups"))
    assert (code, error) == (0, "")
    file = only_file(tmp_path / "daily" / "backups")
    assert output == f"Backup: {file}\n"
    for path, mode in ((file, 0o600), (file.parent, 0o700)):
        assert stat.S_IMODE(path.stat().st_mode) == mode
    store_one()
    restored = new_database()
    assert file.suffix == (".sqlite" if restored.startswith("sqlite") else ".pgdump")
    monkeypatch.setenv("INTAKE_DATABASE", restored)
    code, output, error = run("restore", str(file))
    assert (code, error) == (0, "")
    assert output.startswith(f"Restored: {file}\nSubmissions: 2.\nEmails that were waiting")
    assert sorted(references(restored)) == sorted(kept)


@pytest.mark.parametrize("command", ["backup", "restore"])
@on_sqlite
@pytest.mark.usefixtures("one_stored")
def test_a_copy_is_on_the_disk_before_it_has_its_name_and_its_name_before_anybody_is_told(
    command: str,
    run: Run,
    new_database: Callable[[], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    if command == "restore":
        run("backup", "--to", str(folder))
        monkeypatch.setenv("INTAKE_DATABASE", new_database())
    fsync, rename = os.fsync, Path.rename
    on_disk: dict[int, int] = {}  # sizes by inode
    named: list[Path] = []
    names_on_disk: set[int] = set()  # inodes of folders

    def record(handle: int) -> None:
        fsync(handle)
        found = os.fstat(handle)
        if named:
            names_on_disk.add(found.st_ino)
        else:
            on_disk[found.st_ino] = found.st_size

    def check(path: Path, target: Path) -> Path:
        found = path.stat()
        assert 0 < found.st_size == on_disk[found.st_ino]
        named.append(target)
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", record)
    monkeypatch.setattr(Path, "rename", check)
    arguments = ("--to", str(folder)) if command == "backup" else (str(only_file(folder)),)
    assert run(command, *arguments)[0] == 0
    (copy,) = named
    assert copy.parent.stat().st_ino in names_on_disk


@on_sqlite
def test_only_so_many_backups_are_kept_and_nothing_else_is_deleted(
    run: Run, store_one: StoreOne, tmp_path: Path
) -> None:
    store_one()
    folder = tmp_path / "backups"
    folder.mkdir()
    old = [f"intake-2026-01-0{day}T034500Z-layout-0001.sqlite" for day in (1, 2, 3)]
    for name in (*old, "notes.txt"):
        (folder / name).touch()
    output = run("backup", "--to", str(folder), "--keep", "2")[1]
    assert [line for line in output.splitlines() if line.startswith("Deleted")] == [
        f"Deleted: {folder / name}" for name in old[:2]
    ]
    names = {file.name for file in folder.iterdir()}
    assert len(names) == 3
    assert {old[2], "notes.txt"} < names
    assert run("backup", "--to", str(folder), "--keep", "0")[0] == 2


def test_a_backup_overwrites_nothing(
    run: Run, store_one: StoreOne, database: str, tmp_path: Path
) -> None:
    first = store_one().reference
    run("backup", "--to", str(tmp_path / "backups"))
    second = store_one().reference
    code, output, error = run("restore", str(only_file(tmp_path / "backups")))
    assert (code, output) == (1, "")
    assert error.startswith("A backup can be restored only into an empty database")
    assert sorted(references(database)) == sorted([first, second])


@on_sqlite
def test_a_file_that_is_no_backup_is_refused_and_the_database_stays_empty(
    run: Run, tmp_path: Path
) -> None:
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE customers (name TEXT)")
    newer = tmp_path / "newer.sqlite"
    engine = connect(f"sqlite:///{newer}")
    with engine.begin() as changing:
        changing.execute(sa.update(version_table).values(version_num="9999"))
    engine.dispose()
    contents = {
        "text": b"hello",
        "empty": b"",
        "dump": b"PGDMP...",
        "cut": newer.read_bytes()[:9000],
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    for name, told in {
        "text": "is not a backup of the intake",
        "empty": "is not a backup of the intake",
        "dump": "is a backup of PostgreSQL",
        "other.sqlite": "this is not a database of the intake",
        "newer.sqlite": "a newer version made it",
        "cut": "malformed",
        "nowhere": "No such file",
    }.items():
        code, output, error = run("restore", str(tmp_path / name))
        assert (code, output) == (1, "")
        assert told in error
        assert not (tmp_path / "intake.db").exists()


@on_sqlite
def test_a_restore_says_what_to_do_next(
    run: Run, store_one: StoreOne, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_one()
    with engine.begin() as connection:
        connection.execute(sa.update(outbox).values(status="sent"))
    run("backup", "--to", str(tmp_path / "backups"))
    file = only_file(tmp_path / "backups")
    monkeypatch.setenv("INTAKE_DATABASE", f"sqlite:///{tmp_path / 'new' / 'intake.db'}")
    monkeypatch.setattr(backup, "NEWEST", "9998")
    lines = run("restore", str(file))[1].splitlines()
    assert lines == [
        f"Restored: {file}",
        "Submissions: 1.",
        f"Its layout is {NEWEST}: run intake migrate before you start the service.",
    ]


@on_sqlite
def test_a_restore_counts_the_mails_that_waited_or_were_just_being_sent(
    run: Run, store_one: StoreOne, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_one()
    with engine.begin() as connection:
        newest = sa.select(sa.func.max(outbox.c.id)).scalar_subquery()
        connection.execute(sa.update(outbox).where(outbox.c.id == newest).values(status="sending"))
        mails = connection.execute(sa.select(sa.func.count()).select_from(outbox)).scalar_one()
    assert mails > 1
    run("backup", "--to", str(tmp_path / "backups"))
    monkeypatch.setenv("INTAKE_DATABASE", f"sqlite:///{tmp_path / 'new' / 'intake.db'}")
    lines = run("restore", str(only_file(tmp_path / "backups")))[1].splitlines()
    assert lines[2].startswith(f"Emails that were waiting when the backup was made: {mails}. ")


@pytest.mark.usefixtures("without_tables")
def test_there_is_nothing_to_back_up_in_an_empty_database(
    run: Run, database: str, tmp_path: Path
) -> None:
    code, output, error = run("backup", "--to", str(tmp_path / "backups"))
    assert (code, output) == (1, "")
    there_is = "there is no database" if database.startswith("sqlite") else "the database is empty"
    assert there_is in error
    assert not (tmp_path / "backups").exists()


@on_sqlite
def test_a_full_disk_leaves_no_half_of_a_backup_and_deletes_no_other(
    run: Run, store_one: StoreOne, tmp_path: Path
) -> None:
    for _ in range(5):
        store_one(text="x" * 2000)
    folder = tmp_path / "small"
    with small(folder, 1, lambda: 8192) as space:
        old = folder / "intake-2026-01-01T034500Z-layout-0001.sqlite"
        old.touch()
        space.fill([os.getpid()])
        try:
            code, output, error = run("backup", "--to", str(folder), "--keep", "1")
        finally:
            space.free([os.getpid()])
        assert (code, output) == (1, "")
        assert "full" in error or "No space" in error
        assert old in folder.iterdir()
        assert not [file for file in folder.iterdir() if "partial" in file.name]


def test_no_list_of_processes_shows_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "pg_dump"
    fake.write_text('#!/bin/sh\necho "$@" "$PGPASSWORD" >"$OUT"\necho broken >&2\nexit 3\n')
    fake.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("OUT", str(tmp_path / "out"))
    with pytest.raises(postgres_tools.ToolError, match="broken"):
        postgres_tools.run("pg_dump", "postgresql+psycopg://me:hush@h/x", "--file=y")
    told = (tmp_path / "out").read_text(encoding="utf-8")
    assert told == "--dbname=postgresql://me@h/x --no-password --file=y hush\n"
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(postgres_tools.ToolError, match="postgresql-client"):
        postgres_tools.run("pg_dump", "postgresql://h/x")


@pytest.mark.soak
@pytest.mark.server
def test_a_backup_made_while_people_send_is_whole_and_a_service_starts_on_it(
    project: Path,
    site: Site,
    database: str,
    new_database: Callable[[], str],
    tmp_path: Path,
) -> None:
    senders = ConcurrentSenders(site)
    variables = serving.environment(project, database, posts_per_hour="0")
    running = serving.start(tmp_path / "log", variables)
    command = [sys.executable, "-m", "intake", "backup", "--to", str(tmp_path / "backups")]
    try:
        with senders.sending(running.port, 4):
            senders.wait_for_receipts(5)
            before = dict(senders.acknowledged)
            subprocess.run(command, env=serving.process_environment(variables), check=True)
            senders.wait_for_receipts()
    finally:
        running.kill()
    assert set(senders.statuses) <= {OK, 0}
    restored = new_database()
    backup.restore(restored, only_file(tmp_path / "backups"))
    again = serving.start(tmp_path / "log", serving.environment(project, restored))
    try:
        for address in list(before.values())[-10:]:
            assert again.client.get(address).status_code == 200
    finally:
        again.kill()
    assert len(before) <= len(references(restored)) <= len(senders.acknowledged) + 8

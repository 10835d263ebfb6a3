"""What a sender got a receipt for survives a power cut: it is on the disk before the response."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from brochure.schema import Form
from brochure.site.site import Site
from intake.storage.database import connect
from tests.intake import serving
from tests.intake.answers import different
from tests.intake.walking import Walker
from tests.support import machine
from tests.support.needs import need
from tests.support.postgres import Postgres

CALLS = "fsync,fdatasync,write,writev,sendto,sendmsg"


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    """Return a file for the system calls that a service makes."""
    return tmp_path / "trace"


@pytest.fixture
def traced(project: Path, sqlite: str, tmp_path: Path, trace: Path) -> Iterator[serving.Server]:
    """Yield a service whose synchronisations and answers are recorded in their order."""
    strace = str(need(machine.strace(), "strace"))
    connect(sqlite).dispose()  # so that only what is sent is synchronised
    options = ("-D", "-f", "-y", "-o", str(trace), "-e", f"trace={CALLS}")
    settings = serving.environment(project, sqlite)
    server = serving.start(tmp_path / "log", settings, strace, *options)
    yield server
    server.kill()


def synchronised(trace: Path) -> list[str]:
    """Return the files that were synchronised, and the answers, in their order."""
    calls = trace.read_text(encoding="utf-8").splitlines()
    found = []
    for call in calls:
        if re.search(r"\bf(data)?sync\(", call):
            found.append(re.sub(r".*/([\w.-]+)>.*", r"\1", call))
        elif "HTTP/1.1 303" in call:
            found.append("303")
    return found


@pytest.mark.server
def test_journal_and_database_are_synchronised_before_each_post_of_the_journey_is_answered(
    traced: serving.Server, site: Site, form: Form, trace: Path
) -> None:
    walker = Walker(traced.client, form).begin()
    posts = 1
    while walker.at != "check":
        walker.answer(different(site))
        posts += 1
    walker.send()
    traced.stop()
    answered = " ".join(synchronised(trace)).split("303")
    assert len(answered) == posts + 1 + 1
    for before in answered[:-1]:
        names = before.split()
        database, journal = names.index("intake.db"), "intake.db-journal"
        assert journal in names[:database]  # the old state can be restored
        assert journal in names[database:]  # and is discarded: this is the commit


def test_every_connection_to_sqlite_synchronises_fully(sqlite: str) -> None:
    """Also one that the pool opens later; ``EXTRA`` is 3. Source: SQLite, "PRAGMA synchronous"."""
    engine = connect(sqlite)
    with ExitStack() as opened:
        for _ in range(4):
            connection = opened.enter_context(engine.connect())
            found = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("synchronous", "journal_mode", "foreign_keys", "secure_delete")
            ]
            assert found == [3, "truncate", 1, 1]
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == 5000
    engine.dispose()


def test_no_query_of_the_service_takes_for_ever(postgresql: Postgres) -> None:
    engine = connect(postgresql.create())
    with engine.connect() as connection:
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            assert connection.execute(sa.text(f"SHOW {limit}")).scalar_one() == "1min"
    engine.dispose()


def test_postgresql_commits_synchronously_whatever_its_default_is(postgresql: Postgres) -> None:
    url = postgresql.create()
    with psycopg.connect(url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    with psycopg.connect(url) as connection:
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("off",)
    engine = connect(url)
    with ExitStack() as opened:
        for _ in range(3):
            connection_ = opened.enter_context(engine.connect())
            connection_.rollback()
            assert connection_.execute(sa.text("SHOW synchronous_commit")).scalar_one() == "on"
    engine.dispose()

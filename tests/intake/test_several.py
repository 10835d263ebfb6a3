"""Several processes on one PostgreSQL lose nothing and do nothing twice, whatever is killed."""

from __future__ import annotations

import http.client
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import psycopg
import pytest
import sqlalchemy as sa

from brochure.schema import Form
from brochure.site.site import Site
from intake.storage.database import connect, open_engine
from intake.storage.migrations.layout import LAYOUTS, NEWEST, layout_of
from intake.storage.tables import outbox, submissions
from tests.intake import layout_files, serving
from tests.intake.answers import different, encoded, form_to, on_page
from tests.intake.senders import ConcurrentSenders
from tests.intake.serving import Server, environment, process_environment
from tests.intake.walking import FORM, Walker
from tests.support import depth, plain_http, postgres
from tests.support.nginx import free_port
from tests.support.postgres import Postgres
from tests.support.smtp import MailServer

pytestmark = pytest.mark.server
ROUNDS, KILLS = depth.rounds(1, 100), depth.rounds(1, 20)


@dataclass
class Several:
    """Services on one database, each with a monitor of its own."""

    project: Path
    database: str
    log: Path
    given: Mapping[str, str] = field(default_factory=dict)
    servers: list[Server] = field(default_factory=list)

    def start(self, number: int = 2) -> list[Server]:
        """Start some more; return all."""
        for _ in range(number):
            given = {"monitor": f"127.0.0.1:{free_port()}", "posts_per_hour": "0", **self.given}
            variables = environment(self.project, self.database, **given)
            self.servers.append(serving.start(self.log, variables))
        return self.servers

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for server in self.servers:
            server.kill()


@pytest.fixture
def several(project: Path, postgresql: Postgres, tmp_path: Path) -> Iterator[Several]:
    """Yield services on one new database, none of which is started yet."""
    with Several(project, postgresql.create(), tmp_path / "log") as services:
        yield services


@contextmanager
def sending(senders: ConcurrentSenders, servers: list[Server], people: int = 8) -> Iterator[None]:
    """Let people send, half of them to each; those who are hung up on begin again."""
    with ExitStack() as stack:
        for server in servers:
            stack.enter_context(senders.sending(server.port, people // len(servers)))
        yield


def settle(senders: ConcurrentSenders, server: Server) -> None:
    """Let those without a receipt go on with the process that is left."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    while senders.on_the_way:
        assert senders.send_one(connection) == http.HTTPStatus.SEE_OTHER
    connection.close()


def test_whichever_process_is_killed_the_others_go_on_and_nothing_is_lost_or_doubled(
    project: Path, site: Site, postgresql: Postgres, mail_server: MailServer, tmp_path: Path
) -> None:
    database, senders = postgresql.create(), ConcurrentSenders(site)
    given = {"smtp": f"smtp://127.0.0.1:{mail_server.port}", "team": "team@example.org"}
    with Several(project, database, tmp_path / "log", given) as several:
        several.start(1)
        for number in range(ROUNDS):
            servers = several.start(1)
            with sending(senders, servers):
                senders.wait_for_receipts(4)
                time.sleep(number * 0.618 % 1 * 0.15)
                servers.pop(0).kill()
                senders.wait_for_receipts(2)
            settle(senders, servers[0])
        senders.check(database)
    # An email is repeated only if its process was killed between the server's yes and the commit.
    repeated = Counter(str(mail["message-id"]) for mail in mail_server.received)
    assert sum(repeated.values()) - len(repeated) <= ROUNDS


@pytest.mark.soak
def test_postgresql_that_is_killed_under_several_loses_nothing(
    project: Path, site: Site, programs: Path, tmp_path: Path
) -> None:
    senders = ConcurrentSenders(site)
    with postgres.running(programs) as there:
        database = there.create()
        with Several(project, database, tmp_path / "log") as several:
            servers = several.start()
            for _ in range(ROUNDS):
                with sending(senders, servers):
                    senders.wait_for_receipts(4)
                    there.kill()
                    senders.wait(http.HTTPStatus.SERVICE_UNAVAILABLE)
                    there.start()
                    senders.wait_for_receipts(4)
            settle(senders, servers[0])
            senders.check(database)
            assert senders.interrupted == 0


@pytest.mark.soak
def test_a_draft_that_is_sent_to_all_at_once_is_one_submission(
    several: Several, site: Site, form: Form
) -> None:
    database, drafts = several.database, 30
    servers = several.start()
    for _ in range(drafts):
        walker = Walker(servers[0].client, form).to_check(different(site))
        address = str(form_to(walker.page, "check").action)
        body = encoded(on_page(walker.page, "check"))

        def send(server: Server, address: str = address, body: bytes = body) -> str:
            answer = server.client.post(address, content=body, headers=FORM)
            return str(answer.headers["location"])

        with ThreadPoolExecutor(9) as pool:
            receipts = set(pool.map(send, servers * 4))
        assert len(receipts) == 1
    engine = connect(database)
    with engine.connect() as connection:
        count = sa.select(sa.func.count())
        assert connection.execute(count.select_from(submissions)).scalar_one() == drafts
        # The acknowledgements are limited: all go to one mailbox.
        to_team = count.select_from(outbox).where(outbox.c.kind == "team")
        assert connection.execute(to_team).scalar_one() == drafts
    engine.dispose()


@contextmanager
def migrating(project: Path, database: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "intake", "migrate", "--backed-up"]
    variables = process_environment(environment(project, database))
    process = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL)
    yield process
    process.kill()
    process.wait()


def _fill(database: str, more: int) -> int:
    """Make a database of the layout before the newest one, with many rows; return how many."""
    layout_files.fill(database, LAYOUTS[-2])
    engine = open_engine(database)
    with engine.begin() as connection:
        table = sa.Table("submissions", sa.MetaData(), autoload_with=connection)
        one = dict(connection.execute(sa.select(table)).mappings().first() or {})
        rows = [
            one | {"id": f"{n:038}", "reference": f"{n:09}", "draft": None} for n in range(more)
        ]
        connection.execute(sa.insert(table), rows)
        count = sa.select(sa.func.count()).select_from(table)
        number = int(connection.execute(count).scalar_one())
    engine.dispose()
    return number


def _is_changing(database: str) -> bool:
    """Whether something is being changed at this moment."""
    if database.startswith("sqlite"):
        journal = Path(f"{database.removeprefix('sqlite:///')}-journal")
        return journal.exists() and journal.stat().st_size > 0
    with psycopg.connect(database, autocommit=True) as connection:
        locks = connection.execute(
            "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        ).fetchone()
    return bool(locks and locks[0])


@pytest.mark.soak
@pytest.mark.usefixtures("without_tables")
def test_a_migration_that_is_killed_in_the_middle_leaves_all_as_it_was(
    project: Path, database: str
) -> None:
    number = _fill(database, 5000)
    for round_ in range(KILLS):
        with migrating(project, database) as process:
            while process.poll() is None and not _is_changing(database):
                time.sleep(0.001)
            time.sleep(0.003 * round_)
            was_running = process.poll() is None
        assert was_running
        engine = open_engine(database)
        with engine.connect() as connection:
            layout = layout_of(connection)
            count = sa.select(sa.func.count()).select_from(sa.table("submissions"))
            assert connection.execute(count).scalar_one() == number
        engine.dispose()
        if layout == NEWEST:  # the kill came after the commit
            break
        assert layout == LAYOUTS[-2]
    with migrating(project, database) as process:
        assert process.wait(120) == 0
    engine = connect(database)
    with engine.connect() as connection:
        count = sa.select(sa.func.count()).select_from(sa.table("cases"))
        assert connection.execute(count).scalar_one() == number
    engine.dispose()


@pytest.mark.soak
def test_each_process_is_watched_by_itself_and_the_sums_are_right(
    several: Several, site: Site, form: Form
) -> None:
    servers = several.start()
    for server in (servers[0], servers[1], servers[1]):
        assert Walker(server.client, form).whole(different(site)).status == http.HTTPStatus.OK
    kept = [_metric(server, 'intake_stored_total{what="submission"}') for server in servers]
    assert kept == [1, 2]
    waiting = {_metric(server, 'intake_outbox{status="waiting"}') for server in servers}
    assert waiting == {6}


def _metric(server: Server, name: str) -> float:
    address = f"http://{server.variables['INTAKE_MONITOR']}/metrics"
    lines = plain_http.get(address).text.splitlines()
    return next(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))

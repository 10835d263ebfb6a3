"""Fixtures of the intake's tests: the project with open requests, databases, servers."""

from __future__ import annotations

import asyncio
import dataclasses
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from brochure.checks.run import site_or_raise
from brochure.schema import Form
from brochure.site.site import Site
from intake import cli, service
from intake.journey.form_version import FormVersion
from intake.journey.submission import Submission
from intake.mail.builder import MailAddresses, MailBuilder
from intake.mail.outbox import Outbox
from intake.sign_in import link_routes
from intake.storage.database import connect
from intake.storage.store import Store
from intake.storage.versions import Versions
from tests.engine.project import set_requests
from tests.intake import databases, serving
from tests.intake.answers import answers, different
from tests.intake.databases import Lender
from tests.intake.serving import RunningIntake
from tests.intake.storage_helpers import store_submission
from tests.support import machine, openid, postgres
from tests.support.needs import need
from tests.support.openid import Provider
from tests.support.postgres import Postgres
from tests.support.smtp import MailServer

ROOT = Path(__file__).parents[2]
TEAM = "team@example.org"
SENDER = "intake@example.org"
MakeSubmission = Callable[..., Submission]
Sending = Callable[..., Outbox]
StoreOne = Callable[..., Submission]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="session", autouse=True)
def without_waits() -> Iterator[None]:
    """Let a service end at once, and answer at once who asks for a link to sign in.

    uvicorn looks ten times a second whether it is to end, for which hundreds of tests would wait.
    """

    async def shorter(seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.01))

    with pytest.MonkeyPatch.context() as patch:
        hasty = SimpleNamespace(**vars(asyncio) | {"sleep": shorter})
        patch.setattr("uvicorn.server.asyncio", hasty)
        patch.setattr(link_routes, "_ANSWERED", 0)
        yield


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of what the intake reads of the project, with requests open. Read only."""
    place = tmp_path_factory.mktemp("project")
    for part in ("content", "docs", "translations", "overrides"):
        shutil.copytree(ROOT / part, place / part)
    set_requests(place, "open")
    return place


@pytest.fixture(scope="session")
def site(project: Path) -> Site:
    """Return the project's content with its form."""
    return site_or_raise(project)


@pytest.fixture(scope="session")
def form(site: Site) -> Form:
    """Return the form's definition."""
    assert site.content.form
    return site.content.form


@pytest.fixture(scope="session")
def programs() -> Path:
    """Return the folder of PostgreSQL's programs."""
    return need(machine.postgresql(), "PostgreSQL")


@pytest.fixture(scope="session")
def postgresql(programs: Path) -> Iterator[Postgres]:
    """Yield a PostgreSQL server that tests must not stop."""
    with postgres.running(programs, "fsync=off", "max_connections=200") as server:
        yield server


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """Return the address of a new SQLite database, a real file."""
    return f"sqlite:///{tmp_path / 'intake.db'}"


@pytest.fixture(scope="session")
def lender(postgresql: Postgres) -> Lender:
    """Return who lends databases of PostgreSQL."""
    return Lender(postgresql)


@pytest.fixture
def without_tables() -> None:
    """Let ``database`` be a new one, in which nothing has been made yet."""


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """Yield the address of a database of each kind in turn, with nothing in its tables.

    That of SQLite is not there yet, unless ``engine`` has opened it.
    """
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite")
    elif "without_tables" in request.fixturenames:
        server: Postgres = request.getfixturevalue("postgresql")
        yield server.create()
    else:
        lender: Lender = request.getfixturevalue("lender")
        with lender.lent() as url:
            yield url


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """Yield an open database with nothing in its tables, of each kind in turn."""
    opened = connect(databases.make_sqlite(database))
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def version(site: Site, form: Form) -> FormVersion:
    """Return the version of the form."""
    return FormVersion.of(site, form)


@pytest.fixture(scope="session")
def mail_builder(site: Site, form: Form, version: FormVersion) -> MailBuilder:
    """Return the builder of emails, about what answers the present form."""
    addresses = MailAddresses(TEAM, SENDER, "https://www.example.org/intake/")
    return MailBuilder(site, form, Versions(sa.create_engine("sqlite://"), version), addresses)


@pytest.fixture
def store(engine: Engine, form: Form, version: FormVersion) -> Iterator[Store]:
    """Yield a store on each kind of database."""
    opened = Store(engine, form, version, TEAM)
    yield opened
    opened.close()


@pytest.fixture
def serve(site: Site, sqlite: str) -> Iterator[Callable[..., RunningIntake]]:
    """Return a function: settings → the intake, served with them on SQLite or ``database``."""
    with ExitStack() as stack:

        def served(database: str = sqlite, site: Site = site, **given: str) -> RunningIntake:
            given = {"team": TEAM} | given
            return stack.enter_context(serving.in_process(site, database, **given))

        yield served


@pytest.fixture
def running(serve: Callable[..., RunningIntake]) -> RunningIntake:
    """Return the intake, served with the default settings."""
    return serve()


@pytest.fixture
def served(running: RunningIntake) -> Iterator[Store]:
    """Yield a store of the same database as the intake that runs."""
    store = running.service.store()
    yield store
    store._writer.close()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """Yield a real SMTP server."""
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def sending(engine: Engine, mail_builder: MailBuilder, mail_server: MailServer) -> Sending:
    """Return a function: an outbox that sends through the server, or through another one."""
    return lambda smtp=None, pause=15: Outbox(
        engine, smtp or mail_server.address, mail_builder, pause
    )


@pytest.fixture(scope="session")
def one_provider() -> Iterator[Provider]:
    """Run an OpenID provider, which knows everybody, one for all tests."""
    with openid.running() as running:
        yield running


@pytest.fixture
def provider(one_provider: Provider) -> Provider:
    """Return the provider, which does not lie. Do not stop it."""
    one_provider.lie()
    return one_provider


@pytest.fixture
def submission(site: Site, version: FormVersion) -> MakeSubmission:
    """Return a function: changes → a submission unlike all others."""

    def made(reason: str = "", **changes: str | list[str]) -> Submission:
        found = answers(site, different(site, **changes))
        return Submission(found, "en", reason, secrets.token_urlsafe(16), version.digest)

    return made


@pytest.fixture
def store_one(store: Store, submission: MakeSubmission) -> StoreOne:
    """Return a function that stores a submission in French, ``days`` old, and returns it."""

    def stored(reason: str = "", days: int = 0, **changes: str | list[str]) -> Submission:
        stored_one = submission(reason, **changes)
        stored_one = dataclasses.replace(
            stored_one, language="fr", received=stored_one.received - days * 86_400
        )
        store_submission(store, stored_one)
        return stored_one

    return stored


@pytest.fixture
def run(
    database: str,
    project: Path,
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Return a function: a command → its exit code, standard output and standard error.

    Commands get the project as it was loaded once for all tests, which do not change it.
    """

    def load(root: Path, *, drafts: bool = False) -> Site:
        return site if root == project and not drafts else site_or_raise(root, drafts=drafts)

    monkeypatch.setattr(service, "site_or_raise", load)
    for name, value in serving.environment(project, database, team=TEAM).items():
        monkeypatch.setenv(name, value)

    def ran(*arguments: str) -> tuple[int, str, str]:
        try:
            code = cli.main(arguments)
        except SystemExit as error:  # a usage error, from argparse
            code = int(str(error.code))
        return code, *capsys.readouterr()

    return ran

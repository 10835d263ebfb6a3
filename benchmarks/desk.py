"""The desk's pages with 50,000 requests, on SQLite and PostgreSQL.

Each page is asked for over HTTP, one request at a time, as somebody does who works at the desk. The
seconds count, and their ratio to those of the same page with 500 requests: what grows with the
number of requests shows in it, whatever the machine.
"""

from __future__ import annotations

import http.client
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection

from benchmarks import load_generator
from benchmarks.paired_timings import print_now
from benchmarks.service import open_site, serving
from brochure.schema import Desk, Form
from brochure.site.form_answers import field_with, fields
from brochure.site.site import Site
from intake.journey.form_version import FormVersion
from intake.journey.submission import Submission
from intake.sign_in import membership, sessions
from intake.storage import submission_table
from intake.storage.case_table import summary
from intake.storage.database import connect
from intake.storage.store import Store
from intake.storage.tables import cases, submissions
from tests.support import machine, postgres

MANY, FEW, MOST = 50_000, 500, 0.2  # requests; requests to compare with; seconds
_TIMES, _AT_ONCE, _YEAR = 15, 2000, 365 * 86_400
_COUNTRIES = ("CV", "GH", "LK", "MA", "ML", "MZ", "NG", "SN", "ST", "UZ")


@dataclass(frozen=True)
class Result:
    """How long a page takes with many requests, and with few."""

    page: str
    seconds: tuple[float, ...]
    few: tuple[float, ...]

    @staticmethod
    def header() -> str:
        """Return the line above the results."""
        of_few = f"ratio to {FEW}"
        return f"{f'desk with {MANY:,} requests':42}{'median':>9}{'slowest':>10}{of_few:>14}"

    def __str__(self) -> str:
        """Return the figures, and whether the target is met."""
        median, slowest = statistics.median(self.seconds), max(self.seconds)
        met = "met" if median < MOST else "missed"
        ratio = median / statistics.median(self.few)
        figures = f"{median * 1000:>6.0f} ms{slowest * 1000:>7.0f} ms{ratio:>14.2f}"
        return f"{self.page:42}{figures}  < {MOST * 1000:.0f} ms  {met}"


def measure(place: Path) -> list[Result]:
    """Run the service on a copy of the project in ``place``, with many requests and with few.

    Without PostgreSQL's programs, it is measured on SQLite alone.

    Raises:
        RuntimeError: it does not start, or an answer is not what it should be.
    """
    site, results = open_site(place), []
    for kind, database in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        with database(place) as addresses:
            if addresses is None:
                print_now(f"desk: {kind} is not here")
                continue
            times = [
                _pages(place, address, site, number)
                for number, address in zip((FEW, MANY), addresses, strict=True)
            ]
        few, many = times
        results += [Result(f"{kind}: {page}", many[page], few[page]) for page in many]
    return results


@contextmanager
def _sqlite(place: Path) -> Iterator[tuple[str, str] | None]:
    yield f"sqlite:///{place / 'few.db'}", f"sqlite:///{place / 'many.db'}"


@contextmanager
def _postgresql(_place: Path) -> Iterator[tuple[str, str] | None]:
    if (programs := machine.postgresql()) is None:
        yield None
        return
    # Its server may run as another user, who has to get to its folder.
    Path(tempfile.gettempdir()).chmod(0o711)
    with postgres.running(programs) as server:
        yield server.create(), server.create()


def _pages(place: Path, database: str, site: Site, number: int) -> dict[str, tuple[float, ...]]:
    """Return how long each page takes with so many requests."""
    print_now(f"desk: {number:,} requests on {database.partition(':')[0]} …")
    token, reference = _fill(database, site, number)
    last = -(-number // 50)
    with serving(place, database) as service:
        desk = f"{service.endpoint}staff/en/"
        pages = {
            "list": desk,
            "list, last page of all": f"{desk}?view=all&page={last}",
            "list, waiting longest first": f"{desk}?order=longest",
            "list, search for a person": f"{desk}?text=grace+ministry+{number // 2}",
            "list, search that finds nothing": f"{desk}?text=nothing-of-the-kind",
            "list, all filters": f"{desk}?view=all&country=ML&area={_area(site)}&language=en"
            "&assigned=nobody&waiting=7&text=ministry",
            "one request": f"{desk}requests/{reference}",
            "answer": f"{desk}requests/{reference}/answer?text={_answer(site)}",
            "emails": f"{desk}mails",
            "figures": f"{desk}figures",
        }
        connection = http.client.HTTPConnection(load_generator.HOST, service.port)
        headers = {"cookie": f"__Secure-desk={token}"}
        found = {name: _times(connection, path, headers) for name, path in pages.items()}
        connection.close()
    return found


def _answer(site: Site) -> str:
    desk = site.content.desk
    return desk.answers[0].id if desk and desk.answers else ""


def _times(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str]
) -> tuple[float, ...]:
    """Return the seconds of a page, once it has been shown: who works there has it open often."""
    seconds = []
    for _ in range(_TIMES + 1):
        began = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        seconds.append(time.perf_counter() - began)
        if answer.status != HTTPStatus.OK:
            raise RuntimeError(f"{path} answers {answer.status}")
    return tuple(seconds[1:])


def _area(site: Site) -> str:
    return site.content.areas[0].id


def _fill(database: str, site: Site, number: int) -> tuple[str, str]:
    """Store requests; return the token of somebody who is signed in, and a reference."""
    form, desk = site.content.form, site.content.desk
    assert form  # noqa: S101 - checked by the caller
    if desk is None:
        raise RuntimeError("content/desk.yaml is missing; expected a desk to measure")
    engine, version = connect(database), FormVersion.of(site, form)
    Store(engine, form, version, "").close()
    engine = connect(database)
    rows = _rows(site, form, desk, version, number)
    reference = ""
    with engine.begin() as connection:
        member = membership.add(connection, "ana@example.org", "Ana", "administer", "en")
        token = sessions.begin(connection, member, "")
        while some := list(itertools.islice(rows, _AT_ONCE)):
            reference = reference or str(some[0][1]["reference"])
            _insert(connection, some)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))  # as PostgreSQL does by itself
    engine.dispose()
    return token, reference


def _insert(
    connection: Connection, some: list[tuple[dict[str, object], dict[str, object]]]
) -> None:
    connection.execute(sa.insert(submissions), [submission for submission, _ in some])
    connection.execute(sa.insert(cases), [case for _, case in some])


def _rows(
    site: Site, form: Form, desk: Desk, version: FormVersion, number: int
) -> Iterator[tuple[dict[str, object], dict[str, object]]]:
    """Yield submissions with their cases, of a year, in all states."""
    chance, now = random.Random(number), int(time.time())  # noqa: S311 - the same each time
    states = [state.id for state in desk.states]
    given = {field.id: (load_generator.answer(site, field, 0),) for field in fields(form)}
    names = {role: field_with(form, role) for role in ("institution", "person", "country", "areas")}
    areas = [area.id for area in site.content.areas]
    for index in range(number):
        received = now - chance.randrange(_YEAR)
        values = {
            "institution": (f"Ministry of Migration and Regional Affairs {index}",),
            "person": (f"Grace Ávila {index}",),
            "country": (chance.choice(_COUNTRIES),),
            "areas": tuple(chance.sample(areas, 2)),
        }
        changed = {field.id: values[role] for role, field in names.items() if field}
        sent = Submission(given | changed, "en", form=version.digest, received=received)
        yield (
            submission_table.row_of(sent),
            {
                "reference": sent.reference,
                "submission": sent.id,
                "received": received,
                "language": "en",
                "state": chance.choices(states, [1, 1, 2, 2, 6])[0],
                "touched": chance.randrange(received, now + 1),
                "revision": 0,
                **summary(form, sent),
            },
        )

"""The morning mail: once a day, at the hour of the programme's place, to who wants it."""

from __future__ import annotations

import datetime
import threading
import zoneinfo
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from brochure.render import figures
from brochure.site.site import Site
from intake.desk.morning_mail import MorningMail
from intake.journey.submission import Submission
from intake.mail.builder import MailBuilder
from intake.mail.outbox import Outbox
from intake.storage import listing
from intake.storage.database import connect
from intake.storage.tables import cases, outbox, texts
from tests.intake.answers import different
from tests.intake.conftest import TEAM, StoreOne
from tests.intake.desk_helpers import member
from tests.intake.serving import RunningIntake
from tests.support.smtp import MailServer

ZONE = zoneinfo.ZoneInfo("Europe/Brussels")
DAY = 86_400


@pytest.fixture
def morning_mail(site: Site, mail_builder: MailBuilder) -> MorningMail:
    """Return the morning mail of the project's desk."""
    assert site.content.desk
    assert site.content.site.time_zone == ZONE.key
    return MorningMail(site, site.content.desk, mail_builder.addresses)


@pytest.fixture
def queue(engine: Engine, morning_mail: MorningMail) -> Callable[[datetime.datetime], int]:
    """Return a function that tries to queue the email of a day."""

    def queued(now: datetime.datetime) -> int:
        with engine.begin() as connection:
            return morning_mail.queue(connection, now)

    return queued


def at(day: int, hour: int, minute: int = 0) -> datetime.datetime:
    return datetime.datetime(2027, 3, day, hour, minute, tzinfo=ZONE)


def mails(engine: Engine) -> list[tuple[str, str, str]]:
    """Return the recipient, the subject and the text of each morning mail."""
    query = sa.select(outbox.c.recipient, texts.c.subject, texts.c.body).join(texts)
    query = query.where(outbox.c.kind == "digest").order_by(outbox.c.created, outbox.c.recipient)
    with engine.connect() as connection:
        return [(row.recipient, row.subject, row.body) for row in connection.execute(query)]


def test_it_is_due_from_the_hour_on_in_the_time_zone_of_the_site_and_once_a_day(
    morning_mail: MorningMail,
) -> None:
    yesterday, today = datetime.date(2027, 3, 27), datetime.date(2027, 3, 28)
    utc = datetime.UTC
    assert not morning_mail.is_due(at(28, 6, 59), None)
    assert morning_mail.is_due(at(28, 7), None)
    assert morning_mail.is_due(at(28, 23, 59), yesterday)
    assert not morning_mail.is_due(at(28, 23, 59), today)
    # Since that night, the clocks there are two hours ahead, and no longer one.
    assert morning_mail.is_due(datetime.datetime(2027, 3, 28, 5, tzinfo=utc), yesterday)
    assert not morning_mail.is_due(datetime.datetime(2027, 3, 27, 5, tzinfo=utc), None)


def test_there_is_none_before_the_morning_after_the_first_request(
    engine: Engine, queue: Callable[[datetime.datetime], int], store_one: StoreOne
) -> None:
    assert queue(at(28, 7)) == 0
    store_one()
    with engine.begin() as connection:
        connection.execute(sa.update(cases).values(received=int(at(28, 9).timestamp())))
    assert [queue(at(28, 10)), queue(at(29, 7))] == [0, 1]


def test_a_day_has_one_mail_and_a_clock_that_steps_back_does_not_make_another(
    engine: Engine, queue: Callable[[datetime.datetime], int], store_one: StoreOne
) -> None:
    store_one()
    assert [queue(at(28, hour)) for hour in (7, 7, 23)] == [1, 0, 0]
    assert [queue(at(29, 7)), queue(at(28, 8)), queue(at(29, 9))] == [1, 0, 0]
    assert [recipient for recipient, _, _ in mails(engine)] == [TEAM, TEAM]


def test_it_goes_to_the_members_who_want_it_in_their_languages_or_else_to_the_team(
    engine: Engine,
    queue: Callable[[datetime.datetime], int],
    store_one: StoreOne,
    site: Site,
) -> None:
    store_one()
    member(engine, address="ana@example.org", digest=True, language="pt")
    member(engine, address="bea@example.org", digest=True, language="xx")
    member(engine, address="gone@example.org", digest=True, active=False)
    member(engine, address="quiet@example.org")
    assert queue(at(28, 7)) == 2
    subject = site.content.strings["mail"]["digest-subject"]
    (ana, of_ana, _), (bea, of_bea, _) = mails(engine)
    assert (ana, bea) == ("ana@example.org", "bea@example.org")
    day = datetime.date(2027, 3, 28)
    for tag, said in (("pt", of_ana), ("en", of_bea)):
        assert said == subject[tag].replace("{$date}", figures.date(day, site.language(tag)))


def test_it_says_what_is_new_held_untouched_and_failed_and_names_nobody(
    engine: Engine, queue: Callable[[datetime.datetime], int], store_one: StoreOne, site: Site
) -> None:
    desk = site.content.desk
    assert desk
    now = int(at(28, 7).timestamp())
    new, held, old, done, failed, erased = (store_one(institution="Ministry") for _ in range(6))
    long_ago = now - (desk.untouched_days + 2) * DAY
    rows: list[tuple[Submission, dict[str, Any]]] = [
        (new, {"received": now - 3600, "touched": now - 3600}),
        (held, {"state": "held", "received": now - 3600, "touched": now - 3600}),
        (old, {"received": long_ago, "touched": long_ago}),
        (done, {"received": long_ago, "touched": long_ago, "state": "closed"}),
        (failed, {"received": long_ago, "touched": now - 3600}),
        (erased, {"received": long_ago, "touched": long_ago, "submission": None}),
    ]
    with engine.begin() as connection:
        for one, values in rows:
            its_case = cases.c.reference == one.reference
            state = {"state": "received"} | values
            connection.execute(sa.update(cases).where(its_case).values(state))
        of_it = outbox.c.submission == failed.id
        connection.execute(sa.update(outbox).where(of_it).values(status="failed"))
    queue(at(28, 7))
    ((_, _, body),) = mails(engine)
    strings = site.content.strings["mail"]
    parts = body.split("\n\n")
    expected: list[str] = []
    for name, one in (("new", new), ("held", held), ("untouched", old), ("failed", failed)):
        said = strings[f"digest-{name}"]["en"].replace("{$count}", "1")
        address = f"https://www.example.org/intake/staff/en/requests/{one.reference}"
        expected += [
            said.replace("{$number}", str(desk.untouched_days)),
            f"{one.reference}\n{address}",
        ]
    assert parts[:-1] == expected
    assert parts[-1].endswith("\nhttps://www.example.org/intake/staff/en/")
    assert "Ministry" not in body


def test_what_came_since_the_last_one_is_new_and_a_morning_without_anything_says_so(
    engine: Engine, queue: Callable[[datetime.datetime], int], store_one: StoreOne, site: Site
) -> None:
    stored = store_one()
    queue(at(25, 7))
    moment = int(at(26, 9).timestamp())
    with engine.begin() as connection:
        values = {"received": moment, "touched": moment, "state": "received"}
        connection.execute(sa.update(cases).values(values))
    queue(at(28, 7))  # the service was not running on two mornings
    queue(at(29, 7))
    _, (_, _, after), (_, _, last) = mails(engine)
    assert stored.reference in after
    assert last.startswith(site.content.strings["mail"]["digest-nothing"]["en"])
    assert stored.reference not in last


def test_of_many_it_names_the_oldest_and_says_how_many_more_there_are(
    engine: Engine,
    queue: Callable[[datetime.datetime], int],
    store_one: StoreOne,
    monkeypatch: pytest.MonkeyPatch,
    site: Site,
) -> None:
    monkeypatch.setattr("intake.desk.morning_mail._MAX_REFERENCES", 2)
    stored = [store_one("honeypot", days=9 - number) for number in range(5)]
    queue(at(28, 7))
    ((_, _, body),) = mails(engine)
    assert [one.reference in body for one in stored] == [True, True, False, False, False]
    assert site.content.strings["mail"]["digest-more"]["en"].replace("{$count}", "3") in body


def test_of_two_processes_that_try_at_once_one_queues_it(
    engine: Engine, morning_mail: MorningMail, database: str, store_one: StoreOne
) -> None:
    store_one()
    member(engine, address="ana@example.org", digest=True)
    other = connect(database)
    start = threading.Barrier(2)

    def work(its: Engine) -> None:
        for day in range(10, 20):
            start.wait()
            with its.begin() as connection:
                morning_mail.queue(connection, at(day, 7))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, (engine, other)))
    other.dispose()
    assert len(mails(engine)) == 10


def test_it_arrives_as_a_mail_that_asks_for_no_answer(
    engine: Engine,
    queue: Callable[[datetime.datetime], int],
    store_one: StoreOne,
    mail_builder: MailBuilder,
    mail_server: MailServer,
) -> None:
    store_one()
    member(engine, address="ana@example.org", digest=True, language="fr")
    queue(at(28, 7))
    assert Outbox(engine, mail_server.address, mail_builder).send_due() == 3
    (mail,) = (mail for mail in mail_server.received if mail["To"] == "ana@example.org")
    ((recipient, subject, body),) = mails(engine)
    assert (mail["To"], mail["Subject"]) == (recipient, subject)
    assert str(mail.get_content()).replace("\r\n", "\n").strip() == body
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "fr")
    assert listing.list_mails(engine) == []


@pytest.mark.slow
def test_services_that_run_at_once_send_one_each_day(
    site: Site,
    database: str,
    store_one: StoreOne,
    serve: Callable[..., RunningIntake],
    mail_server: MailServer,
) -> None:
    assert site.content.desk
    store_one("honeypot", days=2)
    desk = site.content.desk.model_copy(update={"digest_hour": 0})
    early = replace(site, content=site.content.model_copy(update={"desk": desk}))
    smtp = f"smtp://127.0.0.1:{mail_server.port}"
    running = [serve(database, early, smtp=smtp) for _ in range(2)]
    (mail,) = mail_server.wait(1)
    assert mail["To"] == TEAM
    # Both have tried: what else they write comes after.
    for one in running:
        one.send(different(site))
    assert len(mails(running[0].service.engine)) == 1


def test_a_site_in_another_zone_has_its_own_morning(site: Site, mail_builder: MailBuilder) -> None:
    assert site.content.desk
    programme = site.content.site.model_copy(update={"time_zone": "America/Lima"})
    there = replace(site, content=site.content.model_copy(update={"site": programme}))
    morning_mail = MorningMail(there, site.content.desk, mail_builder.addresses)
    assert not morning_mail.is_due(at(28, 13, 59), None)
    assert morning_mail.is_due(at(28, 14), None)

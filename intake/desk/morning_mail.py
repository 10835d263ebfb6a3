"""The morning mail to staff: what is new, and what waits for somebody.

It names requests by their references alone, so that there is nothing in it to erase.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from brochure.render import figures
from brochure.render.localizer import Localizer
from brochure.schema import Desk
from brochure.site import requests
from brochure.site.page_index import FORM
from brochure.site.site import Site
from intake.mail.builder import ComposedMail, MailAddresses
from intake.storage import case_table
from intake.storage.database import insert_into, wait_to_count
from intake.storage.periods import DAY
from intake.storage.tables import cases, outbox, staff, texts

KIND = "digest"
_MAX_REFERENCES = 20  # of each kind that are named


@dataclass(frozen=True)
class WaitingCases:
    """References, and how many there are, of what one should know of in the morning."""

    new: tuple[int, Sequence[str]]
    held: tuple[int, Sequence[str]]
    untouched: tuple[int, Sequence[str]]
    failed: tuple[int, Sequence[str]]


@dataclass(frozen=True)
class Recipient:
    """Who gets the email: one of the staff, or the team."""

    member: str | None
    address: str
    language: str


class MorningMail:
    """Queues the email of a day, once, however many processes try to."""

    def __init__(self, site: Site, desk: Desk, addresses: MailAddresses) -> None:
        self.site, self.desk, self.addresses = site, desk, addresses
        self.zone = requests.zone(site.content.site)

    def is_due(self, now: datetime.datetime, last: datetime.date | None) -> bool:
        """Whether it is time for the email of a day; ``last`` is the last day that has one."""
        here = now.astimezone(self.zone)
        return here.hour >= self.desk.digest_hour and (last is None or here.date() > last)

    def queue(self, connection: Connection, now: datetime.datetime) -> int:
        """Queue the email of a day to each member who wants it, or else to the team.

        Return how many emails that is: none if the day has had its email, or nothing has ever come
        in before its hour.
        """
        wait_to_count(connection)
        day = now.astimezone(self.zone).date()
        midnight, hour = (
            datetime.datetime.combine(day, datetime.time(hour), self.zone).timestamp()
            for hour in (0, self.desk.digest_hour)
        )
        first = connection.execute(sa.select(sa.func.min(cases.c.received))).scalar_one()
        last = connection.execute(
            sa.select(sa.func.max(outbox.c.created)).where(outbox.c.kind == KIND)
        ).scalar_one()
        if first is None or first >= hour or (last is not None and last >= midnight):
            return 0
        moment = int(now.timestamp())
        waiting = self._waiting(connection, moment, moment - DAY if last is None else last)
        recipients = self._recipients(connection)
        for each in recipients:
            _insert(connection, day, each, self._words(waiting, each.language, day), moment)
        return len(recipients)

    def _recipients(self, connection: Connection) -> list[Recipient]:
        query = sa.select(*staff.c["id", "address", "language"]).where(
            staff.c.digest, staff.c.active, staff.c.address.is_not(None)
        )
        first = self.site.tags[0]
        return [
            Recipient(
                row.id, row.address, row.language if row.language in self.site.tags else first
            )
            for row in connection.execute(query).all()
        ] or [Recipient(None, self.addresses.team, first)]

    def _waiting(self, connection: Connection, now: int, since: int) -> WaitingCases:
        done = case_table.finals(self.desk) | {case_table.HELD}
        untouched = cases.c.touched < now - self.desk.untouched_days * DAY
        failed = cases.c.submission.in_(
            sa.select(outbox.c.submission).where(outbox.c.status == "failed")
        )
        return WaitingCases(
            new=_some(connection, cases.c.received >= since, cases.c.state != case_table.HELD),
            held=_some(connection, cases.c.state == case_table.HELD),
            untouched=_some(connection, untouched, cases.c.state.not_in(done)),
            failed=_some(connection, failed),
        )

    def _words(self, waiting: WaitingCases, tag: str, day: datetime.date) -> ComposedMail:
        localizer = Localizer(self.site, self.site.language(tag), self.site.page_with(FORM))
        strings, language = self.site.content.strings["mail"], localizer.language
        desk = f"{self.addresses.intake}staff/{tag}/"

        def say(name: str, **values: str) -> str:
            return localizer.plain(strings[f"digest-{name}"], **values)

        def parts() -> Iterator[str]:
            days = figures.number(self.desk.untouched_days, language)
            for name in ("new", "held", "untouched", "failed"):
                number, references = getattr(waiting, name)
                if number:
                    count = figures.number(number, language)
                    lines = [f"{each}\n{desk}requests/{each}" for each in references]
                    if number > len(references):
                        more = figures.number(number - len(references), language)
                        lines.append(say("more", count=more))
                    yield "\n\n".join([say(name, count=count, number=days), *lines])

        body = [*parts()] or [say("nothing")]
        subject = say("subject", date=figures.date(day, language))
        return ComposedMail(subject, "\n\n".join([*body, say("desk", address=desk)]), tag)


def _some(connection: Connection, *which: sa.ColumnElement[bool]) -> tuple[int, Sequence[str]]:
    """Return how many cases there are of a kind, and the references of the oldest of them."""
    theirs = (cases.c.submission.is_not(None), *which)
    number = sa.select(sa.func.count()).select_from(cases).where(*theirs)
    oldest = (
        sa.select(cases.c.reference)
        .where(*theirs)
        .order_by(cases.c.received)
        .limit(_MAX_REFERENCES)
    )
    return connection.execute(number).scalar_one(), connection.execute(oldest).scalars().all()


def _insert(
    connection: Connection, day: datetime.date, to: Recipient, words: ComposedMail, moment: int
) -> None:
    """Queue an email under an id of its day and its recipient: it is the same in each process."""
    digest = hashlib.sha256(f"{day} {to.address}".encode()).digest()
    text = base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")
    mail = {
        "id": digest.hex()[:40],
        "kind": KIND,
        "staff": to.member,
        "text": text,
        "recipient": to.address,
        "created": moment,
    }
    rows: tuple[tuple[sa.Table, dict[str, Any]], ...] = (
        (texts, {"id": text, **vars(words)}),
        (outbox, mail),
    )
    for table, row in rows:
        insert = insert_into(connection, table)
        connection.execute(insert.values(row).on_conflict_do_nothing())

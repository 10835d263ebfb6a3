"""Finds the data stored about a person, by their address or their name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from brochure.text.entered import mail_address
from brochure.text.folded import folded
from intake.journey.draft import Draft
from intake.journey.submission import parse_answers
from intake.storage import draft_table, listing
from intake.storage.tables import cases, mailbox, outbox, submissions, texts
from intake.storage.tables import staff as members

# A case with all that belongs to it; a draft; what staff wrote about another's case; an email that
# is about neither; one of the staff.
Kind = Literal["case", "draft", "text", "mail", "member"]
# In what of a case: in what was sent, in what staff wrote about it, in whom emails went to.
Where = Literal["answers", "texts", "mails"]

_PORTION = 500  # cases that are asked for at once
_BETWEEN_WORDS = re.compile(r'[\s,;<>"]+')


@dataclass(frozen=True)
class PersonMatch:
    """Something stored in which a person is named.

    ``case`` is the reference of the case that it is or is about, ``at`` when it came, in seconds
    since 1970, or 0 if that is not known.
    """

    kind: Kind
    id: str
    case: str = ""
    at: int = 0
    label: str = ""
    where: tuple[Where, ...] = ()

    @property
    def name(self) -> str:
        """What names it among all that is stored."""
        return f"{self.kind}:{self.id}"


def parse(name: str) -> tuple[Kind, str] | None:
    """Return the kind and the id in a name, or ``None`` if it cannot be one."""
    kind, _, id_ = name.partition(":")
    known = next((one for one in get_args(Kind) if one == kind), None)
    return (known, id_) if known and id_ else None


def find(engine: Engine, sought: str) -> list[PersonMatch]:
    """Return everything that has all of the words, however they are written.

    It is read page by page, so that nobody who writes has to wait.
    """
    query = _Query(sought)
    if not query.words:
        return []
    named = {row.reference for row in _submissions(engine) if query.is_sender(row)}
    drafts = {each.id: each for each in listing.list_drafts(engine) if query.is_in(*_typed(each))}
    of_cases = sa.select(texts).where(texts.c.case.is_not(None))
    written = [
        row
        for row in listing.in_pages(engine, of_cases, texts.c.id)
        if query.is_in(row.subject, row.body)
    ]
    with engine.connect() as connection:
        mails = connection.execute(query.mails()).all()
        for name in {mail.draft for mail in mails if mail.draft} - drafts.keys():
            if draft := draft_table.load(connection, name):
                drafts[name] = draft
        found = [*_cases(connection, named, written, mails)]
        found += [PersonMatch("draft", each.id, at=each.created) for each in drafts.values()]
        theirs = {each.case for each in found}
        found += [
            PersonMatch("text", row.id, row.case) for row in written if row.case not in theirs
        ]
        found += [
            PersonMatch("mail", mail.id, at=mail.created, label=mail.recipient)
            for mail in mails
            if not (mail.submission or mail.draft or mail.staff)
        ]
        found += [
            PersonMatch("member", row.id, at=row.created, label=row.name)
            for row in connection.execute(sa.select(members)).all()
            if query.is_in(row.name, row.address or "")
        ]
    return found


class _Query:
    """What is sought: words that must all be there, in any case and with any accents."""

    def __init__(self, sought: str) -> None:
        words = [word for word in _BETWEEN_WORDS.split(sought) if word]
        self.words = [folded(word) for word in words]
        self._in_addresses = [mail_address(word).lower() for word in words]

    def is_in(self, *stored: str) -> bool:
        there = folded("\n".join(stored))
        return all(word in there for word in self.words)

    def is_sender(self, row: Any) -> bool:
        """Whether the words are in a submission's answers, or in its corrected address."""
        address = row.address or ""
        # Almost none has all words: the others need not be taken apart.
        there = folded(f"{address}\n{row.answers}")
        if not all(word in there or "\\" in word for word in self.words):
            return False
        return self.is_in(address, *_values(parse_answers(row.answers)))

    def mails(self) -> sa.Select[Any]:
        """Return the query for emails to such an address."""
        query = sa.select(outbox, cases.c.reference).outerjoin(
            cases, cases.c.submission == outbox.c.submission
        )
        return query.where(
            *(mailbox.contains(word, autoescape=True) for word in self._in_addresses)
        )


def _submissions(engine: Engine) -> Iterator[Any]:
    columns = submissions.c["id", "reference", "address", "answers"]
    return listing.in_pages(engine, sa.select(*columns), submissions.c.id)


def _cases(
    connection: Connection, named: set[str], written: Sequence[Any], mails: Sequence[Any]
) -> Iterator[PersonMatch]:
    """Yield the cases in which the person is the sender or was written to, the oldest first."""
    mailed = {mail.reference for mail in mails if mail.reference}
    noted = {row.case for row in written}
    for row in _in_portions(connection, sorted(named | mailed)):
        places: dict[Where, set[str]] = {"answers": named, "texts": noted, "mails": mailed}
        where = tuple(place for place, there in places.items() if row.reference in there)
        yield PersonMatch(
            "case", row.reference, row.reference, row.received, row.institution, where
        )


def _in_portions(connection: Connection, references: list[str]) -> Iterator[Any]:
    for first in range(0, len(references), _PORTION):
        some = references[first : first + _PORTION]
        query = sa.select(cases).where(cases.c.reference.in_(some)).order_by(cases.c.received)
        yield from connection.execute(query).all()


def _values(answers: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for values in answers.values():
        yield from values


def _typed(draft: Draft) -> Iterator[str]:
    """Yield all that someone has typed into a draft."""
    yield from _values(draft.answers)
    for attempt in draft.attempts.values():
        yield from _values(attempt.values)
        yield from _values(attempt.other or {})

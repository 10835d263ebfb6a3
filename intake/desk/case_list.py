"""The list of cases: which ones, in which order, a page at a time.

Everything is read at once, before anything is shown: nobody who looks at a list stops who writes.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from brochure.schema import Desk
from brochure.site.form_answers import Answers
from brochure.text.folded import folded
from intake.journey import references
from intake.journey.submission import parse_answers
from intake.sign_in.member import ROLES
from intake.storage.case_table import SPAM, Case, case_of
from intake.storage.tables import cases, staff, submissions

PAGE = 50  # cases
TO_DO, ALL = "to-do", "all"
NOBODY = "nobody"
LONGEST = "longest"  # the order in which what has waited longest comes first
_DAY = 86_400
_LONGEST_SEARCH = 200  # characters
_DIGITS = 5


@dataclass(frozen=True)
class Filter:
    """Which cases a list has. Empty parts say nothing; ``view`` is a state, or ``to-do``, or all.

    ``text`` is sought in references, institutions, persons and addresses. ``waiting`` is a number
    of days in which nobody has done anything.
    """

    view: str = ""
    text: str = ""
    country: str = ""
    area: str = ""
    language: str = ""
    assigned: str = ""
    waiting: int = 0
    order: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filter:
        """Return the filter of an address; what cannot be read in it says nothing."""
        names = ("view", "country", "area", "language", "assigned", "order")
        texts: dict[str, Any] = {name: query[name][:64] for name in names if name in query}
        text = " ".join(query.get("text", "").replace("\0", "")[:_LONGEST_SEARCH].split())
        waiting, page = (_number(query.get(name, "")) for name in ("waiting", "page"))
        return cls(text=text, waiting=waiting, page=max(page, 1), **texts)

    @property
    def query(self) -> dict[str, str]:
        """What of it stands in an address."""
        parts = {name: str(getattr(self, name)) for name in self.__dataclass_fields__}
        nothing = {"waiting": "0", "page": "1"}
        return {name: value for name, value in parts.items() if value != nothing.get(name, "")}

    @property
    def narrows(self) -> bool:
        """Whether it leaves out cases of its view."""
        return self != Filter(view=self.view, order=self.order, page=self.page)

    @property
    def shown(self) -> str:
        """The view: what is to do, unless something is sought, which may be anywhere."""
        return self.view or (ALL if self.text else TO_DO)


@dataclass(frozen=True)
class Listed:
    """A page of a list: ``numbers`` has how many cases there are in each state.

    ``answers`` has those of the page's cases by reference, ``members`` all staff's names by id, and
    ``team`` the names of those to whom a case can be assigned.
    ``countries`` are those of all cases.
    """

    cases: list[Case]
    answers: Mapping[str, Answers]
    numbers: Mapping[str, int]
    members: Mapping[str, str]
    team: Mapping[str, str]
    countries: tuple[str, ...]
    total: int
    filter: Filter

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return max(1, -(-self.total // PAGE))


def _number(text: str) -> int:
    """Return a number that could be meant; else 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0


def finals(desk: Desk) -> frozenset[str]:
    """Return the states in which a case waits for nobody."""
    return frozenset({SPAM} | {state.id for state in desk.states if state.final})


def read(engine: Engine, desk: Desk, chosen: Filter) -> Listed:
    """Return a page of a list; of a page that there is not, the last one."""
    with engine.connect() as connection:
        counted = _count(connection, desk, chosen)
        numbers = _numbers(counted, chosen.country)
        total = sum(number for state, number in numbers.items() if _is_in(state, chosen, desk))
        page = min(chosen.page, max(1, -(-total // PAGE)))
        # First which ones: what is read of all that are sorted is as little as can be.
        of_page = (
            sa.select(cases.c.reference)
            .where(*_conditions(connection, desk, chosen), *_in_view(chosen.shown, desk))
            .order_by(*_order(chosen, scans=chosen.narrows))
            .limit(PAGE)
            .offset((page - 1) * PAGE)
        )
        query = (
            sa.select(cases, submissions.c.answers)
            .outerjoin(submissions, submissions.c.id == cases.c.submission)
            .where(cases.c.reference.in_(connection.execute(of_page).scalars().all()))
            .order_by(*_order(chosen))
        )
        rows = connection.execute(query).all()
        members, handling = names(connection), team(connection)
    return Listed(
        [case_of(row) for row in rows],
        {row.reference: parse_answers(row.answers) for row in rows if row.answers},
        numbers,
        members,
        handling,
        tuple({country for _, country in counted if country} | {*filter(None, [chosen.country])}),
        total,
        replace(chosen, page=page),
    )


def _count(connection: Connection, desk: Desk, chosen: Filter) -> dict[tuple[str, str], int]:
    """Return how many cases there are by state and country: any that could be chosen, too."""
    anywhere = replace(chosen, country="")
    columns: dict[str, sa.ColumnElement[str]] = {"state": cases.c.state, "country": cases.c.country}
    if anywhere.narrows:  # where all are looked at, the order of an index would slow SQLite down
        columns = {name: column.concat("") for name, column in columns.items()}
    named = [column.label(name) for name, column in columns.items()]
    query = sa.select(*named, sa.func.count().label("number")).group_by(*columns.values())
    rows = connection.execute(query.where(*_conditions(connection, desk, anywhere)))
    return {(row.state, row.country): row.number for row in rows}


def _numbers(counted: Mapping[tuple[str, str], int], country: str) -> dict[str, int]:
    numbers: Counter[str] = Counter()
    for (state, where), number in counted.items():
        if not country or country == where:
            numbers[state] += number
    return numbers


def _order(chosen: Filter, *, scans: bool = False) -> tuple[sa.ColumnElement[Any], ...]:
    """Return the order of a list; one that ``scans`` all cases is not led astray by an index."""
    first = cases.c.touched if chosen.order == LONGEST else cases.c.received
    by = first + 0 if scans else first
    return by if chosen.order == LONGEST else by.desc(), cases.c.reference


def names(connection: Connection) -> dict[str, str]:
    """Return the names of all staff, also of those who are gone, by id."""
    return {row.id: row.name for row in connection.execute(sa.select(staff.c.id, staff.c.name))}


def team(connection: Connection) -> dict[str, str]:
    """Return the names of those to whom a case can be assigned, in their order, by id."""
    may_handle = ROLES[ROLES.index("handle") :]
    query = sa.select(staff.c.id, staff.c.name).where(staff.c.active, staff.c.role.in_(may_handle))
    rows = connection.execute(query.order_by(staff.c.name, staff.c.id))
    return {row.id: row.name for row in rows}


def _in_view(view: str, desk: Desk) -> tuple[sa.ColumnElement[bool], ...]:
    if view == ALL:
        return ()
    if view == TO_DO:
        return (cases.c.state.not_in(finals(desk)),)
    return (cases.c.state == view,)


def _is_in(state: str, chosen: Filter, desk: Desk) -> bool:
    if chosen.shown == TO_DO:
        return state not in finals(desk)
    return chosen.shown in {ALL, state}


def _conditions(
    connection: Connection, desk: Desk, chosen: Filter
) -> Iterator[sa.ColumnElement[bool]]:
    if chosen.country:
        yield cases.c.country == chosen.country
    if chosen.language:
        yield cases.c.language == chosen.language
    if chosen.assigned:
        whom = "" if chosen.assigned == NOBODY else chosen.assigned
        yield sa.func.coalesce(cases.c.assigned, "") == whom
    if chosen.waiting:
        yield cases.c.touched + 0 < int(time.time()) - chosen.waiting * _DAY
        yield cases.c.state.not_in(finals(desk))
    # What takes longer comes last: it is asked of fewer.
    is_sqlite = connection.dialect.name == "sqlite"
    place = sa.func.instr if is_sqlite else sa.func.strpos  # quicker than LIKE
    if chosen.area:
        yield place(cases.c.areas, f",{chosen.area},") > 0
    reference = references.parse(chosen.text)
    for word in [reference.lower()] if reference else folded(chosen.text).split():
        yield place(cases.c.sought, word) > 0

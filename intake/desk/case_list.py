"""The list of cases: which ones, in which order, a page at a time.

Everything is read at once, before anything is shown: nobody who looks at a list stops who writes.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from brochure.schema import Desk
from brochure.site.form_answers import Answers
from brochure.text.folded import folded
from intake import references
from intake.case_table import SPAM, Case, case_of
from intake.desk.member import ROLES
from intake.submission import parse_answers
from intake.tables import cases, staff, submissions

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
    narrowed = list(_conditions(chosen, desk))
    counting = (
        sa.select(cases.c.state, sa.func.count().label("number"))
        .where(*narrowed)
        .group_by(cases.c.state)
    )
    in_view = _in_view(chosen.shown, desk)
    with engine.connect() as connection:
        numbers = {row.state: row.number for row in connection.execute(counting)}
        total = sum(number for state, number in numbers.items() if _is_in(state, chosen, desk))
        page = min(chosen.page, max(1, -(-total // PAGE)))
        # The answers of one page are read, and not those of all that are sorted.
        chosen_page = (
            sa.select(cases)
            .where(*narrowed, *in_view)
            .order_by(*_order(cases, chosen))
            .limit(PAGE)
            .offset((page - 1) * PAGE)
            .subquery()
        )
        query = (
            sa.select(chosen_page, submissions.c.answers)
            .outerjoin(submissions, submissions.c.id == chosen_page.c.submission)
            .order_by(*_order(chosen_page, chosen))
        )
        rows = connection.execute(query).all()
        members, handling = names(connection), team(connection)
        countries = connection.execute(sa.select(cases.c.country).distinct()).scalars().all()
    return Listed(
        [case_of(row) for row in rows],
        {row.reference: parse_answers(row.answers) for row in rows if row.answers},
        numbers,
        members,
        handling,
        tuple(filter(None, countries)),
        total,
        replace(chosen, page=page),
    )


def _order(table: sa.FromClause, chosen: Filter) -> tuple[sa.ColumnElement[Any], ...]:
    first = table.c.touched if chosen.order == LONGEST else table.c.received.desc()
    return first, table.c.reference


def names(connection: sa.Connection) -> dict[str, str]:
    """Return the names of all staff, also of those who are gone, by id."""
    return {row.id: row.name for row in connection.execute(sa.select(staff.c.id, staff.c.name))}


def team(connection: sa.Connection) -> dict[str, str]:
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


def _conditions(chosen: Filter, desk: Desk) -> Any:
    reference = references.parse(chosen.text)
    for word in [reference.lower()] if reference else folded(chosen.text).split():
        yield cases.c.sought.contains(word, autoescape=True)
    if chosen.country:
        yield cases.c.country == chosen.country
    if chosen.area:
        yield cases.c.areas.contains(f",{chosen.area},", autoescape=True)
    if chosen.language:
        yield cases.c.language == chosen.language
    if chosen.assigned == NOBODY:
        yield cases.c.assigned.is_(None)
    elif chosen.assigned:
        yield cases.c.assigned == chosen.assigned
    if chosen.waiting:
        yield cases.c.touched < int(time.time()) - chosen.waiting * _DAY
        yield cases.c.state.not_in(finals(desk))

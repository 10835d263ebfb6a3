"""The list of cases: a page of those that a filter lets through, in order.

Everything is read at once, before anything is shown, so that readers never block writers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from brochure.schema import Desk
from brochure.site.form_answers import Answers
from intake.desk.case_filter import LONGEST, Filter, conditions, in_view, is_in
from intake.journey.submission import parse_answers
from intake.sign_in import team
from intake.storage.case_table import Case, case_of
from intake.storage.tables import cases, submissions

PAGE = 50  # cases


@dataclass(frozen=True)
class CasePage:
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


def read(engine: Engine, desk: Desk, chosen: Filter) -> CasePage:
    """Return a page of a list: the last one, if there are fewer."""
    with engine.connect() as connection:
        counted = _count(connection, desk, chosen)
        numbers = _numbers(counted, chosen.country)
        total = sum(number for state, number in numbers.items() if is_in(state, chosen.shown, desk))
        page = min(chosen.page, max(1, -(-total // PAGE)))
        # First which ones: what is read of all that are sorted is as little as can be.
        of_page = (
            sa.select(cases.c.reference)
            .where(*conditions(connection, desk, chosen), *in_view(chosen.shown, desk))
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
        members, handling = team.names(connection), team.handling(connection)
    return CasePage(
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
    rows = connection.execute(query.where(*conditions(connection, desk, anywhere)))
    return {(row.state, row.country): row.number for row in rows}


def _numbers(counted: Mapping[tuple[str, str], int], country: str) -> dict[str, int]:
    numbers: Counter[str] = Counter()
    for (state, where), number in counted.items():
        if not country or country == where:
            numbers[state] += number
    return numbers


def _order(chosen: Filter, *, scans: bool = False) -> tuple[sa.ColumnElement[Any], ...]:
    """Return the order of a list; one that ``scans`` all cases must not use an index."""
    first = cases.c.touched if chosen.order == LONGEST else cases.c.received
    by = first + 0 if scans else first
    return by if chosen.order == LONGEST else by.desc(), cases.c.reference

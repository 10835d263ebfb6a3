"""Figures: how many requests there are, by month, state, country and area. They name nobody."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from brochure.text.tree import without_markup
from intake.desk.labels import Labels
from intake.storage.case_table import HELD, SPAM
from intake.storage.export import safe_cell
from intake.storage.tables import cases

# What is counted, by which column of the export.
BY = ("month", "state", "country", "area")


@dataclass(frozen=True)
class Figures:
    """Numbers of cases by month (``2026-11``), state, country and area; ``since`` the first came.

    Only by state, those that are held and spam are counted, too.
    """

    since: int | None
    total: int
    by: Mapping[str, Mapping[str, int]]


def read(engine: Engine, zone: datetime.tzinfo) -> Figures:
    """Count the cases; a month begins in the site's time zone."""
    real = cases.c.state.not_in([HELD, SPAM])
    by: dict[str, Counter[str]] = {name: Counter() for name in BY}
    columns = (cases.c.state, cases.c.country, cases.c.areas)
    with engine.connect() as connection:
        span = sa.select(sa.func.min(cases.c.received), sa.func.max(cases.c.received))
        since, last = connection.execute(span.where(real)).one()
        if since is not None:
            months = connection.execute(_by_month(real, since, last, zone))
            by["month"] = Counter({row.month: row.number for row in months})
        counting = sa.select(*columns, sa.func.count().label("number")).group_by(*columns)
        for row in connection.execute(counting):
            by["state"][row.state] += row.number
            if row.state not in {HELD, SPAM}:
                by["country"][row.country] += row.number
                for area in filter(None, row.areas.split(",")) if row.areas else [""]:
                    by["area"][area] += row.number
    return Figures(since, by["country"].total(), by)


def _by_month(
    real: sa.ColumnElement[bool], since: int, last: int, zone: datetime.tzinfo
) -> sa.CompoundSelect[Any]:
    """Return the query that counts the cases of each month; an index covers it."""
    counts, begin = [], since
    for name, end in _months(since, last, zone):
        within = (cases.c.received >= begin, cases.c.received < end)
        number = sa.func.count().label("number")
        counts.append(sa.select(sa.literal(name).label("month"), number).where(real, *within))
        begin = end
    return sa.union_all(*counts)


def _months(since: int, last: int, zone: datetime.tzinfo) -> Iterator[tuple[str, int]]:
    """Yield each month, and when it ends."""
    first, end = (datetime.datetime.fromtimestamp(time, zone) for time in (since, last))
    year, month = first.year, first.month
    while (year, month) <= (end.year, end.month):
        name = f"{year}-{month:02}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004 - December
        yield name, int(datetime.datetime(year, month, 1, tzinfo=zone).timestamp())


def as_csv(figures: Figures, labels: Labels) -> str:
    """Return the figures as CSV that is safe to open in a spreadsheet: a line each."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(["by", "value", "name", "requests"])
    for by in BY:
        for value, name, count in named(figures, by, labels):
            writer.writerow([by, safe_cell(value), safe_cell(name), str(count)])
    return "\ufeff" + text.getvalue()


def as_json(figures: Figures, labels: Labels) -> str:
    """Return the figures as JSON: lists by what is counted."""
    found = {
        by: [
            {"value": value, "name": str(name), "requests": count}
            for value, name, count in named(figures, by, labels)
        ]
        for by in BY
    }
    return json.dumps({"total": figures.total, **found}, ensure_ascii=False, indent=2)


def named(figures: Figures, by: str, labels: Labels) -> list[tuple[str, str, int]]:
    """Return values with their names and numbers, in the order in which they are read."""
    counts = figures.by[by]
    none = without_markup(labels.string("not-given"))
    if by == "month":
        names = {value: labels.month(value) for value in sorted(counts)}
    elif by == "state":
        known = [state.id for state in labels.states]
        order = (*known, *(one for one in counts if one not in {*known, HELD, SPAM}), HELD, SPAM)
        names = {value: without_markup(labels.state(value)) for value in order}
    elif by == "area":
        order = (*labels.areas, *(one for one in counts if one and one not in labels.areas))
        names = {value: without_markup(labels.area(value)) for value in order}
    else:
        by_number = sorted(
            labels.countries(filter(None, counts)).items(), key=lambda one: -counts[one[0]]
        )
        names = dict(by_number)
    found = [(value, name, counts.get(value, 0)) for value, name in names.items()]
    return [*found, *([("", none, counts[""])] if counts.get("") and by != "state" else [])]

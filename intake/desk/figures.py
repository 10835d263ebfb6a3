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
from sqlalchemy import Connection, Engine

from intake.case_table import HELD, SPAM
from intake.desk.labels import Labels
from intake.export import safe_cell
from intake.tables import cases

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
    number = sa.func.count()
    real = cases.c.state.not_in([HELD, SPAM])
    areas: Counter[str] = Counter()
    with engine.connect() as connection:
        by = {
            "state": _count(connection, cases.c.state, sa.true()),
            "country": _count(connection, cases.c.country, real),
        }
        together = _count(connection, cases.c.areas, real)
        since, last, total = connection.execute(
            sa.select(sa.func.min(cases.c.received), sa.func.max(cases.c.received), number).where(
                real
            )
        ).one()
        months = _by_month(connection, real, list(_months(since, last, zone)) if total else [])
    for ids, count in together.items():
        for area in filter(None, ids.split(",")) if ids else [""]:
            areas[area] += count
    return Figures(since, total, by | {"area": areas, "month": months})


def _count(
    connection: Connection, column: sa.ColumnElement[Any], which: sa.ColumnElement[bool]
) -> dict[Any, int]:
    query = sa.select(column.label("value"), sa.func.count().label("number")).where(which)
    return {row.value: row.number for row in connection.execute(query.group_by(column))}


def _months(since: int, last: int, zone: datetime.tzinfo) -> Iterator[tuple[str, int]]:
    """Yield each month, and when it ends."""
    first, end = (datetime.datetime.fromtimestamp(time, zone) for time in (since, last))
    year, month = first.year, first.month
    while (year, month) <= (end.year, end.month):
        name = f"{year}-{month:02}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004 - December
        yield name, int(datetime.datetime(year, month, 1, tzinfo=zone).timestamp())


def _by_month(
    connection: Connection, real: sa.ColumnElement[bool], months: list[tuple[str, int]]
) -> dict[str, int]:
    if not months:
        return {}
    which = sa.case(*((cases.c.received < end, index) for index, (_, end) in enumerate(months)))
    counts = _count(connection, which, real)
    return {name: counts.get(index, 0) for index, (name, _) in enumerate(months)}


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
    none = labels.string("not-given").striptags()
    if by == "month":
        names = {value: labels.month(value) for value in counts}
    elif by == "state":
        known = [state.id for state in labels.states]
        order = (*known, *(one for one in counts if one not in {*known, HELD, SPAM}), HELD, SPAM)
        names = {value: _words(labels.state(value)) for value in order}
    elif by == "area":
        order = (*labels.areas, *(one for one in counts if one and one not in labels.areas))
        names = {value: _words(labels.area(value)) for value in order}
    else:
        by_number = sorted(
            labels.countries(filter(None, counts)).items(), key=lambda one: -counts[one[0]]
        )
        names = dict(by_number)
    found = [(value, name, counts.get(value, 0)) for value, name in names.items()]
    return [*found, *([("", none, counts[""])] if counts.get("") and by != "state" else [])]


def _words(text: str) -> str:
    """Return words without markup, for other programs."""
    return getattr(text, "striptags", lambda: text)()

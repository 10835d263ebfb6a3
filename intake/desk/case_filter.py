"""Which cases a list has: what one chooses in it, as an address says it and as a database does."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from brochure.schema import Desk
from brochure.schema.desk import ALL, TO_DO
from brochure.text.entered import number
from brochure.text.folded import folded
from intake.journey import references
from intake.storage.case_table import finals
from intake.storage.periods import DAY
from intake.storage.tables import cases

NOBODY = "nobody"
LONGEST = "longest"  # the order in which what has waited longest comes first
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
        """Return the filter of an address; what cannot be read in it is left out."""
        names = ("view", "country", "area", "language", "assigned", "order")
        texts: dict[str, Any] = {name: query[name][:64] for name in names if name in query}
        text = " ".join(query.get("text", "").replace("\0", "")[:_LONGEST_SEARCH].split())
        waiting, page = (number(query.get(name, ""), _DIGITS) or 0 for name in ("waiting", "page"))
        return cls(text=text, waiting=waiting, page=max(page, 1), **texts)

    @property
    def query(self) -> dict[str, str]:
        """The query parameters that differ from their defaults."""
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


def in_view(view: str, desk: Desk) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions of a view."""
    if view == ALL:
        return ()
    if view == TO_DO:
        return (cases.c.state.not_in(finals(desk)),)
    return (cases.c.state == view,)


def is_in(state: str, view: str, desk: Desk) -> bool:
    """Whether the cases in a state are in a view."""
    return state not in finals(desk) if view == TO_DO else view in {ALL, state}


def conditions(
    connection: Connection, desk: Desk, chosen: Filter
) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the conditions of a list besides those of its view."""
    if chosen.country:
        yield cases.c.country == chosen.country
    if chosen.language:
        yield cases.c.language == chosen.language
    if chosen.assigned:
        whom = "" if chosen.assigned == NOBODY else chosen.assigned
        yield sa.func.coalesce(cases.c.assigned, "") == whom
    if chosen.waiting:
        yield cases.c.touched + 0 < int(time.time()) - chosen.waiting * DAY
        yield cases.c.state.not_in(finals(desk))
    # What takes longer comes last: it is asked of fewer.
    is_sqlite = connection.dialect.name == "sqlite"
    place = sa.func.instr if is_sqlite else sa.func.strpos  # quicker than LIKE
    if chosen.area:
        yield place(cases.c.areas, f",{chosen.area},") > 0
    reference = references.parse(chosen.text)
    for word in [reference.lower()] if reference else folded(chosen.text).split():
        yield place(cases.c.sought, word) > 0

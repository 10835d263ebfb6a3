"""The list of cases as its template shows it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from brochure.schema import Desk
from brochure.schema.desk import ALL, TO_DO
from brochure.site.form_answers import answer_to, field_with
from intake.desk.case_filter import LONGEST, NOBODY, Filter
from intake.desk.case_list import CasePage
from intake.desk.labels import Labels
from intake.sign_in.member import Member
from intake.storage.case_table import HELD, SPAM, Case, finals
from intake.storage.periods import DAY

_WAITING = (7, 14, 30, 60, 90)  # days that one can choose


@dataclass(frozen=True)
class ViewLink:
    """A link to another view of the list; ``number`` is how many cases that has."""

    name: str
    label: str
    url: str
    number: str = ""
    current: bool = False


@dataclass(frozen=True)
class Choice:
    """The choices of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Select:
    """A filter with its choices."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Row:
    """A case in the list; ``kind`` is ``held``, ``spam``, ``final`` or empty."""

    reference: str
    url: str
    institution: str
    person: str
    is_erased: bool
    country: str
    areas: tuple[str, ...]
    state: str
    kind: str
    assigned: str
    is_mine: bool
    received: str
    waits: str


@dataclass(frozen=True)
class ListView:
    """A page of the list, with the ways to others."""

    text: str
    view: str
    views: tuple[ViewLink, ...]
    selects: tuple[Select, ...]
    shown: str
    narrows: bool
    is_filtered: bool
    rows: tuple[Row, ...]
    total: str
    number: str
    pages: str
    previous_url: str
    next_url: str
    clear_url: str
    all_url: str
    is_empty: bool


class ListMaker:
    """Makes the view of a list for one of the staff."""

    def __init__(self, labels: Labels, desk: Desk, member: Member, address: str) -> None:
        self.labels, self.desk, self.member, self.address = labels, desk, member, address

    def view(self, listed: CasePage) -> ListView:
        """Return the list as its template shows it."""
        chosen, page = listed.filter, listed.filter.page
        everywhere = sum(listed.numbers.values())
        return ListView(
            text=chosen.text,
            view=chosen.view,
            views=tuple(self._views(listed)),
            selects=tuple(self._selects(listed)),
            shown=chosen.shown,
            narrows=chosen.narrows,
            is_filtered=replace(chosen, text="").narrows,
            rows=tuple(self._row(case, listed) for case in listed.cases),
            total=self.labels.number(listed.total),
            number=self.labels.number(page),
            pages=self.labels.number(listed.pages) if listed.pages > 1 else "",
            previous_url=self._url(replace(chosen, page=page - 1)) if page > 1 else "",
            next_url=self._url(replace(chosen, page=page + 1)) if page < listed.pages else "",
            clear_url=self._url(Filter(view=chosen.view, order=chosen.order)),
            all_url=self._url(replace(chosen, view=ALL, page=1))
            if everywhere and not listed.total
            else "",
            is_empty=not everywhere and not chosen.narrows,
        )

    def _url(self, chosen: Filter) -> str:
        return f"{self.address}?{urlencode(chosen.query)}" if chosen.query else self.address

    def _views(self, listed: CasePage) -> Iterator[ViewLink]:
        numbers, chosen = listed.numbers, listed.filter
        known = [state.id for state in self.desk.states]
        others = [state for state in numbers if state not in {*known, HELD, SPAM}]
        to_do = sum(n for state, n in numbers.items() if state not in finals(self.desk))
        yield self._view(TO_DO, self.labels.string("to-do"), to_do, chosen)
        if numbers.get(HELD) or chosen.shown == HELD:
            yield self._view(HELD, self.labels.state(HELD), numbers.get(HELD, 0), chosen)
        for state in (*known, *others):
            yield self._view(state, self.labels.state(state), numbers.get(state, 0), chosen)
        yield self._view(SPAM, self.labels.state(SPAM), numbers.get(SPAM, 0), chosen)
        yield self._view(ALL, self.labels.string("all"), sum(numbers.values()), chosen)

    def _view(self, name: str, label: str, number: int, chosen: Filter) -> ViewLink:
        url = self._url(replace(chosen, view=name, page=1))
        return ViewLink(name, label, url, self.labels.number(number), name == chosen.shown)

    def _selects(self, listed: CasePage) -> Iterator[Select]:
        labels, chosen, form = self.labels, listed.filter, self.labels.form
        if field_with(form, "country"):
            yield self._select("country", chosen.country, labels.countries(listed.countries))
        if field_with(form, "areas"):
            yield self._select("area", chosen.area, labels.areas)
        if len(labels.site.tags) > 1:
            languages = {tag: labels.language_name(tag) for tag in labels.site.tags}
            yield self._select("language", chosen.language, languages)
        yield self._select("assigned", chosen.assigned, self._people(listed))
        days = sorted({*_WAITING, self.desk.untouched_days, *filter(None, [chosen.waiting])})
        waiting = {str(number): labels.days(number) for number in days}
        yield self._select("waiting", str(chosen.waiting or ""), waiting)
        orders = {"": labels.string("newest"), LONGEST: labels.string("longest")}
        yield Select("order", labels.string("order"), choices(orders, chosen.order))

    def _select(self, name: str, chosen: str, values: Mapping[str, str]) -> Select:
        offered = {"": self.labels.string("any"), **values}
        return Select(name, self.labels.string(name), choices(offered, chosen))

    def _people(self, listed: CasePage) -> dict[str, str]:
        own = {self.member.id: self.labels.you(self.member.name)}
        others = {one: name for one, name in listed.team.items() if one != self.member.id}
        chosen = listed.filter.assigned
        if chosen in listed.members.keys() - own.keys():  # perhaps somebody who is gone
            others.setdefault(chosen, listed.members[chosen])
        return {NOBODY: self.labels.string("nobody"), **own, **others}

    def _row(self, case: Case, listed: CasePage) -> Row:
        labels, answers = self.labels, listed.answers.get(case.reference, {})
        days = (int(time.time()) - case.touched) // DAY
        waits = days >= self.desk.untouched_days and case.state not in finals(self.desk)
        return Row(
            reference=case.reference,
            url=f"{self.address}requests/{case.reference}",
            institution=case.institution,
            person=answer_to(labels.form, "person", answers),
            is_erased=case.submission is None,
            country=labels.country(case.country) if case.country else "",
            areas=tuple(map(labels.area, case.areas)),
            state=labels.state(case.state),
            kind=labels.kind(case.state),
            assigned=listed.members.get(case.assigned or "", ""),
            is_mine=case.assigned == self.member.id,
            received=labels.date(case.received),
            waits=labels.days(days) if waits else "",
        )


def choices(offered: Mapping[str, str], chosen: str) -> tuple[Choice, ...]:
    """Return the choices of a list, by value."""
    return tuple(Choice(value, label, value == chosen) for value, label in offered.items())

"""The days on which something is shown are in order, and not all over.

Pass: ``shown_from: 2026-03-01`` with ``shown_until: 2026-06-30``.
Fail: the two the other way round; other days in docs/fr/ than in docs/en/; days of a page that
every site needs. ``shown_until`` in the past and a link to what is not shown are warnings.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from brochure.files.source import Source
from brochure.problems import Location, Problem
from brochure.schema.describe import identity, noun
from brochure.site.hidden import items
from brochure.site.page import DAYS, FROM, UNTIL, Page
from brochure.site.page_index import FORM, HOME, NOT_FOUND
from brochure.site.site import Site

ID = "shown-days"

_ALWAYS = {HOME, NOT_FOUND, FORM}


class _Days(NamedTuple):
    """The days of a record or a page, where they are written, and which key has the first."""

    source: Source
    location: Location
    name: str
    since: str
    first: datetime.date | None
    last: datetime.date | None


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each record and page that is never shown, or no longer."""
    for days in (*_of_records(site), *_of_pages(site)):
        yield from _in_order(days, site.today)
    for page in site.pages.values():
        default = site.pages.get((site.tags[0], page.name))
        if page is default and page.role in _ALWAYS and (page.shown_from or page.shown_until):
            yield _always(page)
        elif default:
            yield from _other_days(page, default)
    yield from _links(site)


def _of_records(site: Site) -> Iterator[_Days]:
    for location, item, _ in items(site.content, site.today):
        source, name = site.sources[str(location[0])], f'{noun(type(item))} "{identity(item)}"'
        since = FROM if item.shown_from else "date"
        yield _Days(source, location, name, since, item.first_day, item.shown_until)


def _of_pages(site: Site) -> Iterator[_Days]:
    for (tag, name), page in site.pages.items():
        if tag == site.tags[0]:
            first, last = page.shown_from, page.shown_until
            yield _Days(page.source, (), f'page "{name}"', FROM, first, last)


def _in_order(days: _Days, today: datetime.date) -> Iterator[Problem]:
    at, (name, since, first, last) = (*days.location, UNTIL), days[2:]
    if first and last and last < first:
        message = f"{name} is never shown: its last day, {last}, is before its first, {first}"
        hint = f'Correct one of the two: "{since}: {first}" or "{UNTIL}: {last}".'
        yield days.source.problem(at, ID, message, hint)
    elif last and last < today:
        message = f"{name} is no longer shown: its last day was {last}"
        hint = f'Delete it; or write a later day, or delete the line "{UNTIL}", to show it again.'
        yield days.source.problem(at, ID, message, hint, level="warning")


def _always(page: Page) -> Problem:
    key = FROM if page.shown_from else UNTIL
    message = f'the page has the role "{page.role}", and is always shown'
    hint = f'Delete the line "{key}".'
    if page.role == FORM:
        hint += ' "requests:" in content/site.yaml says when requests are open.'
    return page.problem(page.source.position((key,)), ID, message, hint)


def _other_days(page: Page, default: Page) -> Iterator[Problem]:
    for key in DAYS:
        day, expected = getattr(page, key), getattr(default, key)
        if day and day != expected:
            message = f'"{key}" is {day} here, and {expected or "missing"} in {default.path}'
            hint = f"Delete the line: {default.path} alone says when the page is shown."
            yield page.problem(page.source.position((key,)), ID, message, hint)


def _links(site: Site) -> Iterator[Problem]:
    """Yield a warning for each link from what is shown to a page or record that is not."""
    hidden = {name for name in site.page_names if not site.is_page_shown(name)}
    if not hidden and not site.hidden_ids:
        return
    for tag in site.tags:
        for segment in site.segments_with_markup(tag):
            if site.is_hidden(segment.unit):
                continue
            for link in segment.document.links:
                page = link.page.removesuffix(".md")
                if not link.external and (page in hidden or link.fragment in site.hidden_ids):
                    what = "a page" if page in hidden else "a part of a page"
                    message = f"links to {link.target}, {what} that is not shown today"
                    effect = "readers see the words without the link"
                    if page not in hidden:
                        effect = "the link leads to the top of the page"
                    hint = f"While it is not shown, {effect}. Is that intended?"
                    yield segment.problem(link.offset, ID, message, hint, level="warning")

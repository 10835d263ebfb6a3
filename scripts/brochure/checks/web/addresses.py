"""Finds the web addresses of other sites in content and pages, each with all its places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Protocol

from brochure.problems import Level, Location, Problem
from brochure.site.site import Site

_SCHEMES = ("http://", "https://")


class MakeProblem(Protocol):
    """Makes a problem where an address is written."""

    def __call__(self, rule: str, message: str, hint: str, *, level: Level) -> Problem:
        """Return a problem there; ``message`` follows the name of the text."""
        ...


def external(site: Site) -> dict[str, list[MakeProblem]]:
    """Return the addresses of other sites with their places, in the order of the site.

    Links of texts and pages count, and the values of records, such as the ``url`` of a profile.
    The addresses at which the site itself is published and edited and its form is sent are left
    out, and so is whatever ``unasked_addresses`` in ``content/site.yaml`` names.
    """
    programme, form = site.content.site, site.content.form
    own = {programme.url, programme.edit_url, form.endpoint if form else ""}
    found: dict[str, list[MakeProblem]] = defaultdict(list)
    for address, place in (*_values(site), *_links(site)):
        if address not in own and not address.startswith(programme.unasked_addresses):
            found[address].append(place)
    return found


def _links(site: Site) -> Iterator[tuple[str, MakeProblem]]:
    for tag in site.tags:
        for segment in site.segments_with_markup(tag):
            for link in segment.document.links:
                if link.target.lower().startswith(_SCHEMES):
                    yield link.target, partial(segment.problem, link.offset)


def _values(site: Site) -> Iterator[tuple[str, MakeProblem]]:
    for source in site.sources.values():
        for location, value in _texts(source.data, ()):
            if value.startswith(_SCHEMES) and not value.split()[1:]:
                yield value, _named(partial(source.problem, location), str(location[-1]))


def _named(make: Callable[..., Problem], key: str) -> MakeProblem:
    def place(rule: str, message: str, hint: str, *, level: Level) -> Problem:
        return make(rule, f'"{key}" {message}', hint, level=level)

    return place


def _texts(data: Any, location: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(data, str):
        yield location, data
    elif isinstance(data, dict):
        for key, value in data.items():
            if key != "unasked_addresses":
                yield from _texts(value, (*location, key))
    elif isinstance(data, tuple):
        for index, value in enumerate(data):
            yield from _texts(value, (*location, index))

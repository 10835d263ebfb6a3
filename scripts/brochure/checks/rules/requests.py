"""The days and the time zone of requests exist, and texts name only days that are known.

Pass: ``{opens: 2027-03-01}``; ``Europe/Brussels``; ``{opening-day}`` in the words for ``not_yet``.
Fail: a window that closes before it opens, or has no day; ``Europe/Brussel``; ``{closing-day}``
where requests never close.
"""

from __future__ import annotations

import functools
import zoneinfo
from collections.abc import Iterator

from brochure.problems import Problem
from brochure.schema import RequestWindow
from brochure.site import requests
from brochure.site.site import Site
from brochure.site.validation_messages import WRONG_VALUE
from brochure.text.phases import Phase
from brochure.text.placeholders import PLACEHOLDER, placeholders
from brochure.text.suggestions import likely

UNKNOWN_DAY = "unknown-day"

_KEYS = {requests.OPENING_DAY: "opens", requests.CLOSING_DAY: "closes"}


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each wrong day, for an unknown zone, and for each unknown day."""
    yield from _window(site)
    yield from _zone(site)
    yield from _unknown_days(site)


def _window(site: Site) -> Iterator[Problem]:
    window, location = site.content.site.requests, ("site", "requests")
    if not isinstance(window, RequestWindow):
        return
    source = site.sources["site"]
    if not window.opens and not window.closes:
        hint = 'Write "requests: open", "requests: closed", or "requests: {opens: 2027-03-01}".'
        yield source.problem(
            location, WRONG_VALUE, "requests have neither an opening nor a closing day", hint
        )
    if window.opens and window.closes and window.closes < window.opens:
        message = f"requests close on {window.closes}, before they open on {window.opens}"
        hint = "Swap the two dates, or fix the year."
        yield source.problem(location, WRONG_VALUE, message, hint)


def _zone(site: Site) -> Iterator[Problem]:
    name, zones = site.content.site.time_zone, _zones()
    if name not in zones:
        message = f'unknown time zone "{name}"'
        what = "It is a continent and a city, such as Europe/Brussels, or UTC."
        hint = f"{likely(name, zones)} {what}".lstrip()
        yield site.sources["site"].problem(("site", "time_zone"), WRONG_VALUE, message, hint)


@functools.cache
def _zones() -> tuple[str, ...]:
    """Return the names of all time zones, for which a thousand files are looked at."""
    return tuple(sorted(zoneinfo.available_timezones()))


def _unknown_days(site: Site) -> Iterator[Problem]:
    """Yield a problem for each day that a text names where nobody knows it."""
    possible = _possible(site)
    for tag in site.tags:
        for segment in site.segments_with_words(tag, requests.DAYS):
            if not segment.unit.phases & possible:
                continue
            for match in placeholders(segment.text, is_prose=segment.is_prose):
                name = PLACEHOLDER.fullmatch(match[0])
                if name and name[1] in requests.DAYS and name[1] not in site.requests.days:
                    message = f"uses the day {match[0]}, which content/site.yaml does not set"
                    hint = (
                        f'Write "{_KEYS[name[1]]}: 2027-03-01" with the right day below "requests:"'
                        " there, or say it without the day. While requests are not yet open,"
                        " the opening day is always known."
                    )
                    yield segment.problem(match.start(), UNKNOWN_DAY, message, hint)


def _possible(site: Site) -> frozenset[Phase]:
    """Return the phases that requests can be in, now or later, without a change of the content."""
    window = site.content.site.requests
    if not isinstance(window, RequestWindow):
        return frozenset({window})
    found: set[Phase] = {"open"}
    found |= {"not_yet"} if window.opens else set()
    return frozenset(found | ({"closed"} if window.closes else set()))

"""Whether requests are accepted: the phase in which they are on a day, and which day it is."""

from __future__ import annotations

import datetime
import zoneinfo
from dataclasses import dataclass

from brochure.schema import Programme, RequestWindow
from brochure.text.phases import Phase

# Texts name the two days so, as they name facts.
DAYS = OPENING_DAY, CLOSING_DAY = "opening-day", "closing-day"


@dataclass(frozen=True)
class Requests:
    """The phase of requests, and their first and last day as far as they are known."""

    phase: Phase
    opens: datetime.date | None = None
    closes: datetime.date | None = None

    @property
    def open(self) -> bool:
        """Whether they are accepted."""
        return self.phase == "open"

    @property
    def days(self) -> dict[str, datetime.date]:
        """The days that are known, by the names that texts give them."""
        named = {OPENING_DAY: self.opens, CLOSING_DAY: self.closes}
        return {name: day for name, day in named.items() if day}


def zone(programme: Programme) -> datetime.tzinfo:
    """Return the programme's time zone; UTC if that is unknown."""
    try:
        return zoneinfo.ZoneInfo(programme.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):  # a rule reports it
        return datetime.UTC


def today(programme: Programme) -> datetime.date:
    """Return the day that it is now in the programme's time zone."""
    return datetime.datetime.now(zone(programme)).date()


def on(day: datetime.date, programme: Programme) -> Requests:
    """Return the state of requests on a day; both days of a window are included."""
    requests = programme.requests
    if not isinstance(requests, RequestWindow):
        return Requests(requests)
    opens, closes = requests.opens, requests.closes
    if closes and day > closes:
        return Requests("closed", opens, closes)
    return Requests("not_yet" if opens and day < opens else "open", opens, closes)

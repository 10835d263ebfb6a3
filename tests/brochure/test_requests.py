"""Requests are in one phase on each day, and the day is that of the programme's time zone."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from brochure.schema import Programme, RequestWindow
from brochure.site import requests
from brochure.site.requests import Requests
from tests.brochure.sites import edit, good, good_site, loaded

SITE = good()
FIRST, LAST = datetime.date(2026, 3, 1), datetime.date(2026, 6, 30)
DAY = datetime.timedelta(days=1)


def _programme(value: str | RequestWindow, zone: str = "UTC") -> Programme:
    return SITE.content.site.model_copy(update={"requests": value, "time_zone": zone})


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (FIRST - DAY, "not_yet"),
        (FIRST, "open"),
        (FIRST + 60 * DAY, "open"),
        (LAST, "open"),
        (LAST + DAY, "closed"),
    ],
)
def test_requests_open_on_the_first_day_and_close_after_the_last(
    day: datetime.date, phase: str
) -> None:
    found = replace(SITE, today=day).requests
    assert (found.phase, found.opens, found.closes) == (phase, FIRST, LAST)
    assert found.open == (phase == "open")


@pytest.mark.parametrize("word", ["open", "closed"])
def test_one_word_decides_without_a_day(word: str, tmp_path: Path) -> None:
    root = good_site(tmp_path)
    edit(root, "content/site.yaml", "{opens: 2026-03-01, closes: 2026-06-30}", word)
    assert loaded(root).requests == Requests(word)  # type: ignore[arg-type]  # one of its phases


def test_one_day_is_enough_to_open_or_to_close_requests() -> None:
    opening = _programme(RequestWindow(opens=FIRST))
    assert requests.on(FIRST - DAY, opening).phase == "not_yet"
    assert requests.on(LAST + 9999 * DAY, opening).phase == "open"
    closing = _programme(RequestWindow(closes=LAST))
    assert requests.on(FIRST - 9999 * DAY, closing).phase == "open"
    assert requests.on(LAST + DAY, closing).phase == "closed"


def test_the_day_is_that_of_the_time_zone_and_not_of_the_server() -> None:
    # Between these two zones there are always 26 hours: at any moment they have different days.
    ahead, behind = "Pacific/Kiritimati", "Etc/GMT+12"
    days = {zone: requests.today(_programme("open", zone)) for zone in (ahead, behind)}
    assert days[behind] < days[ahead]
    only_ahead = RequestWindow(opens=days[ahead], closes=days[ahead] + DAY)
    phases = {zone: requests.on(days[zone], _programme(only_ahead, zone)).phase for zone in days}
    assert phases == {ahead: "open", behind: "not_yet"}


def test_a_site_is_loaded_for_the_day_in_its_time_zone(tmp_path: Path) -> None:
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        root = good_site(tmp_path / zone.replace("/", "-"))
        edit(root, "content/site.yaml", "  requests:", f"  time_zone: {zone}\n  requests:")
        site = loaded(root)
        assert site.today == requests.today(site.content.site)
    assert requests.today(_programme("open", "nowhere")) == requests.today(_programme("open"))

"""Requests are accepted on the days of their window, and on no others."""

from __future__ import annotations

import dataclasses
import datetime
import zoneinfo
from collections.abc import Callable, Iterator

import pytest

from brochure.schema import RequestWindow
from brochure.site.site import Site
from tests.intake.answers import different
from tests.intake.pages import is_error_page, nothing_stored
from tests.intake.serving import RunningIntake, stamp

TAGS = ("en", "fr", "pt")


def in_state(
    site: Site, requests: str | RequestWindow, today: datetime.date, zone: str = "UTC"
) -> Site:
    programme = site.content.site.model_copy(update={"requests": requests, "time_zone": zone})
    content = site.content.model_copy(update={"site": programme})
    return dataclasses.replace(site, content=content, today=today)


def days() -> Iterator[tuple[str, str | RequestWindow, bool]]:
    today = datetime.datetime.now(datetime.UTC).date()
    day = datetime.timedelta(days=1)
    yield "closed", "closed", False
    yield "today only", RequestWindow(opens=today, closes=today), True
    yield "until yesterday", RequestWindow(opens=today - 9 * day, closes=today - day), False
    yield "from tomorrow", RequestWindow(opens=today + day, closes=today + 9 * day), False


@pytest.mark.parametrize("started", [0, 30])
@pytest.mark.parametrize("state", list(days()), ids=lambda state: str(state[0]))
def test_requests_are_accepted_only_on_their_days_however_long_ago_the_service_started(
    serve: Callable[..., RunningIntake],
    site: Site,
    state: tuple[str, str | RequestWindow, bool],
    started: int,
) -> None:
    _, requests, taken = state
    today = datetime.datetime.now(datetime.UTC).date()
    day = today - datetime.timedelta(days=started)
    running = serve(site=in_state(site, requests, day))
    now = in_state(site, requests, today)
    typed = different(site, institution="Unmistakable")
    for tag in TAGS:
        for step in ("check", "edit", "send"):
            page = running.post(step, typed | {"signed_at": [stamp()]}, tag)
            assert (page.status_code == 403) == (not taken)
            if not taken:
                assert is_error_page(page, now, tag, "closed")
                assert "Unmistakable" in page.text
    assert nothing_stored(running) == (not taken)
    assert running.get("health").status_code == 200


def test_requests_open_and_close_with_the_day_of_the_time_zone_and_not_of_the_server(
    serve: Callable[..., RunningIntake], site: Site
) -> None:
    # Between these two zones there are always 26 hours: at any moment they have different days.
    ahead, behind = "Pacific/Kiritimati", "Etc/GMT+12"
    day = datetime.datetime.now(zoneinfo.ZoneInfo(ahead)).date()
    window = RequestWindow(opens=day, closes=day)
    answers = {}
    for zone in (ahead, behind):
        running = serve(site=in_state(site, window, day, zone))
        answers[zone] = running.post("check", different(site), "en").status_code
    assert answers == {ahead: 200, behind: 403}

"""Requests are accepted on the days of their window, and on no others."""

from __future__ import annotations

import dataclasses
import datetime
import zoneinfo
from collections.abc import Callable, Iterator

import pytest

from brochure.schema import LanguageMap, RequestWindow
from brochure.site.site import Site
from intake.mail import MailBuilder, OutboxEntry
from intake.submission import Submission
from tests.intake.answers import answers, different, good
from tests.intake.pages import is_error_page, nothing_stored, words
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
    codes = {}
    for zone in (ahead, behind):
        running = serve(site=in_state(site, window, day, zone))
        codes[zone] = running.post("check", different(site), "en").status_code
    assert codes == {ahead: 200, behind: 403}


def test_who_has_sent_a_request_reads_that_it_arrived_and_not_that_none_are_taken(
    serve: Callable[..., RunningIntake], site: Site
) -> None:
    today = datetime.datetime.now(datetime.UTC).date()
    running = serve(site=site)
    sent = running.post("send", different(site) | {"signed_at": [stamp()]}, "fr")
    receipt = sent.headers["location"].partition("/fr/")[2]
    later = serve(site=in_state(site, "closed", today))
    page = later.get(f"fr/{receipt}")
    assert page.status_code == 200
    strings = site.content.strings
    assert strings["receipt"]["title"]["fr"] in words(page.text)
    assert strings["requests"]["closed-text"]["fr"] not in words(page.text)


@pytest.mark.parametrize(
    ("requests", "expected"), [("open", "Read this."), ("closed", "Too late.")]
)
def test_a_mail_says_what_holds_when_it_is_sent(site: Site, requests: str, expected: str) -> None:
    texts = {"en": "Read this.", "closed": {"en": "Too late."}}
    body = LanguageMap.model_validate(texts).as_unit("form.acknowledgement.body", {})
    form = site.content.form
    assert form
    letter = form.acknowledgement.model_copy(update={"body": body})
    form = form.model_copy(update={"acknowledgement": letter})
    long_ago = datetime.date(2020, 1, 1)
    builder = MailBuilder(
        in_state(site, requests, long_ago), form, "a@example.org", "b@example.org"
    )
    received = Submission(answers(site, good(site, reply_language="en")), "en")
    entry = OutboxEntry(received, "acknowledgement", "c@example.org", received.received)
    assert builder.build(entry).get_content().strip() == expected

"""Requests are accepted on the days of their window, and on no others."""

from __future__ import annotations

import dataclasses
import datetime
import zoneinfo
from collections.abc import Callable

import pytest

from brochure.schema import LanguageMap, RequestWindow
from brochure.site.site import Site
from intake.journey.draft import Draft
from intake.journey.submission import Submission
from intake.mail.builder import MailAddresses, MailBuilder, OutboxEntry
from tests.intake.answers import answers, different, good
from tests.intake.pages import nothing_stored, pages_of, words
from tests.intake.serving import RunningIntake
from tests.intake.steps import complete, journey

TAGS = ("en", "fr", "pt")


def in_state(
    site: Site, requests: str | RequestWindow, today: datetime.date, zone: str = "UTC"
) -> Site:
    programme = site.content.site.model_copy(update={"requests": requests, "time_zone": zone})
    content = site.content.model_copy(update={"site": programme})
    return dataclasses.replace(site, content=content, today=today)


# The days of a window, from today on, and whether requests are taken today.
WINDOWS: dict[str, tuple[tuple[int, int] | None, bool]] = {
    "closed": (None, False),
    "today only": ((0, 0), True),
    "until yesterday": ((-9, -1), False),
    "from tomorrow": ((1, 9), False),
}


@pytest.mark.parametrize("started", [0, 30])
@pytest.mark.parametrize("state", WINDOWS)
def test_requests_are_accepted_only_on_their_days_however_long_ago_the_service_started(
    serve: Callable[..., RunningIntake],
    site: Site,
    state: str,
    started: int,
) -> None:
    days, taken = WINDOWS[state]
    today = datetime.datetime.now(datetime.UTC).date()
    opens, closes = (today + datetime.timedelta(days=day) for day in days or (0, 0))
    requests = RequestWindow(opens=opens, closes=closes) if days else "closed"
    day = today - datetime.timedelta(days=started)
    running = serve(site=in_state(site, requests, day))
    for tag in TAGS:
        begun = running.post("new", {}, tag)
        assert begun.status_code == 303
        assert ("/draft/" in begun.headers["location"]) == taken
    assert running.drafts == len(TAGS) * taken


def test_requests_open_and_close_with_the_day_of_the_time_zone_and_not_of_the_server(
    serve: Callable[..., RunningIntake], site: Site
) -> None:
    # Between these two zones there are always 26 hours: at any moment they have different days.
    ahead, behind = "Pacific/Kiritimati", "Etc/GMT+12"
    day = datetime.datetime.now(zoneinfo.ZoneInfo(ahead)).date()
    window = RequestWindow(opens=day, closes=day)
    begun = {}
    for zone in (ahead, behind):
        running = serve(site=in_state(site, window, day, zone))
        begun[zone] = "/draft/" in running.post("new", {}, "en").headers["location"]
    assert begun == {ahead: True, behind: False}


def closed_since(site: Site, days: int, grace: int) -> Site:
    """Return a site whose requests have closed some days ago, with so many days of grace."""
    assert site.content.form
    today = datetime.datetime.now(datetime.UTC).date()
    window = RequestWindow(closes=today - datetime.timedelta(days))
    form = site.content.form.model_copy(update={"grace_days": grace})
    content = site.content.model_copy(update={"form": form})
    return in_state(dataclasses.replace(site, content=content), window, today)


@pytest.mark.parametrize(
    ("days", "taken"),  # since it was begun, since requests have closed, and of grace
    [
        ((2, 1, 1), True),
        ((1, 1, 1), True),
        ((0, 1, 1), False),
        ((2, 2, 1), False),
        ((2, 1, 0), False),
    ],
)
def test_a_draft_that_was_begun_while_requests_were_open_may_be_sent_for_the_days_of_grace(
    serve: Callable[..., RunningIntake],
    site: Site,
    days: tuple[int, int, int],
    *,
    taken: bool,
) -> None:
    begun, closed, grace = days
    running = serve(site=closed_since(site, closed, grace))
    draft = complete(journey(site), different(site))
    draft = dataclasses.replace(draft, created=draft.created - begun * 86_400)
    running.service.store().drafts.begin(draft).result(30)
    walker = running.walker().go(f"/intake/en/draft/{draft.id}/check")
    assert walker.at == "check"
    strings = site.content.strings
    told = strings["check"]["grace"] if taken else strings["refusal"]["closed-text"]
    assert words(told["en"]) in words(walker.page)
    walker.send()
    assert ("/receipt/" in walker.place) == taken
    assert nothing_stored(running) == (not taken)


@pytest.mark.parametrize("tag", TAGS)
def test_what_was_typed_when_requests_had_closed_is_kept_and_shown(
    serve: Callable[..., RunningIntake], site: Site, tag: str
) -> None:
    running = serve(site=closed_since(site, 1, 0))
    draft = Draft(tag, created=0)
    running.service.store().drafts.begin(draft).result(30)
    first = running.service.form.steps[0].id
    walker = running.walker(tag).go(f"/intake/{tag}/draft/{draft.id}/{first}")
    walker.answer(different(site, institution="Unmistakable"))
    assert walker.at == first
    assert words(site.content.strings["refusal"]["closed-text"][tag]) in words(walker.page)
    assert "Unmistakable" in walker.page


def test_who_has_sent_a_request_reads_that_it_arrived_and_not_that_none_are_taken(
    serve: Callable[..., RunningIntake], site: Site
) -> None:
    today = datetime.datetime.now(datetime.UTC).date()
    running = serve(site=site)
    receipt = running.send(different(site), "fr").place.partition("/fr/")[2]
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
    addresses = MailAddresses("a@example.org", "b@example.org", "https://example.org/intake/")
    site = in_state(site, requests, long_ago)
    builder = MailBuilder(site, form, pages_of(site).versions, addresses)
    received = Submission(answers(site, good(site, reply_language="en")), "en")
    entry = OutboxEntry(received, "1", "acknowledgement", "c@example.org", received.received)
    assert builder.build(entry).get_content().strip() == expected

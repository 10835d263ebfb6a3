"""Floods are rejected; an office behind one address is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.site.site import Site
from intake.storage.rate_limit import RateLimiter
from tests.intake.answers import different
from tests.intake.pages import is_error_page, nothing_stored, words
from tests.intake.serving import RunningIntake
from tests.intake.steps import complete, journey


def test_too_many_drafts_from_one_address_are_refused(
    serve: Callable[..., RunningIntake], site: Site
) -> None:
    running = serve(posts_per_hour="3", proxies="1")

    def begin(client: str, tag: str = "en") -> int:
        page = running.post("new", {}, tag, x_forwarded_for=client)
        assert page.status_code != 429 or is_error_page(page, site, tag, "too-many")
        return page.status_code

    assert [begin("192.0.2.1") for _ in range(5)] == [303, 303, 303, 429, 429]
    assert [begin("192.0.2.1", tag) for tag in site.tags] == [429] * len(site.tags)
    assert begin("192.0.2.2") == 303


@pytest.mark.parametrize("tag", ["en", "fr", "pt"])
def test_who_sends_too_much_is_led_back_to_what_is_safe(
    serve: Callable[..., RunningIntake], site: Site, tag: str
) -> None:
    running = serve(posts_per_hour="1")
    draft = complete(journey(site), different(site), tag)
    running.service.store().drafts.begin(draft).result(30)
    running.post("new", {}, tag)  # all that this client may do in an hour
    walker = running.walker(tag).go(f"/intake/{tag}/draft/{draft.id}/check").send()
    assert (walker.at, walker.why) == ("check", "too-many")
    assert words(site.content.strings["refusal"]["too-many-text"][tag]) in words(walker.page)
    assert nothing_stored(running)
    assert running.service.store().drafts.find(draft.id) == draft


@pytest.mark.soak
def test_an_office_of_fifty_people_behind_one_address_is_spared(
    serve: Callable[..., RunningIntake], site: Site
) -> None:
    running = serve(proxies="1")
    for _ in range(50):
        walker = running.walker().begin()
        walker.to_check(different(site, sender_address="ana")).to_check(different(site))
        assert "/receipt/" in walker.send().place


def test_a_limit_is_spread_over_the_hour() -> None:
    limiter = RateLimiter(60)
    assert [limiter.allow("a", 0.0) for _ in range(61)] == [True] * 60 + [False]
    assert [limiter.allow("a", 59.0), limiter.allow("a", 61.0)] == [False, True]
    assert [limiter.allow("a", 7200.0) for _ in range(61)] == [True] * 60 + [False]


@given(st.lists(st.floats(0, 600), min_size=1, max_size=200))
def test_nobody_gets_more_than_the_limit_and_what_has_filled_up_since(pauses: list[float]) -> None:
    limiter, now, passed = RateLimiter(10), 0.0, 0
    for pause in pauses:
        now += pause
        passed += limiter.allow("a", now)
    assert passed <= 10 + now * 10 / 3600 + 1e-6
    assert passed >= min(10, len(pauses))


def test_a_flood_from_many_addresses_fills_no_memory() -> None:
    limiter = RateLimiter(1)
    for number in range(60_000):
        assert limiter.allow(str(number), 0.0)
    assert len(limiter._buckets) == 50_000
    assert not limiter.allow("59999", 0.0)


def test_zero_is_no_limit() -> None:
    limiter = RateLimiter(0)
    assert all(limiter.allow("a", 0.0) for _ in range(1000))

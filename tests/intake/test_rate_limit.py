"""Floods are rejected; an office behind one address is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.site.site import Site
from intake.rate_limit import RateLimiter
from tests.intake.answers import Entered, different, good, holds, named
from tests.intake.pages import is_error_page, nothing_stored
from tests.intake.serving import RunningIntake, stamp

SECRET = b"a secret"


def test_too_many_posts_from_one_address_are_rejected_on_a_page_with_what_was_typed(
    serve: Callable[..., RunningIntake], site: Site
) -> None:
    running = serve(posts_per_hour="3", proxies="1")
    typed = good(site)

    def post(client: str, tag: str = "en", step: str = "check") -> int:
        page = running.post(step, typed | {"signed_at": [stamp()]}, tag, x_forwarded_for=client)
        if page.status_code == 429:
            assert is_error_page(page, site, tag, "too-many")
            assert holds(page.text, typed)
        return page.status_code

    assert [post("192.0.2.1") for _ in range(5)] == [200, 200, 200, 429, 429]
    assert [post("192.0.2.1", tag, "send") for tag in site.tags] == [429] * len(site.tags)
    assert post("192.0.2.2") == 200
    assert nothing_stored(running)


@pytest.mark.slow
def test_an_office_of_fifty_people_behind_one_address_is_spared(
    serve: Callable[..., RunningIntake], site: Site
) -> None:
    running = serve(proxies="1")
    for _ in range(50):
        typed = different(site)
        wrong = typed | named(site, sender_address="ana")
        steps: list[tuple[str, Entered, int]] = [
            *(("check", wrong, 422), ("check", typed, 200), ("edit", typed, 200)),
            *(("check", typed, 200), ("send", typed | {"signed_at": [stamp()]}, 303)),
        ]
        for step, entered, status in steps:
            assert running.post(step, entered, x_forwarded_for="192.0.2.1").status_code == status


def test_a_limit_is_spread_over_the_hour() -> None:
    limiter = RateLimiter(60, SECRET)
    assert [limiter.allow("a", 0.0) for _ in range(61)] == [True] * 60 + [False]
    assert [limiter.allow("a", 59.0), limiter.allow("a", 61.0)] == [False, True]
    assert [limiter.allow("a", 7200.0) for _ in range(61)] == [True] * 60 + [False]


@given(st.lists(st.floats(0, 600), min_size=1, max_size=200))
def test_nobody_gets_more_than_the_limit_and_what_has_filled_up_since(pauses: list[float]) -> None:
    limiter, now, passed = RateLimiter(10, SECRET), 0.0, 0
    for pause in pauses:
        now += pause
        passed += limiter.allow("a", now)
    assert passed <= 10 + now * 10 / 3600 + 1e-6
    assert passed >= min(10, len(pauses))


def test_a_flood_from_many_addresses_fills_no_memory() -> None:
    limiter = RateLimiter(1, SECRET)
    for number in range(60_000):
        assert limiter.allow(str(number), 0.0)
    assert len(limiter._buckets) == 50_000
    assert not limiter.allow("59999", 0.0)


def test_zero_is_no_limit() -> None:
    limiter = RateLimiter(0, SECRET)
    assert all(limiter.allow("a", 0.0) for _ in range(1000))

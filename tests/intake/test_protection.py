"""Floods and posts from other sites are refused; an office behind one address is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.site.site import Site
from intake.rate_limit import RateLimiter
from intake.spam import SignedTimestamps
from tests.intake.answers import Entered, different, good, holds, named
from tests.intake.pages import is_error_page, nothing_stored
from tests.intake.serving import RunningIntake, stamp

SECRET = b"a secret"


def test_too_many_posts_from_one_address_are_refused_on_a_page_with_what_was_typed(
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


def test_a_limit_is_evened_out_over_the_hour() -> None:
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


def test_zero_sets_no_limit() -> None:
    limiter = RateLimiter(0, SECRET)
    assert all(limiter.allow("a", 0.0) for _ in range(1000))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted_together"),
    [
        ("0", ["192.0.2.1", "192.0.2.2"], True),  # nobody's word is taken for it
        ("1", ["192.0.2.1", "192.0.2.2"], False),
        ("1", ["6.6.6.6, 192.0.2.1", "7.7.7.7, 192.0.2.1"], True),
        ("2", ["6.6.6.6, 192.0.2.1, 10.0.0.1", "192.0.2.1, 10.0.0.1"], True),
        ("2", ["192.0.2.1, 10.0.0.1", "192.0.2.2, 10.0.0.1"], False),
        ("2", ["192.0.2.1", "192.0.2.2"], True),  # fewer than there are
    ],
)
def test_only_our_own_proxies_are_believed_about_addresses(
    serve: Callable[..., RunningIntake],
    site: Site,
    proxies: str,
    forwarded: list[str],
    *,
    counted_together: bool,
) -> None:
    running = serve(posts_per_hour="1", proxies=proxies)
    pages = [running.post("check", good(site), x_forwarded_for=hops) for hops in forwarded]
    assert [page.status_code for page in pages] == [200, 429 if counted_together else 200]


def test_a_header_that_is_sent_twice_deceives_nobody(serve: Callable[..., RunningIntake]) -> None:
    running = serve(posts_per_hour="1", proxies="1")
    address = "/intake/en/check"
    for made_up, status in (("6.6.6.6", 422), ("7.7.7.7", 429)):
        headers = [("x-forwarded-for", made_up), ("x-forwarded-for", "192.0.2.1")]
        headers.append(("content-type", "application/x-www-form-urlencoded"))
        assert running.client.post(address, headers=headers).status_code == status


SITE = "https://example.org"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://example.org"},
        {"origin": "https://example.org.evil.example"},
        {"origin": "https://example.org:8443"},
        {"origin": "https://evil.example", "sec_fetch_site": "same-origin"},
        {"origin": "null", "sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "cross-site"},
    ],
)
def test_a_form_on_another_site_cannot_post_in_a_visitors_name(
    serve: Callable[..., RunningIntake], site: Site, headers: dict[str, str]
) -> None:
    running = serve(site_url=f"{SITE}/")
    for tag in site.tags:
        for step in ("check", "edit", "send"):
            page = running.post(step, good(site) | {"signed_at": [stamp()]}, tag, **headers)
            assert page.status_code == 403
            assert is_error_page(page, site, tag, "other-site")
    assert nothing_stored(running)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": SITE},
        {"origin": SITE, "sec_fetch_site": "same-origin"},
        {"origin": "null", "sec_fetch_site": "same-origin"},
        {"origin": "null"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
        {"host": "preview.example:8001", "origin": "http://preview.example:8001"},
    ],
)
def test_our_own_pages_and_programs_other_than_browsers_may_post(
    serve: Callable[..., RunningIntake], site: Site, headers: dict[str, str]
) -> None:
    running = serve(site_url=f"{SITE}/")
    typed = different(site) | {"signed_at": [stamp()]}
    assert running.post("send", typed, **headers).status_code == 303


@given(st.text())
def test_nobody_else_can_make_a_stamp(text: str) -> None:
    assert SignedTimestamps(SECRET).age(text) is None
    assert SignedTimestamps(SECRET).age(f"1.0.{text}") is None


@given(st.floats(0, 86_400))
def test_a_stamp_tells_its_age_until_it_is_a_day_old(age: float) -> None:
    timestamps = SignedTimestamps(SECRET)
    told = timestamps.age(timestamps.new(1e9), 1e9 + age)
    assert told is not None
    assert abs(told - age) < 0.01
    assert timestamps.age(timestamps.new(1e9), 1e9 + 86_401) is None

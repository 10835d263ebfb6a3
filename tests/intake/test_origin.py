"""Posts from other sites are rejected; only trusted proxies are believed about addresses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from brochure.site.site import Site
from tests.intake.answers import different, good
from tests.intake.pages import nothing_stored
from tests.intake.serving import RunningIntake
from tests.support import depth


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted_together"),
    [
        ("0", ["192.0.2.1", "192.0.2.2"], True),  # no header is trusted
        ("1", ["192.0.2.1", "192.0.2.2"], False),
        ("1", ["6.6.6.6, 192.0.2.1", "7.7.7.7, 192.0.2.1"], True),
        ("2", ["6.6.6.6, 192.0.2.1, 10.0.0.1", "192.0.2.1, 10.0.0.1"], True),
        ("2", ["192.0.2.1, 10.0.0.1", "192.0.2.2, 10.0.0.1"], False),
        ("2", ["192.0.2.1", "192.0.2.2"], True),  # fewer than configured
        ("1", ["2001:db8::1", "2001:db8:0:0:ffff::2"], True),  # one network of IPv6
        ("1", ["2001:db8::1", "2001:db8:0:1::1"], False),
        ("1", ["::ffff:192.0.2.1", "192.0.2.1"], True),  # IPv4 as IPv6 writes it
        ("1", ["::ffff:192.0.2.1", "::ffff:192.0.2.2"], False),
        ("1", ["unknown", "unknown"], True),
    ],
)
def test_only_trusted_proxies_are_believed_about_addresses(
    serve: Callable[..., RunningIntake],
    proxies: str,
    forwarded: list[str],
    *,
    counted_together: bool,
) -> None:
    running = serve(posts_per_hour="1", proxies=proxies)
    answers = [running.post("new", {}, x_forwarded_for=hops) for hops in forwarded]
    assert [each.status_code for each in answers] == [303, 429 if counted_together else 303]


def test_a_header_that_is_sent_twice_deceives_nobody(serve: Callable[..., RunningIntake]) -> None:
    running = serve(posts_per_hour="1", proxies="1")
    address = "/intake/en/new"
    for made_up, status in (("6.6.6.6", 303), ("7.7.7.7", 429)):
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
    store = running.service.store()
    for tag in depth.some(site.tags[-1:], site.tags):
        assert "/draft/" not in running.post("new", {}, tag, **headers).headers["location"]
        assert running.drafts == 0
        walker = running.walker(tag).to_check(different(site))
        before = store.drafts.find(walker.draft)
        for page in (running.service.form.steps[0].id, "check", "later", "delete"):
            path = f"draft/{walker.draft}/{page}"
            answer = running.post(path, good(site), tag, **headers)
            assert answer.headers["location"].endswith(f"{page}?why=other-site")
        assert store.drafts.find(walker.draft) == before
        assert store.drafts.delete(walker.draft).result(30)
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
    walker = running.walker().begin()
    while walker.at != "check":
        walker.answer(different(site), **headers)
    assert "/receipt/" in walker.send().place

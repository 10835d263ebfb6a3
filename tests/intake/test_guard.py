"""What stands before each page of the desk: session, role, and proof of where a post is from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from brochure.checks.run import site_or_raise
from intake.desk.routes import desk_routes
from intake.sign_in import guard, membership, team
from intake.sign_in.guard import Guard
from intake.sign_in.member import ROLES, Member
from tests.engine import project as engine_project
from tests.intake import serving
from tests.intake.pages import language, words
from tests.intake.serving import RunningIntake
from tests.intake.signing import ANA, DESK, EVE, RUI, Browser, add, sign_in, signed_in

KEY = "k" * 40
TRIAL = f"{DESK}en/trial"


async def _trial(request: Request, member: Member) -> Response:
    """Say what a page of the desk is given."""
    said = guard.entered(request).get("note", [""])[0] if request.method == "POST" else ""
    return PlainTextResponse("|".join((member.address, member.role, guard.csrf(request), said)))


@pytest.fixture
def served(
    serve: Callable[..., RunningIntake], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., RunningIntake]:
    """Return a function: settings → the intake with a page for each role, and Ana on the list."""

    def with_trials(prefix: str, responses: Any, store: Any, outbox: Any) -> list[Route]:
        stands = Guard(responses, store)
        trials = [
            Route(
                f"{prefix}/staff/{{language}}/trial/{role}",
                stands.guarded(role, _trial),
                methods=["GET", "POST"],
            )
            for role in ROLES
        ]
        return [*trials, *desk_routes(prefix, responses, store, outbox)]

    monkeypatch.setattr("intake.app.desk_routes", with_trials)

    def started(**given: str) -> RunningIntake:
        running = serve(site_url="http://127.0.0.1/", **given)
        add(running.service.engine)
        return running

    return started


@pytest.fixture
def running(served: Callable[..., RunningIntake]) -> RunningIntake:
    """Return the intake with a page for each role."""
    return served()


def _csrf(browser: Browser) -> str:
    return browser.get(f"{TRIAL}/read").text.split("|")[2]


def test_who_is_not_signed_in_is_led_to_sign_in_and_back_to_the_page(
    running: RunningIntake,
) -> None:
    browser = Browser(running.client)
    led = browser.get(f"{DESK}fr/trial/read?page=2")
    to = "%2Fintake%2Fstaff%2Ffr%2Ftrial%2Fread%3Fpage%3D2"
    assert led.headers["location"] == f"{DESK}fr/sign-in?to={to}"
    page = browser.follow(led)
    assert language(page.text) == "fr"
    assert f'value="{DESK}fr/trial/read?page=2"' in page.text
    browser = sign_in(running, to=f"{DESK}fr/trial/read?page=2")
    assert browser.get(f"{DESK}fr/trial/read?page=2").text.startswith(f"{ANA}|read|")


@pytest.mark.parametrize("role", ROLES)
def test_a_member_may_do_what_their_role_and_those_below_it_allow(
    running: RunningIntake, role: str
) -> None:
    add(running.service.engine, RUI, role, "Rui")
    browser = signed_in(running, RUI)
    csrf = _csrf(browser)
    for asked in ROLES:
        may = ROLES.index(asked) <= ROLES.index(role)
        expected = httpx.codes.OK if may else httpx.codes.FORBIDDEN
        page = browser.get(f"{TRIAL}/{asked}")
        assert page.status_code == expected
        done = browser.post(f"{TRIAL}/{asked}", {"page_of": csrf, "note": "x"})
        assert done.status_code == expected
        if not may:
            assert "Your role does not allow this" in words(page.text)
            assert "signed in as Rui" in words(page.text)


def test_a_role_that_changes_and_a_removal_hold_from_the_next_page_on(
    running: RunningIntake,
) -> None:
    browser = signed_in(running)
    assert browser.get(f"{TRIAL}/handle").status_code == httpx.codes.FORBIDDEN
    for change, expected in (
        ({"role": "handle"}, httpx.codes.OK),
        ({"role": "read"}, httpx.codes.FORBIDDEN),
        ({"active": False}, httpx.codes.SEE_OTHER),
    ):
        with running.service.engine.begin() as connection:
            member = team.with_address(connection, ANA)
            assert member
            membership.change(connection, member.id, None, change)
        assert browser.get(f"{TRIAL}/handle").status_code == expected


def test_a_post_from_a_page_of_the_session_is_taken(running: RunningIntake) -> None:
    browser = signed_in(running)
    done = browser.post(f"{TRIAL}/read", {"page_of": _csrf(browser), "note": "a & b é"})
    assert done.text.endswith("|a & b é")


@pytest.mark.parametrize("forged", ["", "x" * 64, "of another session", "é"])
def test_a_post_without_the_sessions_own_proof_is_not_taken_and_nothing_typed_is_lost(
    running: RunningIntake, forged: str
) -> None:
    add(running.service.engine, RUI)
    browser, other = signed_in(running), signed_in(running, RUI)
    page_of = _csrf(other) if forged == "of another session" else forged
    typed = "Called them </textarea><script>alert(1)</script>"
    page = browser.post(f"{TRIAL}/read", {"page_of": page_of, "note": typed})
    assert page.status_code == httpx.codes.FORBIDDEN
    assert "This page is from an earlier session" in words(page.text)
    assert "<script>alert" not in page.text
    assert typed in words(page.text)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"sec_fetch_site": "cross-site"},
        {"origin": "null", "sec_fetch_site": "cross-site"},
    ],
)
def test_a_post_that_another_site_has_sent_is_not_taken_even_with_the_proof(
    running: RunningIntake, headers: dict[str, str]
) -> None:
    browser = signed_in(running)
    entered = {"page_of": _csrf(browser), "note": "evil words of theirs"}
    page = browser.post(f"{TRIAL}/read", entered, **headers)
    assert page.status_code == httpx.codes.FORBIDDEN
    assert "evil words" not in page.text


def test_what_was_typed_is_not_lost_when_a_session_has_ended_meanwhile(
    running: RunningIntake,
) -> None:
    browser = signed_in(running)
    entered = {"page_of": _csrf(browser), "note": "a long note", "state": "decided"}
    browser.cookie = ""
    page = browser.post(f"{TRIAL}/read", entered)
    assert page.status_code == httpx.codes.FORBIDDEN
    assert "Your session has ended meanwhile" in words(page.text)
    assert "a long note" in words(page.text)
    assert entered["page_of"] not in page.text


def test_the_proof_is_of_a_session_and_does_not_tell_its_token(running: RunningIntake) -> None:
    browsers = [signed_in(running) for _ in range(2)]
    proofs = [_csrf(browser) for browser in browsers for _ in range(3)]
    assert len(set(proofs)) == len(proofs)  # nobody finds one out by the size of pages
    token = browsers[0].cookie.partition("=")[2]
    assert token not in "".join(proofs)
    for proof in proofs[:3]:
        assert browsers[0].post(f"{TRIAL}/read", {"page_of": proof}).status_code == httpx.codes.OK
    for proof in (*proofs[3:], proofs[0][:64], proofs[0][:64] + proofs[1][64:], "00" * 64):
        assert browsers[0].post(f"{TRIAL}/read", {"page_of": proof}).status_code == 403


def test_a_page_of_the_desk_is_neither_stored_nor_framed(running: RunningIntake) -> None:
    browser = signed_in(running)
    pages = [browser.get(f"{TRIAL}/{role}") for role in ROLES]
    pages += [browser.get(f"{DESK}en/sign-in"), browser.post(f"{TRIAL}/read", {})]
    for page in pages:
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert "script-src 'self'" in page.headers["content-security-policy"]


def test_a_site_without_a_desk_has_nothing_to_sign_in_to(tmp_path: Path, sqlite: str) -> None:
    place = engine_project.copy(tmp_path / "site")
    (place / "content" / "desk.yaml").unlink()
    with serving.in_process(site_or_raise(place), sqlite) as running:
        for path in ("", "en/", "en/sign-in", "en/sign-in/link/x", "en/team", "openid"):
            assert running.get(f"{DESK}{path}").status_code == httpx.codes.NOT_FOUND
        assert running.post("staff/en/sign-in", {"address": [ANA]}).status_code == 404


# ── A proxy ──────────────────────────────────────────────────────────────────────────────────────


def test_whom_the_proxy_names_signs_in_with_a_button(
    served: Callable[..., RunningIntake],
) -> None:
    running = served(proxy_header="X-Remote-User", proxy_key=KEY)
    browser = Browser(running.client, headers={"x-remote-user": "Ana@example.org"})
    assert "Continue as" not in words(browser.get(f"{DESK}en/sign-in").text)
    browser.headers["x-intake-key"] = KEY
    page = browser.get(f"{DESK}en/sign-in?to={TRIAL}/read")
    assert f"Continue as {ANA}" in words(page.text)
    done = browser.press(page, "/proxy")
    assert done.headers["location"] == f"{TRIAL}/read"
    assert browser.follow(done).text.startswith(ANA)


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("x-remote-user", ANA)],
        [("x-remote-user", ANA), ("x-intake-key", "")],
        [("x-remote-user", ANA), ("x-intake-key", KEY[1:])],
        [("x-remote-user", ANA), ("x-intake-key", "é")],
        [("x-remote-user", ANA), ("x-intake-key", KEY), ("x-intake-key", "x")],
        [("x-remote-user", ANA), ("x-remote-user", EVE), ("x-intake-key", KEY)],
        [("x_remote_user", ANA), ("x-intake-key", KEY)],
        [("x-intake-key", KEY)],
    ],
)
def test_a_header_is_believed_from_the_proxy_alone(
    served: Callable[..., RunningIntake], headers: list[tuple[str, str]]
) -> None:
    running = served(proxy_header="X-Remote-User", proxy_key=KEY)
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    page = running.client.post(f"{DESK}en/sign-in/proxy", data={"to": ""}, headers=encoded)
    assert page.headers["location"] == f"{DESK}en/sign-in?why=refused"
    assert "set-cookie" not in page.headers


def test_whom_the_proxy_names_but_the_list_does_not_is_told_so(
    served: Callable[..., RunningIntake],
) -> None:
    running = served(proxy_header="X-Remote-User", proxy_key=KEY)
    browser = Browser(running.client, headers={"x-remote-user": EVE, "x-intake-key": KEY})
    done = browser.press(browser.get(f"{DESK}en/sign-in"), "/proxy")
    assert done.headers["location"] == f"{DESK}en/sign-in?why=unknown"
    assert not browser.cookie


def test_who_is_somebody_else_at_the_proxy_is_not_signed_in_any_more(
    served: Callable[..., RunningIntake],
) -> None:
    running = served(proxy_header="X-Remote-User", proxy_key=KEY)
    browser = Browser(running.client, headers={"x-remote-user": ANA, "x-intake-key": KEY})
    browser.press(browser.get(f"{DESK}en/sign-in"), "/proxy")
    assert browser.get(f"{TRIAL}/read").status_code == httpx.codes.OK
    browser.headers["x-remote-user"] = EVE
    assert browser.get(f"{TRIAL}/read").status_code == httpx.codes.SEE_OTHER


def test_without_the_setting_no_header_signs_in(running: RunningIntake) -> None:
    browser = Browser(running.client, headers={"x-remote-user": ANA, "x-intake-key": KEY})
    assert "Continue as" not in words(browser.get(f"{DESK}en/sign-in").text)
    assert browser.post(f"{DESK}en/sign-in/proxy", {}).status_code == httpx.codes.NOT_FOUND

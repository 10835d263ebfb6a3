"""Signing in at the organisation's OpenID provider: from the desk, there, and back."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser as Chromium

from intake.sign_in import sessions, sign_ins
from intake.storage.tables import sign_ins as sign_ins_table
from tests.intake.pages import language, words
from tests.intake.serving import RunningIntake
from tests.intake.signing import ANA, DESK, EVE, Browser, add, sign_in
from tests.support import machine, openid, plain_http
from tests.support.openid import Provider

pytestmark = pytest.mark.server

SIGN_IN = f"{DESK}en/sign-in"
TO = f"{DESK}en/mails?state=failed"


@pytest.fixture
def running(serve: Callable[..., RunningIntake], provider: Provider) -> RunningIntake:
    """Return the intake with the provider, and Ana on the list."""
    return _served(serve, provider.issuer)


def _served(serve: Callable[..., RunningIntake], issuer: str) -> RunningIntake:
    given = {"openid_issuer": issuer, "openid_client": "intake", "openid_secret": "s"}
    running = serve(site_url="http://127.0.0.1/", **given)
    add(running.service.engine)
    return running


def _there(browser: Browser, page: httpx.Response) -> str:
    """Follow the link to the provider; return where it leads."""
    url = httpx.URL(page.text.partition("/sign-in/provider")[0].rpartition('"')[2])
    to = openid.query(str(page.request.url)).get("to", "")
    return str(browser.get(f"{url}/sign-in/provider?to={to}").headers["location"])


def _begun(running: RunningIntake, page: str = SIGN_IN) -> tuple[Browser, str]:
    """Return a browser that has been led to the provider from a page, and where that is."""
    browser = Browser(running.client)
    return browser, _there(browser, browser.get(page))


def _back(browser: Browser, provider: Provider, url: str, address: str = ANA) -> httpx.Response:
    """Sign in at the provider, and go where that leads, on the service's own port."""
    back = httpx.URL(provider.sign_in(url, address))
    return browser.get(back.raw_path.decode(), sec_fetch_site="cross-site")


def _signed_in(running: RunningIntake, browser: Browser) -> bool:
    return bool(sessions.find(running.service.engine, browser.cookie.partition("=")[2]))


def test_somebody_signs_in_with_their_account_and_is_led_back_to_the_page(
    running: RunningIntake, provider: Provider
) -> None:
    browser = Browser(running.client)
    url = _there(browser, browser.get(f"{SIGN_IN}?to={TO}"))
    assert not _signed_in(running, browser)
    before = browser.cookie
    done = _back(browser, provider, url)
    assert (done.status_code, done.headers["location"]) == (303, TO)
    assert browser.cookie != before
    assert _signed_in(running, browser)


def test_nobody_comes_back_into_another_browser(running: RunningIntake, provider: Provider) -> None:
    """Who lured a member there would see what that member does in their name."""
    _, url = _begun(running)
    for victim in (Browser(running.client), Browser(running.client, f"desk={'x' * 43}")):
        done = _back(victim, provider, url)
        assert done.headers["location"] == f"{SIGN_IN}?why=refused"
        assert not _signed_in(running, victim)


def test_nobody_comes_back_twice_or_without_having_begun(
    running: RunningIntake, provider: Provider
) -> None:
    browser, url = _begun(running)
    back = httpx.URL(provider.sign_in(url, ANA)).raw_path.decode()
    assert browser.get(back).headers["location"] == f"{DESK}en/"
    for path in (back, f"{DESK}openid", f"{DESK}openid?code=x&state=x", f"{DESK}openid?state="):
        assert browser.get(path).headers["location"] == f"{SIGN_IN}?why=refused"


def test_two_tabs_can_sign_in_at_the_same_time(running: RunningIntake, provider: Provider) -> None:
    browser = Browser(running.client)
    urls = [_there(browser, browser.get(f"{SIGN_IN}?to={DESK}en/{tab}")) for tab in ("a", "b")]
    for tab, url in zip("ab", urls, strict=True):
        assert _back(browser, provider, url).headers["location"] == f"{DESK}en/{tab}"
        assert _signed_in(running, browser)


def test_a_sign_in_can_be_finished_for_ten_minutes(
    running: RunningIntake, provider: Provider
) -> None:
    browser, url = _begun(running)
    older = sign_ins_table.c.created - sign_ins.LASTING["openid"]
    with running.service.engine.begin() as connection:
        connection.execute(sa.update(sign_ins_table).values(created=older))
    assert _back(browser, provider, url).headers["location"] == f"{SIGN_IN}?why=refused"


def test_who_has_an_account_but_is_not_on_the_list_is_told_so(
    running: RunningIntake, provider: Provider
) -> None:
    browser, url = _begun(running, f"{DESK}fr/sign-in")
    page = browser.follow(_back(browser, provider, url, EVE))
    assert language(page.text) == "fr"
    assert "ne figure pas sur la liste de l’équipe" in words(page.text)
    assert not _signed_in(running, browser)


@pytest.mark.parametrize(
    "lie", [{"seconds": -4000}, {"claims": {"aud": "other"}}, {"claims": {"nonce": "x"}}]
)
def test_a_token_that_is_not_to_be_believed_signs_nobody_in(
    running: RunningIntake, provider: Provider, lie: dict[str, object]
) -> None:
    browser, url = _begun(running)
    provider.lie(**lie)
    page = browser.follow(_back(browser, provider, url))
    assert "Signing in did not succeed" in words(page.text)
    assert not _signed_in(running, browser)


def test_who_says_no_at_the_provider_can_try_again(running: RunningIntake) -> None:
    browser, url = _begun(running)
    denied = plain_http.post(url, data={"action": "deny"}).headers["location"]
    state = openid.query(url)["state"]
    page = browser.get(f"{DESK}openid?error=access_denied&state={state}")
    assert "error=access_denied" in denied
    assert page.headers["location"] == f"{SIGN_IN}?why=refused"


def test_while_the_provider_is_down_a_link_in_a_mail_signs_in(
    serve: Callable[..., RunningIntake],
) -> None:
    running = _served(serve, openid.DOWN)
    browser = Browser(running.client)
    browser.get(SIGN_IN)
    led = browser.get(f"{SIGN_IN}/provider?to={TO}")
    page = browser.follow(led)
    assert "cannot be used at the moment" in words(page.text)
    assert f'value="{TO}"' in page.text
    assert _signed_in(running, sign_in(running, to=TO))


def test_without_a_provider_nothing_leads_to_one(serve: Callable[..., RunningIntake]) -> None:
    running = serve(site_url="http://127.0.0.1/")
    assert "/sign-in/provider" not in running.client.get(SIGN_IN).text
    for path in (f"{SIGN_IN}/provider", f"{DESK}openid?code=x&state=x"):
        assert running.client.get(path).status_code == httpx.codes.NOT_FOUND


def test_a_browser_without_scripts_signs_in_through_the_providers_own_pages(
    browser: Chromium, serve: Callable[..., RunningIntake], provider: Provider
) -> None:
    """The provider is another site for it: the cookie has to come back from there all the same."""
    given = {"openid_issuer": provider.issuer, "openid_client": "intake", "openid_secret": "s"}
    running = serve(site_url="http://desk.example/", **given)
    add(running.service.engine, role="administer")
    rule = f"--host-resolver-rules=MAP desk.example {running.client.base_url.netloc.decode()}"
    named = browser.browser_type.launch(
        executable_path=machine.chromium(), args=[*machine.CHROMIUM_FLAGS, rule]
    )
    tab = named.new_context(java_script_enabled=False).new_page()
    tab.goto(f"http://desk.example{DESK}fr/team?why=")
    assert tab.url.startswith(f"http://desk.example{DESK}fr/sign-in")
    tab.locator("main a.button").click()
    assert tab.url.startswith(provider.issuer)
    tab.locator("input[name=sub]").fill(ANA)
    tab.locator("form button:not([value=deny])").first.click()
    assert tab.url == f"http://desk.example{DESK}fr/team?why="
    assert tab.locator("header .who").text_content() == "Ana Sá"
    tab.locator("header form button").click()
    assert tab.url == f"http://desk.example{DESK}fr/sign-in?why=out"
    assert tab.context.cookies() == []
    tab.go_back()
    assert tab.url.startswith(f"http://desk.example{DESK}fr/sign-in")  # nothing was stored
    named.close()

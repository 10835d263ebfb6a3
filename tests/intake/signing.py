"""Helpers of the tests that sign in: somebody on the list, and a browser that keeps its cookie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import sqlalchemy as sa
from lxml import html
from playwright import sync_api as playwright
from sqlalchemy import Engine
from starlette.responses import Response

from intake.sign_in import membership, sessions, team
from intake.sign_in.cookie import Cookie
from intake.sign_in.member import Member
from intake.storage.tables import outbox, texts
from tests.intake.serving import RunningIntake
from tests.intake.walking import FORM

ANA, RUI, EVE = "ana@example.org", "rui@example.org", "eve@example.org"
DESK = "/intake/staff/"


def add(engine: Engine, address: str = ANA, role: str = "read", name: str = "Ana Sá") -> Member:
    """Put somebody on the team's list."""
    with engine.begin() as connection:
        return membership.add(connection, address, name, role, "en")


@dataclass
class Browser:
    """A browser for the desk: it keeps one cookie, and sends forms as pages have them."""

    client: httpx.Client
    cookie: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Open an address."""
        return self._keep(self.client.get(path, headers=self._headers(headers)))

    def post(self, path: str, entered: dict[str, str], **headers: str) -> httpx.Response:
        """Send a form; ``sec_fetch_site`` is a header."""
        sent = self._headers(FORM | headers)
        return self._keep(self.client.post(path, data=entered, headers=sent))

    def follow(self, response: httpx.Response) -> httpx.Response:
        """Open the address to which a response leads."""
        return self.get(response.headers["location"])

    def press(self, page: httpx.Response, action: str, **entered: str) -> httpx.Response:
        """Press the button of the form whose action ends so; hidden fields go with it."""
        document = html.document_fromstring(page.text)
        (form,) = (one for one in document.forms if str(one.action).endswith(action))
        hidden = {
            one.get("name"): one.get("value") or ""
            for one in form.xpath(".//input[@type='hidden']")
        }
        return self.post(str(form.action), hidden | entered)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        given = self.headers | {name.replace("_", "-"): value for name, value in more.items()}
        return given | ({"cookie": self.cookie} if self.cookie else {})

    def _keep(self, response: httpx.Response) -> httpx.Response:
        for header in response.headers.get_list("set-cookie"):
            pair = header.partition(";")[0]
            self.cookie = pair if pair.partition("=")[2].strip('"') else ""
        self.client.cookies.clear()
        return response


@contextmanager
def signed_in_tab(browser: playwright.Browser, running: RunningIntake) -> Iterator[playwright.Page]:
    """Yield a tab in which an administrator is signed in; the intake is on plain HTTP."""
    add(running.service.engine, ANA, "administer", "Ana Maria Sá e Melo")
    name, _, value = signed_in(running, ANA).cookie.partition("=")
    context = browser.new_context(
        base_url=str(running.client.base_url), viewport={"width": 1280, "height": 800}
    )
    context.add_cookies([{"name": name, "value": value, "domain": "127.0.0.1", "path": DESK}])
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def links(engine: Engine) -> list[tuple[str, str]]:
    """Return the links that wait in the outbox, each with its recipient, as paths."""
    query = sa.select(outbox.c.recipient, texts.c.body).join(texts).order_by(outbox.c.created)
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    return [(row.recipient, re.findall(r"https?://[^/]+(/\S+)", row.body)[0]) for row in rows]


def sign_in(running: RunningIntake, address: str = ANA, to: str = "") -> Browser:
    """Sign somebody in with a link, as a browser does."""
    browser = Browser(running.client)
    browser.post(f"{DESK}en/sign-in", {"address": address, "to": to})
    *_, (_, link) = [one for one in links(running.service.engine) if one[0] == address]
    browser.press(browser.get(link), link)
    assert browser.cookie
    return browser


def signed_in(running: RunningIntake, address: str = ANA) -> Browser:
    """Return a browser in which somebody on the list has signed in before."""
    service = running.service
    with service.engine.begin() as connection:
        member = team.with_address(connection, address)
        assert member
        token = sessions.begin(connection, member, "")
    url = service.settings.site_url or service.site.content.site.url
    given = Cookie(DESK, secure=url.startswith("https:")).give(Response(), token)
    return Browser(running.client, given.headers["set-cookie"].partition(";")[0])

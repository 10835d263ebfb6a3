"""The intake's responses: pages, redirects, and what follows from a post that is refused."""

from __future__ import annotations

import asyncio
import datetime
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Literal, TypeVar
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from brochure.render.page_style import of_page
from brochure.render.style import source
from brochure.schema.form import HONEYPOT
from brochure.site import form_answers, requests
from brochure.site.site import on_this_day
from intake import metrics
from intake.journey.draft import Draft
from intake.settings.settings import Settings
from intake.storage.limits import Claim, Limit
from intake.storage.periods import HOUR
from intake.web.headers import POLICY, policy
from intake.web.origin import client_network, own_origin, same_site
from intake.web.pages import Pages
from intake.web.request_form import TooLargeError, UnreadableError, read_form

log = logging.getLogger("intake")

TIMEOUT = 20  # seconds that people wait for the database
# Seconds after which programs may ask again: too many posts, or a database that is away.
_RETRY_AFTER = {429: 60, 503: 10}
T = TypeVar("T")
Entered = dict[str, list[str]]


class PostRefusedError(Exception):
    """A post that is refused: ``reason`` says why, and ``closes`` that no more is read."""

    def __init__(self, reason: str, *, closes: bool = False) -> None:
        super().__init__(reason)
        metrics.refused(reason)
        self.reason, self.closes = reason, closes


class Responses:
    """What all routes share: pages with their headers, and limits of posted forms."""

    def __init__(self, pages: Pages, settings: Settings, origins: frozenset[str]) -> None:
        self.pages, self.settings, self.origins = pages, settings, origins
        self.site, self.form = pages.site, pages.form
        self._posts = Limit("posts", settings.posts_per_hour, HOUR, settings.limits_key)
        # A character is up to twelve bytes of a body (%F0%9F%92%A1); choices are short.
        longest = sum(field.max_length * 12 for field in form_answers.fields(self.form))
        self.body_limit = 2 * longest + 16_384

    def page(self, html: str, status: int = 200) -> Response:
        """Return a page, whose style the policy allows."""
        headers = {POLICY: policy(self.origins, source(of_page(html)))}
        if status in _RETRY_AFTER:
            headers["retry-after"] = str(_RETRY_AFTER[status])
        return HTMLResponse(html, status, headers)

    def to(
        self,
        address: str,
        why: str = "",
        query: Mapping[str, str] | None = None,
        *,
        closes: bool = False,
    ) -> Response:
        """Redirect to an address, with what is given of a query; ``why`` is what it is to say."""
        address, _, fragment = address.partition("#")
        given = {name: value for name, value in {**(query or {}), "why": why}.items() if value}
        address += f"?{urlencode(given)}" if given else ""
        address += f"#{fragment}" if fragment else ""
        headers = {"connection": "close"} if closes else {}
        return RedirectResponse(address, 303, headers)

    def error(self, tag: str, reason: str, status: int) -> Response:
        """Return a page that explains what went wrong."""
        return self.page(self.pages.error(tag, reason), status)

    def not_found(self, request: Request) -> Response:
        """Respond to an unknown address, in the language that it begins with, if it does."""
        prefix = urlsplit(self.form.endpoint).path
        tag = request.url.path.removeprefix(prefix).partition("/")[0]
        known = tag if tag in self.site.tags else self.site.tags[0]
        return self.error(known, "not-found", 404)

    async def entered(self, request: Request) -> Entered:
        """Return the posted form.

        Raises:
            PostRefusedError: it is too large or unreadable, or comes from another site.
        """
        try:
            entered = await read_form(request, self.body_limit)
        except TooLargeError as error:
            raise PostRefusedError("too-large", closes=True) from error
        except UnreadableError as error:
            raise PostRefusedError("unreadable", closes=True) from error
        if not same_site(request.headers, self.origins | {own_origin(request)}):
            raise PostRefusedError("other-site")
        return entered

    def claim(self, request: Request) -> Claim | None:
        """Return the client's rate-limit claim for a costly POST; ``None`` if over the limit."""
        return self._posts.claim(client_network(request, self.settings.proxies))

    def state(self, draft: Draft | None = None) -> Literal["open", "grace", "closed"]:
        """Return whether requests are open, or a draft may still be sent because it was begun."""
        now = on_this_day(self.site)
        if now.requests.open:
            return "open"
        closes, zone = now.requests.closes, requests.zone(self.site.content.site)
        if draft is None or closes is None or now.requests.phase != "closed":
            return "closed"
        begun = datetime.datetime.fromtimestamp(draft.created, zone).date()
        last = closes + datetime.timedelta(self.form.grace_days)
        return "grace" if begun <= closes and now.today <= last else "closed"


async def stored(future: Future[T]) -> T:
    """Wait until something is on the disk."""
    return await asyncio.wait_for(asyncio.wrap_future(future), TIMEOUT)


async def read(find: Callable[[], T], seconds: int | None = None) -> T:
    """Find something in the database, within ``seconds`` or as long as people wait.

    Raises:
        Unavailable: the database cannot be read, or does not answer.
    """
    return await asyncio.wait_for(asyncio.to_thread(find), seconds or TIMEOUT)


def log_error(what: str, error: Exception) -> None:
    """Log and count what failed, without a trace: it may quote what was typed."""
    metrics.refused("unavailable")
    log.error(what, extra={"error": type(error).__name__})


def first(entered: Entered, name: str) -> str:
    """Return the first value that was posted under a name; empty if there is none."""
    return next(iter(entered.get(name, ())), "")


def fills_honeypot(entered: Entered) -> bool:
    """Whether the field that people cannot see was filled in."""
    return any(entered.get(HONEYPOT, ()))

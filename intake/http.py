"""The intake's web application: from the posted form to the receipt.

The steps: ``check`` (errors, or the answers for review), ``edit`` (back to the form), ``send``
(stored, then redirected) and ``receipt``. Every page preserves what was typed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from brochure.render.page_style import of_page
from brochure.render.style import source
from brochure.schema import Form
from brochure.site import form_answers
from brochure.site.form_answers import Answers, validate_answers
from brochure.site.site import Site, on_this_day
from intake.database import Unavailable
from intake.headers import POLICY, SecurityHeaders, policy
from intake.origin import client_address, own_origin, same_site
from intake.outbox import Outbox
from intake.pages import Pages
from intake.rate_limit import RateLimiter
from intake.request_form import TooLargeError, UnreadableError, read_form
from intake.settings import Settings
from intake.spam import HONEYPOT, STAMP, SignedTimestamps, spam_reason
from intake.storage import Store
from intake.submission import Submission

log = logging.getLogger("intake")

_STEPS = {"check", "edit", "send"}
# Seconds that a sender waits for the database; equal answers sent again are one submission.
_TIMEOUT = 20

Entered = dict[str, list[str]]


class Intake:
    """The handlers of the routes, and what they share."""

    def __init__(
        self, site: Site, form: Form, settings: Settings, store: Store, outbox: Outbox
    ) -> None:
        self.site, self.form, self.settings = site, form, settings
        self.store, self.outbox = store, outbox
        url = settings.site_url or site.content.site.url
        parts = urlsplit(url)
        self.origins = frozenset({f"{parts.scheme}://{parts.netloc}"})
        # A form on the site's own host links to the site by path, so that any host name works.
        self.pages = Pages(site, form, parts.path if form.endpoint.startswith("/") else url)
        self.field_names = {f.id for f in form_answers.fields(form)} | {STAMP, HONEYPOT}
        self.timestamps = SignedTimestamps(settings.secret)
        self.rate_limiter = RateLimiter(settings.posts_per_hour, settings.secret)
        # A character is up to twelve bytes of a body (%F0%9F%92%A1); choices are short.
        longest = sum(field.max_length * 12 for field in form_answers.fields(form))
        self.body_limit = 2 * longest + 16_384

    def page(self, html: str, status: int = 200, *, close: bool = False) -> Response:
        """Return a page, whose style the policy allows; with ``close``, no more is read."""
        headers = {POLICY: policy(self.origins, source(of_page(html)))}
        return HTMLResponse(html, status, headers | ({"connection": "close"} if close else {}))

    async def post(self, request: Request) -> Response:
        """Receive the form at any step."""
        tag, step = request.path_params["language"], request.path_params["step"]
        if tag not in self.site.tags or step not in _STEPS:
            return await self.not_found(request)
        try:
            entered = await read_form(request, self.body_limit)
        except TooLargeError:
            return self.page(self.pages.error(tag, "too-large"), 413, close=True)
        except UnreadableError:
            return self.page(self.pages.error(tag, "unreadable"), 400)
        answers = form_answers.read(self.form, entered)
        if error := self.policy_error(request):
            return self.error_page(tag, *error, answers)
        if not self.field_names.issuperset(entered):
            return self.page(self.pages.entry(tag, answers, note="changed"), 400)
        handler: Callable[..., Awaitable[Response]] = getattr(self, step)
        return await handler(tag, answers, entered)

    def policy_error(self, request: Request) -> tuple[str, int] | None:
        """Return why a post is rejected, whatever is in it, and the status code."""
        if not same_site(request.headers, self.origins | {own_origin(request)}):
            return "other-site", 403
        if not on_this_day(self.site).requests.open:
            return "closed", 403
        client = client_address(request, self.settings.proxies)
        return None if self.rate_limiter.allow(client) else ("too-many", 429)

    async def check(self, tag: str, answers: Answers, entered: Entered) -> Response:
        """Show errors beside their fields, or the answers for review."""
        if errors := validate_answers(self.site, self.form, answers):
            return self.page(self.pages.entry(tag, answers, errors), 422)
        trap = _first(entered, HONEYPOT)
        return self.page(self.pages.check(tag, answers, self.timestamps.new(), trap))

    async def edit(self, tag: str, answers: Answers, _entered: Entered) -> Response:
        """Go back to the form, with everything that was typed."""
        return self.page(self.pages.entry(tag, answers))

    async def send(self, tag: str, answers: Answers, entered: Entered) -> Response:
        """Store the submission, and redirect to the receipt only once it is safe."""
        if errors := validate_answers(self.site, self.form, answers):
            return self.page(self.pages.entry(tag, answers, errors), 422)
        age = self.timestamps.age(_first(entered, STAMP))
        if age is None:
            return self.page(
                self.pages.check(tag, answers, self.timestamps.new(), note="stale"), 409
            )
        submission = Submission(answers, tag, spam_reason(entered, age))
        try:
            stored = asyncio.wrap_future(self.store.submit(submission))
            receipt = await asyncio.wait_for(stored, _TIMEOUT)
        except Exception as error:  # noqa: BLE001 - whatever failed, what was typed must not be lost
            log.error("could not store submission", extra={"error": type(error).__name__})  # noqa: TRY400 - a trace may quote what was typed
            return self.error_page(tag, "unavailable", 503, answers)
        if receipt.new:
            self.outbox.wake()
        return RedirectResponse(f"{self.form.endpoint}{tag}/receipt/{receipt.id}", 303)

    async def receipt(self, request: Request) -> Response:
        """Show the receipt at its address, which nobody can guess."""
        tag, submission_id = request.path_params["language"], request.path_params["id"]
        if tag not in self.site.tags:
            return await self.not_found(request)
        try:
            receipt = await asyncio.to_thread(self.store.receipt, submission_id)
        except Unavailable:
            return self.page(self.pages.error(tag, "unavailable"), 503)
        if receipt is None:
            return await self.not_found(request)
        return self.page(self.pages.receipt(tag, receipt.reference))

    async def health(self, _request: Request) -> Response:
        """Tell operators whether submissions can be stored, and what is waiting."""
        try:
            counts = await asyncio.to_thread(self.store.counts)
        except Unavailable as error:
            return JSONResponse({"status": "unavailable", "error": type(error).__name__}, 503)
        return JSONResponse({"status": "ok", **counts})

    async def form_page(self, request: Request) -> Response:
        """Redirect to the form if a step's address is opened, by a reload or a bookmark."""
        tag = request.path_params["language"]
        known = tag in self.site.tags and request.path_params["step"] in _STEPS
        if not known:
            return await self.not_found(request)
        return RedirectResponse(self.pages.address(tag), 303)

    def error_page(self, tag: str, reason: str, status: int, answers: Answers) -> Response:
        """Return a page that explains what went wrong, with what was typed."""
        return self.page(self.pages.error(tag, reason, answers), status)

    async def not_found(self, request: Request, _error: Exception | None = None) -> Response:
        """Respond to an unknown address, in the language that it begins with, if it does."""
        prefix = urlsplit(self.form.endpoint).path
        tag = request.url.path.removeprefix(prefix).partition("/")[0]
        known = tag if tag in self.site.tags else self.site.tags[0]
        return self.page(self.pages.error(known, "not-found"), 404)


def create_app(site: Site, form: Form, settings: Settings, store: Store, outbox: Outbox) -> ASGIApp:
    """Return the application; it closes the store and the outbox when it ends."""
    intake = Intake(site, form, settings, store, outbox)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        outbox.start()
        yield
        outbox.close()
        store.close()

    prefix = urlsplit(form.endpoint).path.rstrip("/")
    routes = [
        Route(f"{prefix}/{{language}}/{{step}}", intake.post, methods=["POST"]),
        Route(f"{prefix}/{{language}}/receipt/{{id}}", intake.receipt, methods=["GET"]),
        Route(f"{prefix}/health", intake.health, methods=["GET"]),
        Route(f"{prefix}/{{language}}/{{step}}", intake.form_page, methods=["GET"]),
    ]
    handlers: Mapping[Any, Any] = {404: intake.not_found, 405: intake.not_found}
    # Servers before it compress only what is found, and not a form with its errors.
    compressing = [Middleware(GZipMiddleware)]
    app = Starlette(
        routes=routes, lifespan=lifespan, exception_handlers=handlers, middleware=compressing
    )
    app.router.redirect_slashes = False  # it would redirect to any host that the client names
    # Outermost, so that unexpected errors have the headers too.
    return SecurityHeaders(app, intake.origins)


def _first(entered: Entered, name: str) -> str:
    return next(iter(entered.get(name, ())), "")

"""The intake's web application: from the posted form to the receipt.

The journey: ``check`` (errors, or the answers to check), ``edit`` (back to the form), ``send``
(kept, then redirected) and ``receipt``. Every page keeps what was typed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from brochure.render.page_context import request_state
from brochure.schema import Form
from brochure.site import form_answers
from brochure.site.form_answers import Answers
from brochure.site.site import Site
from intake.database import Unavailable
from intake.guard import (
    HONEYPOT,
    Limits,
    Stamps,
    TooLargeError,
    UnreadableError,
    read_form,
    same_site,
    suspicion,
)
from intake.headers import SecurityHeaders
from intake.outbox import Outbox
from intake.pages import Pages, on_this_day
from intake.settings import Settings
from intake.store import Store
from intake.submission import Submission
from intake.waiting import Waiting

log = logging.getLogger("intake")

# Fields of the page to check that are not answers.
_OWN = {"stamp", HONEYPOT}


class Intake:
    """What the routes share."""

    def __init__(
        self, site: Site, form: Form, settings: Settings, store: Store, outbox: Outbox
    ) -> None:
        self.site, self.form, self.settings = site, form, settings
        self.store, self.outbox = store, outbox
        url = settings.site_url or site.content.site.url
        parts = urlsplit(url)
        self.origins = frozenset({f"{parts.scheme}://{parts.netloc}"})
        # A form on the site's own host links to the site by path, so that any name of it works.
        self.pages = Pages(site, form, parts.path if form.endpoint.startswith("/") else url)
        self.judge = form_answers.Judge(site, form)
        self.known = {field.id for field in form_answers.fields(form)} | _OWN
        self.waiting = Waiting()
        self.stamps = Stamps(settings.secret)
        self.limits = Limits(settings.posts_per_hour, settings.secret)
        # A character is up to twelve bytes of a body (%F0%9F%92%A1); choices are short.
        longest = sum(field.max_length * 12 for field in form_answers.fields(form))
        self.body_limit = 2 * longest + 16_384

    async def post(self, request: Request) -> Response:
        """Receive the form at any step of the journey."""
        tag, step = request.path_params["language"], request.path_params["step"]
        if tag not in self.site.tags or step not in _STEPS:
            return self.unknown(request)
        try:
            entered = await read_form(request, self.body_limit)
        except TooLargeError:
            return _page(self.pages.refusal(tag, "too-large"), 413, close=True)
        except UnreadableError:
            return _page(self.pages.refusal(tag, "unreadable"), 400)
        answers = form_answers.read(self.form, entered)
        if refused := self.refused(request):
            return self.refuse(tag, *refused, answers)
        if not self.known.issuperset(entered):
            return _page(self.pages.entry(tag, answers, note="changed"), 400)
        handler: Callable[..., Awaitable[Response]] = getattr(self, step)
        return await handler(tag, answers, entered)

    def refused(self, request: Request) -> tuple[str, int] | None:
        """Return why a post is not taken, whatever is in it, and the status that says so."""
        if not same_site(request.headers, self.origins | {_own_origin(request)}):
            return "other-site", 403
        if not request_state(on_this_day(self.site)).open:
            return "closed", 403
        return None if self.limits.allows(self.client(request)) else ("too-many", 429)

    async def check(self, tag: str, answers: Answers, entered: dict[str, list[str]]) -> Response:
        """Show errors beside their fields, or the answers to check."""
        if errors := self.judge(answers):
            return _page(self.pages.entry(tag, answers, errors), 422)
        suspect = next(iter(entered.get(HONEYPOT, ())), "")
        return _page(self.pages.check(tag, answers, self.stamps.new(), suspect))

    async def edit(self, tag: str, answers: Answers, _entered: dict[str, list[str]]) -> Response:
        """Go back to the form, with everything that was typed."""
        return _page(self.pages.entry(tag, answers))

    async def send(self, tag: str, answers: Answers, entered: dict[str, list[str]]) -> Response:
        """Keep the submission; say so only once it is safe."""
        if errors := self.judge(answers):
            return _page(self.pages.entry(tag, answers, errors), 422)
        age = self.stamps.age(next(iter(entered.get("stamp", ())), ""))
        if age is None:
            return _page(self.pages.check(tag, answers, self.stamps.new(), note="stale"), 409)
        submission = Submission(answers, tag, suspicion(entered, age))
        try:
            receipt = await self.waiting.result(self.store.submit(submission), _PATIENCE)
        except Exception as error:  # noqa: BLE001 - whatever it was, what was typed is not lost
            log.error("a submission could not be kept", extra={"error": type(error).__name__})  # noqa: TRY400 - a trace may quote what was typed
            return self.refuse(tag, "unavailable", 503, answers)
        if receipt.new:
            self.outbox.wake()
        return RedirectResponse(f"{self.form.endpoint}{tag}/receipt/{receipt.id}", 303)

    async def receipt(self, request: Request) -> Response:
        """Show the receipt at its address, which nobody can guess."""
        tag, name = request.path_params["language"], request.path_params["id"]
        if tag not in self.site.tags:
            return self.unknown(request)
        try:
            receipt = await asyncio.to_thread(self.store.receipt, name)
        except Unavailable:
            return _page(self.pages.refusal(tag, "unavailable"), 503)
        if receipt is None:
            return self.unknown(request)
        return _page(self.pages.receipt(tag, receipt.reference))

    async def health(self, _request: Request) -> Response:
        """Tell operators whether submissions can be kept, and what waits."""
        try:
            counts = await asyncio.to_thread(self.store.counts)
        except Unavailable as error:
            return JSONResponse({"status": "unavailable", "error": type(error).__name__}, 503)
        return JSONResponse({"status": "ok", **counts})

    async def form_page(self, request: Request) -> Response:
        """Lead whoever opens a step's address, by reload or by bookmark, back to the form."""
        tag = request.path_params["language"]
        known = tag in self.site.tags and request.path_params["step"] in _STEPS
        return RedirectResponse(self.pages.address(tag), 303) if known else self.unknown(request)

    def refuse(self, tag: str, reason: str, status: int, answers: Answers) -> Response:
        """Say why not, and keep what was typed."""
        return _page(self.pages.refusal(tag, reason, answers, self.stamps.new()), status)

    def unknown(self, request: Request) -> Response:
        """Say that there is nothing here, in the language of the address."""
        tag = request.path_params.get("language", "")
        return _page(self.pages.not_found(tag if tag in self.site.tags else self.site.tags[0]), 404)

    def client(self, request: Request) -> str:
        """Return the address of the client, behind as many proxies as are ours."""
        if proxies := self.settings.proxies:
            forwarded = ",".join(request.headers.getlist("x-forwarded-for"))
            hops = [hop.strip() for hop in forwarded.split(",")]
            if len(hops) >= proxies and hops[-proxies]:
                return hops[-proxies]
        return request.client.host if request.client else ""


_STEPS = {"check", "edit", "send"}
# How long a sender waits for the database; a second try of the same answers is one submission.
_PATIENCE = 20


def create_app(site: Site, form: Form, settings: Settings, store: Store, outbox: Outbox) -> ASGIApp:
    """Return the application; the store and the outbox are closed when it ends."""
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
    handlers = {404: partial(_not_found, intake), 405: partial(_not_found, intake)}
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers)
    app.router.redirect_slashes = False  # it would redirect to whatever host the client names
    # Around it all, so that a failure has the headers too.
    return SecurityHeaders(app, origins=intake.origins)


async def _not_found(intake: Intake, request: Request, _error: Exception) -> Response:
    prefix = urlsplit(intake.form.endpoint).path
    request.scope["path_params"] = {
        "language": request.url.path.removeprefix(prefix).partition("/")[0]
    }
    return intake.unknown(request)


def _own_origin(request: Request) -> str:
    return f"{request.scope['scheme']}://{request.headers.get('host', '')}"


def _page(html: str, status: int = 200, *, close: bool = False) -> Response:
    headers = {"cache-control": "no-store", "x-robots-tag": "noindex"}
    if close:  # the rest of the body is not read
        headers["connection"] = "close"
    return HTMLResponse(html, status, headers)

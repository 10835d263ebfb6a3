"""The intake's web application: from the first step of the form to the receipt."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any
from urllib.parse import urljoin, urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from brochure.schema import Form
from brochure.site.site import Site
from intake.desk.morning_mail import MorningMail
from intake.desk.mornings import each_morning
from intake.desk.routes import desk_routes
from intake.journey.journey import Journey
from intake.mail.outbox import Outbox
from intake.monitoring import exporter
from intake.monitoring.health import Health
from intake.monitoring.reach import Reach
from intake.settings.settings import Settings
from intake.sign_in import sessions, sign_ins
from intake.storage.store import Store
from intake.storage.versions import Versions
from intake.web.draft_routes import DraftRoutes
from intake.web.headers import SecurityHeaders
from intake.web.later_routes import LaterRoutes
from intake.web.measured import ResponseTimes
from intake.web.pages import Pages
from intake.web.receipt_routes import ReceiptRoutes
from intake.web.responses import Responses, stored

log = logging.getLogger("intake")

_EXPIRY = 3600  # seconds between two searches for expired drafts


def create_app(site: Site, form: Form, settings: Settings, store: Store, outbox: Outbox) -> ASGIApp:
    """Return the application; it closes the store and the outbox when it ends."""
    url = settings.site_url or site.content.site.url
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    # A form on the site's own host links to the site by path, so that any host name works.
    base = parts.path if form.is_on_own_host else url
    journey = Journey(site, form, store.version)
    pages = Pages(site, journey, Versions(store.engine, store.version), base, origin)
    responses = Responses(pages, settings, frozenset({origin}))

    is_public = bool(settings.site_url) and not settings.drafts
    reach = Reach(urljoin(url, f"{form.endpoint}health") if is_public else "", store.service)
    health = Health(store, outbox, reach)

    async def not_found(request: Request, _error: Exception) -> Response:
        return responses.not_found(request)

    prefix = urlsplit(form.endpoint).path.rstrip("/")
    routes = [
        Route(f"{prefix}/health", _health_answer(health, store.service), methods=["GET"]),
        *desk_routes(prefix, responses, store, outbox),
        *LaterRoutes(responses, journey, store, outbox).routes(prefix),
        *DraftRoutes(responses, journey, store, outbox).routes(prefix),
        *ReceiptRoutes(responses, store, outbox).routes(prefix),
    ]

    handlers: Mapping[Any, Any] = {404: not_found, 405: not_found}
    # Servers before it compress only what is found, and not what explains an error.
    compressing = [Middleware(GZipMiddleware)]
    lifespan = _lifespan(site, settings, store, outbox, health)
    app = Starlette(
        routes=routes, lifespan=lifespan, exception_handlers=handlers, middleware=compressing
    )
    app.router.redirect_slashes = False  # it would redirect to any host that the client names
    # Outermost, so that unexpected errors have the headers too.
    return SecurityHeaders(ResponseTimes(app), responses.origins)


def _health_answer(health: Health, service: str) -> Callable[[Request], Awaitable[Response]]:
    """Return what tells anybody whether a submission could be stored now."""

    async def answer(_request: Request) -> Response:
        status = (await asyncio.to_thread(health.check))["status"]
        found = {"status": status, "service": service}
        return JSONResponse(found, 200 if status == "ok" else 503)

    return answer


def _lifespan(
    site: Site, settings: Settings, store: Store, outbox: Outbox, health: Health
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Return what starts everything that runs beside the application, and ends it afterwards."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        outbox.start()
        health.reach.start()
        tasks = [asyncio.create_task(_delete_expired(store))]
        if desk := site.content.desk:
            morning_mail = MorningMail(site, desk, outbox.mail_builder.addresses)
            tasks.append(asyncio.create_task(each_morning(morning_mail, store, outbox)))
        with exporter.serving(settings.monitor, store.engine, health):
            yield
        for task in tasks:
            task.cancel()
        health.reach.close()
        outbox.close()
        store.close()

    return lifespan


async def _delete_expired(store: Store) -> None:
    """Delete expired drafts, sessions and sign-ins periodically."""
    while True:
        try:
            if deleted := await stored(store.drafts.delete_expired()):
                log.info("deleted expired drafts", extra={"drafts": deleted})
            await stored(store.do("", sign_ins.delete_expired))
            await stored(store.do("", sessions.delete_expired))
        except Exception as error:  # noqa: BLE001 - it is tried again
            log.warning("could not delete expired drafts", extra={"error": type(error).__name__})
        await asyncio.sleep(_EXPIRY)

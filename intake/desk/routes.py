"""The desk's pages, put together."""

from __future__ import annotations

from starlette.routing import Route

from intake.desk.account_routes import account_routes
from intake.desk.guard import Guard
from intake.desk.link_routes import LinkRoutes
from intake.desk.signing_in import SigningIn
from intake.outbox import Outbox
from intake.responses import Responses
from intake.storage import Store


def desk_routes(prefix: str, responses: Responses, store: Store, outbox: Outbox) -> list[Route]:
    """Return all routes of the desk, more special ones first."""
    guard = Guard(responses, store)
    signing_in = SigningIn(guard)
    handlers = [*account_routes(signing_in), LinkRoutes(signing_in, outbox)]
    return [route for handler in handlers for route in handler.routes(prefix)]

"""The desk's pages, put together."""

from __future__ import annotations

from starlette.routing import Route

from intake.desk.answer_routes import AnswerRoutes
from intake.desk.case_routes import CaseRoutes
from intake.desk.figure_routes import FigureRoutes
from intake.desk.file_routes import FileRoutes
from intake.desk.mail_routes import MailRoutes
from intake.desk.pages import DeskPages
from intake.desk.people_routes import PeopleRoutes
from intake.desk.team_routes import TeamRoutes
from intake.mail.outbox import Outbox
from intake.sign_in.account_routes import account_routes
from intake.sign_in.guard import Guard
from intake.sign_in.link_routes import LinkRoutes
from intake.sign_in.signing_in import SigningIn
from intake.storage.store import Store
from intake.web.responses import Responses


def desk_routes(prefix: str, responses: Responses, store: Store, outbox: Outbox) -> list[Route]:
    """Return all routes of the desk, most specific first; none if the content has no desk."""
    desk = responses.site.content.desk
    if desk is None:
        return []
    guard = Guard(responses, store)
    signing_in, pages = SigningIn(guard), DeskPages(guard)
    handlers = [
        *account_routes(signing_in),
        LinkRoutes(signing_in, outbox),
        AnswerRoutes(pages, desk, store, outbox),
        FileRoutes(pages, store),
        CaseRoutes(pages, desk, store, outbox),
        MailRoutes(pages, store, outbox),
        PeopleRoutes(pages, store),
        FigureRoutes(pages, store),
        TeamRoutes(pages, store),
    ]
    return [route for handler in handlers for route in handler.routes(prefix)]

"""An answer to a sender: begun with a text, looked at as it will arrive, and sent."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from brochure.schema import Desk
from intake.desk import answers, cases
from intake.desk.answer_view import AnswerView, errors
from intake.desk.answers import Begun
from intake.desk.cases import Stale
from intake.desk.history_view import History
from intake.desk.labels import Labels
from intake.desk.pages import DeskPages
from intake.desk.request_view import Opened, read
from intake.journey.submission import Submission
from intake.mail.builder import Composed
from intake.mail.outbox import Outbox
from intake.sign_in.guard import entered
from intake.sign_in.member import Member
from intake.storage import submission_table
from intake.storage.case_table import HELD, SPAM, Case
from intake.storage.database import Unavailable
from intake.storage.mail_queue import sender_address
from intake.storage.store import Store
from intake.web.of_draft import log_error
from intake.web.responses import TIMEOUT, first, stored

_DIGITS = 9


class GoneError(Exception):
    """What was to be answered, or the answer, has been erased, or sent already."""


class AnswerRoutes:
    """Handles requests for answers."""

    def __init__(self, pages: DeskPages, desk: Desk, store: Store, outbox: Outbox) -> None:
        self.pages, self.desk, self.store, self.outbox = pages, desk, store, outbox
        self.responses, self.mails = pages.responses, outbox.mail_builder

    def routes(self, prefix: str) -> list[Route]:
        """Return the routes."""
        one = f"{prefix}/staff/{{language}}/requests/{{reference}}/answer"
        guarded = self.pages.guard.guarded
        return [
            Route(one, guarded("handle", self.write), methods=["GET"]),
            Route(one, guarded("handle", self.keep), methods=["POST"]),
            Route(f"{one}/{{begun}}", guarded("handle", self.check), methods=["GET"]),
            Route(f"{one}/{{begun}}", guarded("handle", self.send), methods=["POST"]),
        ]

    async def write(self, request: Request, member: Member) -> Response:
        """Show the page on which an answer is written: an empty one, a text, or one begun."""
        found = await self._open(request, member)
        if isinstance(found, Response):
            return found
        opened, submission, begun = found
        chosen = request.query_params.get("text", "")
        answer = next((one for one in self.desk.answers if one.id == chosen), None)
        words = Composed("", "", self.mails.language(submission))
        if begun:
            words = begun.words
        elif answer:
            words = self.mails.begin(answer, submission)
        labels = self.pages.labels(request.path_params["language"])
        view = self._view(labels, opened, submission, words, begun)
        offered = [(one.id, labels.localizer.text(one.label)) for one in self.desk.answers]
        return self.pages.render(request, "answer", member, answer=view, offered=offered)

    async def keep(self, request: Request, member: Member) -> Response:
        """Keep what was typed, and lead to where it can be looked at, or completed."""
        found = await self._open(request, member)
        posted = entered(request)
        subject, body = (first(posted, name) for name in ("subject", "body"))
        if isinstance(found, Response):
            return found
        opened, submission, _ = found
        language = self.mails.language(submission)
        words = answers.cleaned(subject, body, language)
        begun = Begun(first(posted, "begun"), opened.case.reference, words)
        try:
            keeping = self.store.do(begun.case, lambda c: self._begin(c, submission, begun))
            name = await stored(keeping)
        except GoneError:
            return self._gone(request, member)
        except Exception as error:  # noqa: BLE001 - whatever failed, nothing typed may be lost
            log_error("could not keep an answer", error)
            tag, typed = request.path_params["language"], [subject, body]
            return self.pages.guard.page("refused", tag, 503, reason="unavailable", typed=typed)
        wrong = any(answers.problems(words))
        address = self._address(request)
        if wrong:
            return self.responses.to(address, begun=name)
        return self.responses.to(f"{address}/{name}")

    async def check(self, request: Request, member: Member) -> Response:
        """Show an answer as it will arrive."""
        found = await self._open(request, member)
        if isinstance(found, Response):
            return found
        opened, submission, begun = found
        if begun is None:  # it was sent
            return self.responses.to(self._address(request).removesuffix("/answer"))
        if any(answers.problems(begun.words)):
            return self.responses.to(self._address(request), begun=begun.id)
        labels = self.pages.labels(request.path_params["language"])
        seen = request.query_params.get("seen", "")
        view = self._view(labels, opened, submission, begun.words, begun, _number(seen))
        return self.pages.render(request, "answer-check", member, answer=view)

    async def send(self, request: Request, member: Member) -> Response:
        """Send an answer, unless somebody has changed the case meanwhile."""
        posted, name = entered(request), request.path_params["begun"]
        reference = request.path_params["reference"]
        revision, seen = (_number(first(posted, one)) for one in ("revision", "seen"))
        address = self._address(request)

        def what(connection: Connection, case: Case) -> dict[str, object]:
            begun = answers.found(connection, reference, name)
            submission = _submission(connection, case)
            if begun is None or submission is None or any(answers.problems(begun.words)):
                raise GoneError
            answers.send(connection, self.store.queue, submission, begun, member.id)
            return {}

        try:
            done = await stored(cases.change(self.store, reference, revision or 0, what))
        except GoneError:
            return self.responses.to(f"{address}/{name}")
        except Exception as error:  # noqa: BLE001 - whatever failed, people must learn of it
            log_error("could not send an answer", error)
            return self.responses.error(request.path_params["language"], "unavailable", 503)
        if isinstance(done, Stale):
            return self.responses.to(f"{address}/{name}", "conflict", seen=str(seen or 0))
        self.outbox.wake()
        return self.responses.to(address.removesuffix("/answer"), "answered")

    def _begin(self, connection: Connection, submission: Submission, begun: Begun) -> str:
        if submission_table.find(connection, submission.id) is None:
            raise GoneError
        return answers.begin(connection, begun)

    async def _open(
        self, request: Request, member: Member
    ) -> tuple[Opened, Submission, Begun | None] | Response:
        """Return a case that can be answered, and the answer that the address names."""
        tag, reference = (request.path_params[name] for name in ("language", "reference"))
        name = request.path_params.get("begun", request.query_params.get("begun", ""))

        def find() -> tuple[Opened | None, Begun | None]:
            engine = self.store.engine
            return read(engine, reference, member), answers.find(engine, reference, name)

        try:
            opened, begun = await asyncio.wait_for(asyncio.to_thread(find), TIMEOUT)
            if opened is not None and not opened.looked:
                await stored(cases.look(self.store, reference, member.id))
        except Unavailable:
            return self.responses.error(tag, "unavailable", 503)
        if opened is None:
            return self.responses.not_found(request)
        if opened.submission is None:
            return self._gone(request, member)
        if opened.case.state in {HELD, SPAM}:
            return self.responses.to(self.pages.address(tag, f"requests/{reference}"))
        return opened, opened.submission, begun

    def _gone(self, request: Request, member: Member) -> Response:
        """Say that nobody can be answered any more: the data were erased."""
        reference = request.path_params["reference"]
        return self.pages.render(request, "answer-gone", member, 410, reference=reference)

    def _address(self, request: Request) -> str:
        tag, reference = (request.path_params[name] for name in ("language", "reference"))
        return self.pages.address(tag, f"requests/{reference}/answer")

    def _view(  # noqa: PLR0913, PLR0917 - what a page consists of
        self,
        labels: Labels,
        opened: Opened,
        submission: Submission,
        words: Composed,
        begun: Begun | None,
        seen: int | None = None,
    ) -> AnswerView:
        told = History(labels, opened.members)
        return AnswerView(
            opened.case.reference,
            opened.case.institution,
            sender_address(self.responses.form, submission),
            self.mails.addresses.team,
            labels.language_name(words.language),
            words.language,
            words,
            errors(labels, words) if begun else {},
            begun.id if begun else "",
            opened.case.revision,
            max((event.id for event in opened.events), default=0),
            () if seen is None else told.since(opened.events, seen),
        )


def _submission(connection: Connection, case: Case) -> Submission | None:
    return submission_table.find(connection, case.submission) if case.submission else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None

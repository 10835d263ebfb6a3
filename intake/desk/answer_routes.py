"""An answer to a sender: begun with a text, looked at as it will arrive, and sent."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from brochure.schema import Desk
from brochure.text.entered import number
from intake.desk import answer_view, answers, cases
from intake.desk.answers import UnsentAnswer
from intake.desk.cases import Conflict
from intake.desk.opened_case import OpenedCase, open_case
from intake.desk.pages import DeskPages
from intake.journey.submission import Submission
from intake.mail.builder import ComposedMail
from intake.mail.outbox import Outbox
from intake.sign_in.guard import entered
from intake.sign_in.member import Member
from intake.storage import submission_table
from intake.storage.case_table import HELD, SPAM, Case
from intake.storage.store import Store
from intake.web.responses import first, log_error, read, stored


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
        opened, submission = found
        begun = await self._begun(request, request.query_params.get("begun", ""))
        words = begun.words if begun else self._first_words(request, submission)
        view = self._view(request, opened, words, begun.id if begun else "")
        text = self.pages.labels(request.path_params["language"]).localizer.text
        offered = [(one.id, text(one.label)) for one in self.desk.answers]
        return self.pages.render(request, "answer", member, answer=view, offered=offered)

    def _first_words(self, request: Request, submission: Submission) -> ComposedMail:
        """Return the text that was chosen to begin with, or no words."""
        chosen = request.query_params.get("text", "")
        for answer in self.desk.answers:
            if answer.id == chosen:
                return self.mails.begin(answer, submission)
        return ComposedMail("", "", self.mails.language(submission))

    async def keep(self, request: Request, member: Member) -> Response:
        """Store the typed text, and redirect to its preview, or to the page to complete it."""
        found = await self._open(request, member)
        if isinstance(found, Response):
            return found
        opened, submission = found
        posted = entered(request)
        subject, body = (first(posted, name) for name in ("subject", "body"))
        words = answers.cleaned(subject, body, self.mails.language(submission))
        begun = UnsentAnswer(first(posted, "begun"), opened.case.reference, words)

        def begin(connection: Connection) -> str:
            if submission_table.find(connection, submission.id) is None:
                raise GoneError
            return answers.begin(connection, begun)

        try:
            name = await stored(self.store.do(begun.case, begin))
        except GoneError:
            return self._gone(request, member)
        except Exception as error:  # noqa: BLE001 - whatever failed, nothing typed may be lost
            log_error("could not store answer", error)
            tag, typed = request.path_params["language"], [subject, body]
            return self.pages.guard.page("refused", tag, 503, reason="unavailable", typed=typed)
        if any(answers.problems(words)):
            return self.responses.to(self._address(request), query={"begun": name})
        return self.responses.to(f"{self._address(request)}/{name}")

    async def check(self, request: Request, member: Member) -> Response:
        """Show an answer as it will arrive."""
        found = await self._open(request, member)
        if isinstance(found, Response):
            return found
        begun = await self._begun(request, request.path_params["begun"])
        if begun is None:  # it was sent
            return self.responses.to(self._address(request).removesuffix("/answer"))
        if any(answers.problems(begun.words)):
            return self.responses.to(self._address(request), query={"begun": begun.id})
        seen = number(request.query_params.get("seen", ""))
        view = self._view(request, found[0], begun.words, begun.id, seen)
        return self.pages.render(request, "answer-check", member, answer=view)

    async def send(self, request: Request, member: Member) -> Response:
        """Send an answer, unless somebody has changed the case meanwhile."""
        posted, name = entered(request), request.path_params["begun"]
        reference = request.path_params["reference"]
        revision, seen = (number(first(posted, one)) or 0 for one in ("revision", "seen"))
        address = self._address(request)

        def what(connection: Connection, case: Case) -> dict[str, object]:
            begun = answers.find(connection, reference, name)
            submission = submission_table.find(connection, case.submission)
            if begun is None or submission is None or any(answers.problems(begun.words)):
                raise GoneError
            answers.send(connection, self.store.queue, submission, begun, member.id)
            return {}

        try:
            done = await stored(cases.change(self.store, reference, revision, what))
        except GoneError:
            return self.responses.to(f"{address}/{name}")
        except Exception as error:  # noqa: BLE001 - whatever failed, people must learn of it
            log_error("could not send an answer", error)
            return self.responses.error(request.path_params["language"], "unavailable", 503)
        if isinstance(done, Conflict):
            return self.responses.to(f"{address}/{name}", "conflict", {"seen": str(seen)})
        self.outbox.wake()
        return self.responses.to(address.removesuffix("/answer"), "answered")

    async def _open(
        self, request: Request, member: Member
    ) -> tuple[OpenedCase, Submission] | Response:
        """Return a case that can be answered, with its submission."""
        tag, reference = (request.path_params[name] for name in ("language", "reference"))
        opened = await open_case(self.store, reference, member)
        if opened is None:
            return self.responses.not_found(request)
        if opened.submission is None:
            return self._gone(request, member)
        if opened.case.state in {HELD, SPAM}:
            return self.responses.to(self.pages.address(tag, f"requests/{reference}"))
        return opened, opened.submission

    def _gone(self, request: Request, member: Member) -> Response:
        """Say that the data were erased, so that no answer can be sent."""
        reference = request.path_params["reference"]
        return self.pages.render(request, "answer-gone", member, 410, reference=reference)

    async def _begun(self, request: Request, name: str) -> UnsentAnswer | None:
        def find() -> UnsentAnswer | None:
            with self.store.engine.connect() as connection:
                return answers.find(connection, request.path_params["reference"], name)

        return await read(find)

    def _address(self, request: Request) -> str:
        tag, reference = (request.path_params[name] for name in ("language", "reference"))
        return self.pages.address(tag, f"requests/{reference}/answer")

    def _view(
        self,
        request: Request,
        opened: OpenedCase,
        words: ComposedMail,
        begun: str,
        seen: int | None = None,
    ) -> answer_view.AnswerView:
        labels = self.pages.labels(request.path_params["language"])
        team = self.mails.addresses.team
        return answer_view.view(labels, opened, team, words, begun, seen)

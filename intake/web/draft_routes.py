"""The journey of a draft: its steps, the page to check, and sending.

Every post answers with a redirect, so that each page can be reloaded; only what cannot be stored is
shown at once, with all that was typed.
"""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from brochure.schema import FormStep
from brochure.schema.form import CHANGE, CHECK
from brochure.site.form_answers import fields, read
from intake import metrics
from intake.journey import addresses, names
from intake.journey.draft import Attempt, Draft
from intake.journey.draft_view import OpenedStep
from intake.journey.journey import PostedStep
from intake.journey.submission import Submission
from intake.storage.submission_table import Receipt
from intake.web.draft_handler import DraftHandler
from intake.web.responses import Entered, PostRefusedError, fills_honeypot, first, log_error, stored


class DraftRoutes(DraftHandler):
    """Handles requests from the first step to the receipt."""

    def routes(self, prefix: str) -> list[Route]:
        """Return the routes, most specific first."""
        draft = addresses.of_draft(f"{prefix}/", "{language}", "{id}")
        return [
            Route(f"{prefix}/{{language}}/new", self.begin, methods=["GET", "POST"]),
            self.route(draft, self.resume),
            self.route(f"{draft}/{CHECK}", self.check, self.send),
            self.route(f"{draft}/{{step}}", self.step, self.answer),
        ]

    async def begin(self, request: Request) -> Response:
        """Make a draft, and lead to its first step."""
        tag = request.path_params["language"]
        if tag not in self.site.tags:
            return self.responses.not_found(request)
        if request.method != "POST" or self.responses.state() == "closed":
            if request.method == "POST":
                metrics.refused("closed")
            return self.responses.to(self.pages.address(tag))
        try:
            await self.responses.entered(request)
        except PostRefusedError:
            return self.responses.to(self.pages.address(tag))
        claim, draft = self.responses.claim(request), Draft(tag)
        try:
            is_begun = await stored(self.store.drafts.begin(draft, claim)) if claim else False
        except Exception as error:  # noqa: BLE001 - whatever failed, people must learn of it
            log_error("could not begin draft", error)
            return self.responses.error(tag, "unavailable", 503)
        if not is_begun:
            metrics.refused("too-many")
            return self.responses.error(tag, "too-many", 429)
        metrics.stored("draft")
        return self.responses.to(self.address(tag, draft.id, self.form.steps[0].id))

    def resume(self, _request: Request, tag: str, draft: Draft) -> Response:
        """Redirect to the first step that a draft still needs."""
        step = self.journey.step_to_do(draft)
        return self.responses.to(self.address(tag, draft.id, step.id if step else CHECK))

    def step(self, request: Request, tag: str, draft: Draft) -> Response:
        """Show a step, unless an earlier one still needs something, or it has no question."""
        step = self.journey.steps[request.path_params["step"]]
        if not self.journey.on_page(step, draft.answers):
            return self.resume(request, tag, draft)
        to_do = self.journey.step_to_do(draft)
        if to_do and self.form.steps.index(to_do) < self.form.steps.index(step):
            return self.responses.to(self.address(tag, draft.id, to_do.id))
        query = request.query_params
        note = query.get("why", "") or self._state(draft)
        change = self._question(query.get(CHANGE, ""))
        return self.responses.page(self.pages.step(tag, draft, step, OpenedStep(note, change)))

    async def answer(self, request: Request, tag: str, draft_id: str, entered: Entered) -> Response:
        """Store the answers to a step, and redirect to the next one, or back with the errors."""
        step = self.journey.steps[request.path_params["step"]]
        posted = self._posted(step, tag, entered)
        change = self._question(first(entered, CHANGE))

        def changed(draft: Draft) -> tuple[Draft, str]:
            checked = replace(draft, honeypot=draft.honeypot or fills_honeypot(entered))
            if self.responses.state(draft) == "closed":
                values = self.journey.standing(draft, step) | self._typed(step, posted)
                return checked.with_attempt(step.id, Attempt(values, posted.shown)), step.id
            after, outcome = self.journey.answer(checked, step, posted)
            if outcome.leads == "again":
                return after, step.id + f"#{outcome.field}" * bool(outcome.field)
            to_do = self.journey.step_to_do(after)
            return after, to_do.id if to_do else CHECK + f"#{change}" * bool(change)

        try:
            found = await stored(self.store.drafts.change(draft_id, changed))
        except Exception as error:  # noqa: BLE001 - whatever failed, what was typed must not be lost
            log_error("could not store answers", error)
            draft = Draft(tag, answers=self._typed(step, posted), id=draft_id)
            opened = OpenedStep("unavailable", change, posted.shown, posted.seen)
            # What was typed is nowhere else: it is shown, to be posted again.
            return self.responses.page(self.pages.step(tag, draft, step, opened), 503)
        if found is None or isinstance(found, Receipt):
            return self.without_draft(tag, found)
        metrics.stored("step")
        leads = found[1]
        is_step = leads.partition("#")[0] != CHECK
        return self.responses.to(
            self.address(tag, draft_id, leads), query={CHANGE: change if is_step else ""}
        )

    def _question(self, name: str) -> str:
        """Return the id of a question, or nothing: what is posted may be anything."""
        return name if any(field.id == name for field in fields(self.form)) else ""

    def _posted(self, step: FormStep, tag: str, entered: Entered) -> PostedStep:
        known = {field.id for field in step.fields}
        shown = tuple(name for name in first(entered, names.SHOWN).split(" ") if name in known)
        keeps_other = names.KEEP_OTHER in entered
        return PostedStep(entered, tag, first(entered, names.SEEN), shown, keeps_other)

    def _typed(self, step: FormStep, posted: PostedStep) -> dict[str, tuple[str, ...]]:
        return read((f for f in step.fields if f.id in posted.shown), posted.entered)

    def check(self, request: Request, tag: str, draft: Draft) -> Response:
        """Show the answers for review, once there are all."""
        if to_do := self.journey.step_to_do(draft):
            return self.responses.to(self.address(tag, draft.id, to_do.id))
        note = request.query_params.get("why", "") or self._state(draft)
        return self.responses.page(self.pages.check(tag, draft, note))

    async def send(self, request: Request, tag: str, draft_id: str, entered: Entered) -> Response:
        """Store the submission, and redirect to the receipt once it is on the disk."""
        check = self.address(tag, draft_id, CHECK)
        claim = self.responses.claim(request)
        if not claim:
            metrics.refused("too-many")
            return self.responses.to(check, "too-many")

        def decide(draft: Draft) -> Submission | str:
            if self.responses.state(draft) == "closed":
                return "closed"
            if self.journey.step_to_do(draft):
                return ""
            if first(entered, names.SEEN) != self.journey.seen(draft):
                return "changed"
            is_filled, is_person = fills_honeypot(entered), names.IS_PERSON in entered
            if (is_filled or draft.honeypot) and not is_person:
                return "honeypot"
            answers, version = self.journey.to_send(draft), self.journey.version
            reason = "honeypot" if is_filled else ""
            return Submission(answers, tag, reason, draft.id, version.digest)

        try:
            found = await stored(self.store.submissions.send(draft_id, decide, claim))
        except Exception as error:  # noqa: BLE001 - whatever failed, people must learn of it
            log_error("could not store submission", error)
            return self.responses.to(check, "unavailable")
        if isinstance(found, str):
            metrics.refused(found or "incomplete")
            return self.responses.to(check, found)
        if found and found.new:
            metrics.stored("submission")
            self.outbox.wake()
        return self.without_draft(tag, found)

    def _state(self, draft: Draft) -> str:
        """Return the state of requests to note on a page: empty while they are open."""
        state = self.responses.state(draft)
        return "" if state == "open" else state

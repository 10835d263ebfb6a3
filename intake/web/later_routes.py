"""Requests for a draft besides answering: continue later, or delete it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from brochure.schema.form import DELETE, LATER
from brochure.site.form_answers import FieldError
from brochure.text import entered as entered_text
from intake import metrics
from intake.journey import addresses, names
from intake.journey.draft import Attempt, Draft
from intake.journey.journey import Journey
from intake.journey.slips import likely_address
from intake.mail.outbox import Outbox
from intake.storage.limits import Claim, Limit
from intake.storage.periods import DAY, HOUR
from intake.storage.store import Store
from intake.storage.submission_table import Receipt
from intake.web.draft_handler import DraftHandler
from intake.web.origin import client_network
from intake.web.responses import Entered, Responses, first, log_error, stored

# Emails with a draft's address, in a day, a day and an hour: nobody can be flooded with them, and
# no client can send many.
_MAX_PER_MAILBOX, _MAX_PER_DRAFT, _MAX_PER_CLIENT = 3, 3, 10


class LaterRoutes(DraftHandler):
    """Handles requests to continue a draft later, and to delete it."""

    def __init__(
        self, responses: Responses, journey: Journey, store: Store, outbox: Outbox
    ) -> None:
        super().__init__(responses, journey, store, outbox)
        self._limits = {
            name: Limit(f"later-{name}", most, period, responses.settings.limits_key)
            for name, most, period in (
                ("mailbox", _MAX_PER_MAILBOX, DAY),
                ("draft", _MAX_PER_DRAFT, DAY),
                ("client", _MAX_PER_CLIENT, HOUR),
            )
        }

    def routes(self, prefix: str) -> list[Route]:
        """Return the routes."""
        draft = addresses.of_draft(f"{prefix}/", "{language}", "{id}")
        return [
            self.route(f"{draft}/{LATER}", self.later, self.mail),
            self.route(f"{draft}/{DELETE}", self.ask, self.delete),
        ]

    def later(self, request: Request, tag: str, draft: Draft) -> Response:
        """Show the draft's address, and offer to email it."""
        attempt, note = draft.attempts.get(LATER), request.query_params.get("why", "")
        typed = attempt.values[names.MAIL_TO][0] if attempt else ""
        error = None
        if attempt:
            meant = likely_address(typed) if attempt.doubted else ""
            error = FieldError(names.MAIL_TO, "slip" if meant else "invalid", meant)
        return self.responses.page(self.pages.later(tag, draft, note, typed, error))

    async def mail(self, request: Request, tag: str, draft_id: str, entered: Entered) -> Response:
        """Email the address, unless what was typed is not an address, or has a likely slip."""
        later = self.address(tag, draft_id, LATER)
        typed = entered_text.clean(first(entered, names.MAIL_TO), lines=False)[:254]
        recipient = entered_text.mail_address(typed)

        def changed(draft: Draft) -> tuple[Draft, bool]:
            before = draft.attempts.get(LATER)
            is_new = before is None or typed not in before.doubted
            doubted = (typed,) if is_new and likely_address(typed) else ()
            is_right = entered_text.is_email(typed) and not doubted
            wrong = Attempt({names.MAIL_TO: (typed,)}, (), doubted=doubted)
            return draft.with_attempt(LATER, None if is_right else wrong), is_right

        try:
            found = await stored(self.store.drafts.change(draft_id, changed))
            if found is None or isinstance(found, Receipt):
                return self.without_draft(tag, found)
            if not found[1]:
                return self.responses.to(later)
            claims = self._claims(request, draft_id, recipient)
            drafts = self.store.drafts
            if not claims or not await stored(drafts.mail_later(draft_id, recipient, *claims)):
                metrics.refused("too-many-mails")
                return self.responses.to(later, "too-many")
        except Exception as error:  # noqa: BLE001 - whatever failed, people must learn of it
            log_error("could not queue email", error)
            return self.responses.to(later, "unavailable")
        self.outbox.wake()
        return self.responses.to(later, "sent")

    def _claims(self, request: Request, draft_id: str, recipient: str) -> list[Claim]:
        """Return the rate-limit claims; none if one of the limits is reached."""
        client = client_network(request, self.responses.settings.proxies)
        counted = {"client": client, "draft": draft_id, "mailbox": recipient.lower()}
        claims = []
        for name, value in counted.items():
            claim = self._limits[name].claim(value)
            if claim is None:
                return []
            claims.append(claim)
        return claims

    def ask(self, request: Request, tag: str, draft: Draft) -> Response:
        """Ask whether the draft is to be deleted."""
        note = request.query_params.get("why", "")
        return self.responses.page(self.pages.delete(tag, draft, note))

    async def delete(
        self, _request: Request, tag: str, draft_id: str, _entered: Entered
    ) -> Response:
        """Delete the draft; what was sent stays."""
        try:
            await stored(self.store.drafts.delete(draft_id))
        except Exception as error:  # noqa: BLE001 - whatever failed, people must learn of it
            log_error("could not delete draft", error)
            return self.responses.to(self.address(tag, draft_id, DELETE), "unavailable")
        return self.responses.to(f"{self.pages.address(tag)}#deleted")

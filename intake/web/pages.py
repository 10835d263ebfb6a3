"""The pages of the form: its steps, the page to check, the receipt, and what went wrong."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from brochure.render import figures, follow_ups, page_style
from brochure.render.documents_view import DocumentView, document_view
from brochure.render.field_view import FormState, address_field
from brochure.render.form_view import form_view
from brochure.schema import FormStep
from brochure.schema.form import CHANGE, CHECK, DELETE, LATER
from brochure.site import requests
from brochure.site.form_answers import Answers, FieldError, asked, holds
from brochure.site.site import Site
from intake.journey import addresses, names, record
from intake.journey.draft import Draft
from intake.journey.draft_view import DraftView, OpenedStep
from intake.journey.journey import Journey
from intake.storage.periods import DAY
from intake.storage.submission_table import Receipt
from intake.storage.versions import Versions
from intake.web.paper import RECORD, Papers
from intake.web.renderer import Renderer


class Pages(Renderer):
    """The intake's pages in every language.

    ``base`` is where the site's own pages are, ``origin`` the host of addresses that are emailed.
    """

    def __init__(
        self, site: Site, journey: Journey, versions: Versions, base: str, origin: str
    ) -> None:
        super().__init__(site, base)
        self.journey, self.form = journey, journey.form
        self.versions, self.origin = versions, origin
        self.papers = Papers(site, versions)
        self._zone = requests.zone(site.content.site)

    def step(self, tag: str, draft: Draft, step: FormStep, opened: OpenedStep) -> str:
        """Return the page of a step."""
        note, change = opened.note, opened.change
        values = self._offered(tag, draft, step)
        answers = draft.answers | values
        attempt = draft.attempts.get(step.id)
        questions = tuple(
            field.id
            for field in step.fields
            if field.id in opened.shown or field in self.journey.on_page(step, answers)
        )
        state = FormState(
            answers,
            questions,
            self.journey.errors(draft, step),
            _differing(attempt.other, values) if attempt and attempt.other is not None else None,
            self._base(tag, draft),
            step.id,
            self._done(draft),
            [one.id for one in self.form.steps if self.journey.has_changed(draft, one)],
        )
        if not note:
            note = "conflict" if state.conflicts else "changed" if step.id in state.changed else ""
        hidden = (
            (names.SEEN, opened.seen or self.journey.seen(draft, step)),
            (names.SHOWN, " ".join(questions)),
            *(((CHANGE, change),) if change else ()),
        )
        view = self._draft(tag, draft, note=note, hidden=hidden, back=bool(change))
        form = form_view(self.localizer(tag), self.form, state)
        html = self.render("step", tag, self._where(draft, step.id), form=form, draft=view)
        return page_style.with_rules(html, follow_ups.style(step, questions))

    def check(self, tag: str, draft: Draft, note: str = "") -> str:
        """Return the page for reviewing the answers before they are sent."""
        questions = {field.id for field in asked(self.form, draft.answers)}
        base, done = self._base(tag, draft), self._done(draft)
        state = FormState(draft.answers, questions, base=base, done=done)
        hidden: tuple[tuple[str, str], ...] = ((names.SEEN, self.journey.seen(draft)),)
        if note == "honeypot":  # it is said on the page, and sent again
            hidden = (*hidden, (names.IS_PERSON, "yes"))
        view = self._draft(tag, draft, note=note, hidden=hidden)
        dropped = {field.id for field in self.journey.dropped(draft)}
        form = form_view(self.localizer(tag), self.form, state)
        every = (field for step in form.steps for field in step.all_fields)
        view = replace(view, dropped=tuple(field for field in every if field.id in dropped))
        return self.render("check", tag, self._where(draft, CHECK), form=form, draft=view)

    def _offered(self, tag: str, draft: Draft, step: FormStep) -> Answers:
        """Return the values of a step's controls: at first, replies are in the page's language."""
        values = self.journey.standing(draft, step)
        if step.id in draft.steps or step.id in draft.attempts:
            return values
        of_replies = (field.id for field in step.fields if field.role == "reply-language")
        return values | {name: values[name] or (tag,) for name in of_replies}

    def later(self, tag: str, draft: Draft, note: str, typed: str, error: FieldError | None) -> str:
        """Return the page that shows a draft's address, and emails it to the one that was typed."""
        field = address_field(self.localizer(tag), names.MAIL_TO, typed, error)
        view = self._draft(tag, draft, note=note, mail_field=field)
        return self.render("later", tag, self._where(draft, LATER), draft=view)

    def delete(self, tag: str, draft: Draft, note: str = "") -> str:
        """Return the page that asks whether a draft is to be deleted."""
        view = self._draft(tag, draft, note=note)
        return self.render("delete", tag, self._where(draft, DELETE), draft=view)

    def receipt(
        self,
        tag: str,
        receipt: Receipt,
        key: str = "",
        note: str = "",
        sizes: Mapping[str, int] | None = None,
    ) -> str:
        """Return the record of a submission; with its ``key``, it can be emailed to the sender.

        ``sizes`` of its documents are shown where known.
        """
        submission = receipt.submission
        version, answers = self.versions.get(submission.form), submission.answers
        localizer, may_mail = self.localizer(tag), bool(key) and key == submission.key
        address = addresses.of_receipt(self.form.endpoint, tag, submission.id)
        request = self.site.content.request
        received = datetime.datetime.fromtimestamp(submission.received, self._zone)
        values = {
            "reference": submission.reference,
            "received": figures.moment(received, self.site.language(tag)),
            "held": submission.status == "held",
            "form": {"steps": record.of(version, answers, submission.language)},
            "answers_lang": version.language(submission.language),
            "next": [
                localizer.text(step.text)
                for step in (request.next if request else ())
                if step.said and holds(step.said, answers) and localizer.shows(step)
            ],
            "record": self._document(tag, address, RECORD, sizes),
            "letters": [self._document(tag, address, name, sizes) for name in self.papers.letters],
            "mail_url": addresses.with_key(f"{address}/mail", key) if may_mail else "",
            "note": note,
        }

        def where(other: str) -> str:
            address = addresses.of_receipt(self.form.endpoint, other, submission.id)
            return addresses.with_key(address, key) if may_mail else address

        return self.render("receipt", tag, where, **values)

    def _document(
        self, tag: str, address: str, name: str, sizes: Mapping[str, int] | None
    ) -> DocumentView:
        size = (sizes or {}).get(name)
        url, suffix = f"{address}/{name}", name.partition(".")[2]
        return document_view(self.site.language(tag), url, suffix, size)

    def error(self, tag: str, reason: str) -> str:
        """Return a page that explains what went wrong."""
        return self.render("error", tag, None, reason=reason)

    def address(self, tag: str) -> str:
        """Return the address of the page with which the journey begins."""
        return self.base + self.site.address(tag, self.page)

    def draft_address(self, tag: str, draft_id: str, page: str) -> str:
        """Return the address of a page of a draft."""
        return f"{addresses.of_draft(self.form.endpoint, tag, draft_id)}/{page}"

    def _done(self, draft: Draft) -> list[str]:
        return [step.id for step in self.form.steps if self.journey.is_done(draft, step)]

    def _base(self, tag: str, draft: Draft) -> str:
        return self.draft_address(tag, draft.id, "")

    def _where(self, draft: Draft, page: str) -> Callable[[str], str]:
        return lambda tag: self.draft_address(tag, draft.id, page)

    def _draft(self, tag: str, draft: Draft, **more: Any) -> DraftView:
        base = self._base(tag, draft)
        ends = datetime.datetime.fromtimestamp(
            draft.changed + self.form.draft_days * DAY, self._zone
        )
        url = urljoin(self.origin, addresses.of_draft(self.form.endpoint, tag, draft.id))
        return DraftView(url, f"{base}{LATER}", f"{base}{DELETE}", ends.date(), **more)


def _differing(others: Answers, values: Answers) -> Answers:
    """Return the answers of another window that differ."""
    return {name: other for name, other in others.items() if other != values.get(name, ())}

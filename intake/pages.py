"""Renders the intake's pages with the site's own templates."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from brochure.render import assets, environment, figures, page_style
from brochure.render.form_view import FieldView, FormState, form_view
from brochure.render.identity_view import identity_view
from brochure.render.localizer import Localizer
from brochure.render.page_context import page_context
from brochure.render.style import style
from brochure.schema import FormStep
from brochure.site import requests
from brochure.site.form_answers import Answers, asked
from brochure.site.page_index import FORM, NOT_FOUND
from brochure.site.site import Site, on_this_day
from intake import names, record
from intake.draft import Draft
from intake.journey import Journey
from intake.storage import Receipt
from intake.versions import Versions

_DAY = 86_400


@dataclass(frozen=True)
class DraftView:
    """A draft for templates.

    ``address`` is its full address, ``hidden`` what the page's form posts besides answers, and
    ``note`` why the page is shown again. ``dropped`` are questions whose typed text will not be
    sent. ``kept_until`` is the day on which it expires if nobody changes it.
    """

    address: str
    check_url: str
    later_url: str
    delete_url: str
    kept_until: datetime.date
    note: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    dropped: tuple[FieldView, ...] = ()


class Pages:
    """The intake's pages in every language.

    ``base`` is where the site's own pages are, ``origin`` the host of addresses that are mailed.
    """

    def __init__(
        self, site: Site, journey: Journey, versions: Versions, base: str, origin: str
    ) -> None:
        self.site, self.journey, self.form = site, journey, journey.form
        self.versions, self.base, self.origin = versions, base, origin
        self._page, self._zone = site.page_with(FORM), requests.zone(site.content.site)
        self._env = environment.create(site.root)
        self.asset = functools.cache(lambda name: base + assets.fingerprint(site, name))
        self.style, self.scripts = style(site, base), assets.scripts(site)
        localizers = [
            Localizer(site, language, self._page, base, anywhere=True)
            for language in site.languages
        ]
        self._identities = {  # read once: the files may be exchanged while the service runs
            localizer.language.tag: identity_view(localizer, self.asset) for localizer in localizers
        }

    def step(
        self,
        tag: str,
        draft: Draft,
        step: FormStep,
        note: str = "",
        change: str = "",
        shown: tuple[str, ...] = (),
    ) -> str:
        """Return the page of a step; ``shown`` are questions that it has in any case."""
        values = self.journey.standing(draft, step)
        answers = draft.answers | values
        attempt = draft.attempts.get(step.id)
        questions = tuple(
            field.id
            for field in step.fields
            if field.id in shown or field in self.journey.asked(step, answers)
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
            (names.SEEN, self.journey.seen(draft, step)),
            (names.SHOWN, " ".join(questions)),
            *(((names.CHANGE, change),) if change else ()),
        )
        view = self._draft(tag, draft, note=note, hidden=hidden)
        return self._render("step", tag, state, self._path(draft, step.id), draft=view)

    def check(self, tag: str, draft: Draft, note: str = "") -> str:
        """Return the page for reviewing the answers before they are sent."""
        state = self._whole(tag, draft)
        hidden = ((names.SEEN, self.journey.seen(draft)),)
        view = self._draft(tag, draft, note=note, hidden=hidden)
        dropped = {field.id for field in self.journey.dropped(draft)}
        form = form_view(self._localizer(tag), self.form, state)
        every = (field for step in form.steps for field in step.all_fields)
        view = replace(view, dropped=tuple(field for field in every if field.id in dropped))
        return self._render("check", tag, state, self._path(draft, "check"), draft=view)

    def closed(self, tag: str, draft: Draft) -> str:
        """Return the page for a draft that cannot be sent any more, with all that was typed."""
        attempts = {
            name: value
            for attempt in draft.attempts.values()
            for name, value in attempt.values.items()
            if name in {field.id for step in self.form.steps for field in step.fields}
        }
        draft = replace(draft, answers=draft.answers | attempts)
        state, view = self._whole(tag, draft), self._draft(tag, draft)
        return self._render("closed", tag, state, self._path(draft, "check"), draft=view)

    def later(self, tag: str, draft: Draft, note: str, typed: str, meant: str) -> str:
        """Return the page that shows a draft's address, and mails it.

        ``typed`` is where it could not be mailed, ``meant`` what that address may be meant to be.
        """
        view, path = self._draft(tag, draft, note=note), self._path(draft, "later")
        state = self._whole(tag, draft)
        return self._render("later", tag, state, path, draft=view, typed=typed, meant=meant)

    def delete(self, tag: str, draft: Draft, note: str = "") -> str:
        """Return the page that asks whether a draft is to be deleted."""
        view, state = self._draft(tag, draft, note=note), self._whole(tag, draft)
        return self._render("delete", tag, state, self._path(draft, "delete"), draft=view)

    def receipt(self, tag: str, receipt: Receipt, key: str = "", note: str = "") -> str:
        """Return the record of a submission; with its ``key``, it can be mailed to the sender."""
        submission = receipt.submission
        version = self.versions.get(submission.form)
        received = datetime.datetime.fromtimestamp(submission.received, self._zone)
        values = {
            "reference": submission.reference,
            "received": figures.moment(received, self.site.language(tag)),
            "held": submission.status == "held",
            "record": record.of(version, submission.answers, submission.language),
            "answers_lang": version.language(submission.language),
            "key": key if key and key == submission.key else "",
            "note": note,
        }
        path = f"receipt/{submission.id}"
        path += f"?{urlencode({names.KEY: key})}" if values["key"] else ""
        return self._render("receipt", tag, None, path, **values)

    def error(self, tag: str, reason: str) -> str:
        """Return a page that explains what went wrong."""
        return self._render("error", tag, None, reason=reason)

    def address(self, tag: str) -> str:
        """Return the address of the page with which the journey begins."""
        return self.base + self.site.address(tag, self._page)

    def draft_address(self, tag: str, draft_id: str, page: str) -> str:
        """Return the address of a page of a draft."""
        return f"{self.form.endpoint}{tag}/draft/{draft_id}/{page}"

    def _whole(self, tag: str, draft: Draft) -> FormState:
        questions = {field.id for field in asked(self.form, draft.answers)}
        base = self._base(tag, draft)
        return FormState(draft.answers, questions, base=base, done=self._done(draft))

    def _done(self, draft: Draft) -> list[str]:
        return [step.id for step in self.form.steps if self.journey.is_done(draft, step)]

    def _base(self, tag: str, draft: Draft) -> str:
        return self.draft_address(tag, draft.id, "")

    def _path(self, draft: Draft, page: str) -> str:
        return f"draft/{draft.id}/{page}"

    def _draft(self, tag: str, draft: Draft, **more: Any) -> DraftView:
        base = self._base(tag, draft)
        ends = datetime.datetime.fromtimestamp(
            draft.changed + self.form.draft_days * _DAY, self._zone
        )
        address = base if "://" in base else self.origin + base
        return DraftView(
            address, f"{base}check", f"{base}later", f"{base}delete", ends.date(), **more
        )

    def _localizer(self, tag: str) -> Localizer:
        site = on_this_day(self.site).as_shown()
        return Localizer(site, self.site.language(tag), self._page, self.base, anywhere=True)

    def _render(
        self, template: str, tag: str, state: FormState | None, path: str = "", **values: Any
    ) -> str:
        localizer = self._localizer(tag)
        page = (
            self.site.pages.get((tag, self._page))
            or self.site.pages[tag, localizer.site.page_with(NOT_FOUND)]
        )
        context = page_context(localizer, page, "")
        if path:  # the same page of the intake, in each language
            languages = (self.site.language(tag) for tag in self.site.tags)
            context["languages"] = [
                replace(view, url=f"{self.form.endpoint}{view.tag}/{path}")
                for view in context["languages"]
            ]
        context |= {"asset": self.asset, "honeypot": names.HONEYPOT, "intake": template}
        context["form"] = form_view(localizer, self.form, state)
        context["style"] = self.style
        context["identity"] = self._identities[tag]
        context["page"] = replace(context["page"], url="")
        html = self._env.get_template(f"intake/{template}.html").render(context | values)
        return page_style.trimmed(html, self.scripts)


def _differing(others: Answers, values: Answers) -> Answers:
    """Return what another window has answered otherwise."""
    return {name: other for name, other in others.items() if other != values.get(name, ())}

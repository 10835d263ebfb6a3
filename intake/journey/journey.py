"""The journey through the form: what a draft still needs, and what an answered step does to it.

Nothing here knows of requests or databases: a draft goes in, and another one comes out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pydantic_core import to_json

from brochure.schema import Form, FormField, FormStep
from brochure.site.form_answers import (
    Answers,
    FieldError,
    applicable,
    asked,
    fields,
    has_choices,
    on_page,
    read,
    validate,
)
from brochure.site.site import Site
from intake.journey.draft import AnsweredStep, Attempt, Draft
from intake.journey.form_version import FormVersion
from intake.journey.slips import likely_address


@dataclass(frozen=True)
class PostedStep:
    """The posted form of a step in a language.

    ``seen`` is the digest that its page carried, ``shown`` the questions that it had, and
    ``keeps_other`` whether the answers of another window are to stay.
    """

    entered: Mapping[str, Sequence[str]]
    language: str
    seen: str
    shown: tuple[str, ...]
    keeps_other: bool = False


@dataclass(frozen=True)
class Outcome:
    """Where a step leads: ``on``, or ``again`` to itself, perhaps to a question of it."""

    leads: Literal["on", "again"]
    field: str = ""


class Journey:
    """The journey through one version of the form."""

    def __init__(self, site: Site, form: Form, version: FormVersion) -> None:
        self.site, self.form, self.version = site, form, version
        self.steps = {step.id: step for step in form.steps}
        self._digests = {
            (step.id, tag): version.step_digest(step.id, tag)
            for step in form.steps
            for tag in site.tags
        }

    def step_to_do(self, draft: Draft) -> FormStep | None:
        """Return the first step that needs something; ``None`` if all can be sent."""
        return next((step for step in self.form.steps if not self.is_done(draft, step)), None)

    def is_done(self, draft: Draft, step: FormStep) -> bool:
        """Whether a step is complete, as is one that has no question for this person."""
        if not self.on_page(step, draft.answers):
            return True
        answered = draft.steps.get(step.id)
        if answered is None or step.id in draft.attempts or self.has_changed(draft, step):
            return False
        questions = self.asked(step, draft.answers)
        is_shown = all(field.id in answered.shown for field in questions)
        return is_shown and not validate(self.site, questions, draft.answers)

    def has_changed(self, draft: Draft, step: FormStep) -> bool:
        """Whether a step has changed since it was answered."""
        answered = draft.steps.get(step.id)
        if answered is None:
            return False
        return self._digests.get((step.id, answered.language)) != answered.digest

    def asked(self, step: FormStep, answers: Answers) -> list[FormField]:
        """Return the questions of a step that are asked of someone who gives these answers."""
        of_step = {field.id for field in step.fields}
        return [field for field in asked(self.form, answers) if field.id in of_step]

    def on_page(self, step: FormStep, answers: Answers) -> list[FormField]:
        """Return the questions that a step's page has for someone who gives these answers."""
        return on_page(self.form, step, answers)

    def standing(self, draft: Draft, step: FormStep) -> Answers:
        """Return the values of a step's controls: those of an attempt, or the accepted ones."""
        attempt = draft.attempts.get(step.id)
        values = attempt.values if attempt else draft.answers
        return {field.id: tuple(values.get(field.id, ())) for field in step.fields}

    def errors(self, draft: Draft, step: FormStep) -> list[FieldError]:
        """Return why an attempt at a step was not accepted; two windows are another matter."""
        attempt = draft.attempts.get(step.id)
        if attempt is None or attempt.other is not None:
            return []
        return self._errors(draft, step, attempt.values, attempt.shown, attempt.doubted)

    def _errors(
        self,
        draft: Draft,
        step: FormStep,
        values: Answers,
        shown: Sequence[str],
        doubted: Sequence[str],
    ) -> list[FieldError]:
        questions = self.asked(step, draft.answers | values)
        answered = [field for field in questions if field.id in shown]
        errors = validate(self.site, answered, values)
        wrong = {error.field for error in errors}
        for field in answered:
            address = next(iter(values.get(field.id, ())), "")
            if field.id not in wrong and address in doubted and (meant := likely_address(address)):
                errors.append(FieldError(field.id, "slip", meant))
        return errors

    def seen(self, draft: Draft, step: FormStep | None = None) -> str:
        """Return a digest of what a page shows: the answers to a step, or all that is sent."""
        shown = self.standing(draft, step) if step else self.to_send(draft)
        return hashlib.blake2b(to_json(sorted(shown.items())), digest_size=8).hexdigest()

    def to_send(self, draft: Draft) -> Answers:
        """Return the answers that are sent: those to what is asked."""
        return applicable(self.form, draft.answers)

    def dropped(self, draft: Draft) -> list[FormField]:
        """Return the questions whose typed text would not be sent, since they are not asked."""
        kept = self.to_send(draft)
        typed = [field for field in fields(self.form) if not has_choices(field)]
        return [field for field in typed if field.id not in kept and draft.answers.get(field.id)]

    def answer(self, draft: Draft, step: FormStep, posted: PostedStep) -> tuple[Draft, Outcome]:
        """Return the draft after a step was posted, and where that leads."""
        before, attempt = self.standing(draft, step), draft.attempts.get(step.id)
        if posted.keeps_other and attempt and attempt.other is not None:
            return self._keep_other(draft, step, attempt)
        questions = [field for field in step.fields if field.id in posted.shown]
        values = before | read(questions, posted.entered)
        if posted.seen != self.seen(draft, step) and values != before:
            unseen = Attempt(values, posted.shown, other=before)
            return draft.with_attempt(step.id, unseen), Outcome("again")
        confirmed = (*attempt.doubted, *attempt.confirmed) if attempt else ()
        doubted = self._doubted(draft, step, values, confirmed)
        if self._errors(draft, step, values, posted.shown, doubted):
            wrong = Attempt(values, posted.shown, doubted=doubted, confirmed=confirmed)
            return draft.with_attempt(step.id, wrong), Outcome("again")
        return self._accept(draft, step, values, posted)

    def _accept(
        self, draft: Draft, step: FormStep, values: Answers, posted: PostedStep
    ) -> tuple[Draft, Outcome]:
        answers = draft.answers | {name: value for name, value in values.items() if value}
        answers = {name: value for name, value in answers.items() if values.get(name, True)}
        digest = self._digests[step.id, posted.language]
        answered = AnsweredStep(digest, posted.language, posted.shown)
        draft = replace(
            draft.with_attempt(step.id, None),
            answers=answers,
            steps=dict(draft.steps) | {step.id: answered},
            language=posted.language,
            form=self.version.digest,
        )
        new = [field for field in self.asked(step, answers) if field.id not in posted.shown]
        return draft, Outcome("again", new[0].id) if new else Outcome("on")

    def _keep_other(self, draft: Draft, step: FormStep, attempt: Attempt) -> tuple[Draft, Outcome]:
        draft = draft.with_attempt(step.id, None)
        if attempt.other is None or attempt.other == self.standing(draft, step):
            return draft, Outcome("on")
        # The other window had an attempt, too.
        return draft.with_attempt(
            step.id, replace(attempt, values=attempt.other, other=None)
        ), Outcome("again")

    def _doubted(
        self, draft: Draft, step: FormStep, values: Answers, confirmed: Sequence[str]
    ) -> tuple[str, ...]:
        """Return the addresses that seem to have a slip, and have not been asked back yet."""
        new = (
            values.get(field.id, ())
            for field in step.fields
            if field.type == "email" and values.get(field.id) != draft.answers.get(field.id)
        )
        typed = {address for answer in new for address in answer}
        return tuple(sorted(one for one in typed.difference(confirmed) if likely_address(one)))

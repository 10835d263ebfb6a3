"""Helpers on the content of the intake's pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx
import sqlalchemy as sa
from lxml import html

from brochure.render.localizer import Localizer
from brochure.site import form_answers
from brochure.site.form_answers import Answers, FieldError
from brochure.site.site import Site
from intake.journey import names
from intake.journey.draft import AnsweredStep, Attempt, Draft
from intake.journey.draft_view import OpenedStep
from intake.journey.form_version import FormVersion
from intake.journey.journey import Journey
from intake.journey.submission import Submission
from intake.sign_in.member import Member
from intake.storage import listing
from intake.storage.submission_table import Receipt
from intake.storage.versions import Versions
from intake.web.pages import Pages
from tests.intake.serving import RunningIntake

DESK = "/intake/staff/"
_NAME = "12 345"  # without letters, which would have a language
REASONS = (
    *("not-found", "too-large", "unreadable", "other-site", "closed", "too-many", "unavailable"),
)


def words(page: str) -> str:
    """Return the words of a page, with single spaces."""
    return " ".join(html.document_fromstring(page).text_content().split())


def language(page: str) -> str:
    """Return the language that a page declares."""
    return str(html.document_fromstring(page).get("lang"))


def is_error_page(page: httpx.Response, site: Site, tag: str, reason: str) -> bool:
    """Return whether a page gives a reason in a language, as it is given on the site's day."""
    texts, shown = site.content.strings["refusal"], words(page.text)
    localizer = Localizer(site, site.language(tag), "index")
    parts = [words(localizer.text(texts[part])) for part in (reason, f"{reason}-text")]
    return language(page.text) == tag and all(part in shown for part in parts)


def pages_of(site: Site, base: str = "/") -> Pages:
    """Return the intake's pages of a site."""
    assert site.content.form
    version = FormVersion.of(site, site.content.form)
    journey = Journey(site, site.content.form, version)
    versions = Versions(sa.create_engine("sqlite://"), version)
    return Pages(site, journey, versions, base, "https://www.example.org")


def answered(pages: Pages, tag: str, answers: Answers) -> Draft:
    """Return a draft in which every step was answered."""
    questions = {step.id: tuple(f.id for f in step.fields) for step in pages.form.steps}
    digest = pages.journey.version.step_digest
    steps = {name: AnsweredStep(digest(name, tag), tag, shown) for name, shown in questions.items()}
    return Draft(tag, answers, steps=steps)


def every_page(
    site: Site, tag: str, answers: Answers, base: str = "/"
) -> Iterator[tuple[str, str]]:
    """Yield every page of the intake in a language, in every state, each with a name."""
    pages = pages_of(site, base)
    form, draft = pages.form, answered(pages, tag, answers)
    wrong: Answers = dict.fromkeys(answers, ()) | {
        field.id: ("x" * (field.max_length + 1),)
        for field in form_answers.fields(form)
        if field.type in {"textarea", "text"}
    }
    for step in form.steps:
        shown = tuple(field.id for field in step.fields)
        kinds = {
            "empty": Draft(tag),
            "answered": draft,
            "with errors": draft.with_attempt(step.id, Attempt(wrong, shown)),
            "missing": draft.with_attempt(step.id, Attempt({}, shown)),
            "in two windows": draft.with_attempt(step.id, Attempt(wrong, shown, other=answers)),
        }
        for name, kind in kinds.items():
            yield f"{step.id}, {name}", pages.step(tag, kind, step, OpenedStep())
        for note in ("changed", "closed", "grace", "too-large", "unreadable", "unavailable"):
            yield f"{step.id}, {note}", pages.step(tag, draft, step, OpenedStep(note, shown[0]))
    for note in ("", "grace", "closed", "too-many", "unavailable", "changed", "honeypot"):
        yield f"check, {note}", pages.check(tag, draft, note)
    for note in ("", "sent", "too-many", "unavailable"):
        yield f"later, {note}", pages.later(tag, draft, note, "", None)
    slip = FieldError(names.MAIL_TO, "slip", "ana@example.org")
    yield "later, slip", pages.later(tag, draft, "", "ana@example.ogr", slip)
    yield "delete", pages.delete(tag, draft)
    yield from receipts(pages, tag, answers)
    for reason in REASONS:
        yield reason, pages.error(tag, reason)
    yield from sign_in_pages(pages, tag)


def sign_in_pages(pages: Pages, tag: str) -> Iterator[tuple[str, str]]:
    """Yield the pages around the desk in a language, which staff see before they are in it."""

    def page(template: str, **values: object) -> str:
        return pages.render(
            f"staff/{template}", tag, lambda other: f"{DESK}{other}/", desk=DESK, **values
        )

    own, ana = f"{DESK}{tag}/sign-in", "ana@example.org"
    offered: dict[str, object] = {"sign_in_url": own, "to": "", "typed": "", "note": ""}
    offered |= {"provider_url": f"{own}/provider?to=", "named": ana}
    yield "sign-in, all ways", page("sign-in", **offered)
    alone = offered | {"provider_url": "", "named": ""}
    for note in ("", "sent", "too-many", "unavailable", "away", "refused", "unknown", "out"):
        yield f"sign-in, {note}", page("sign-in", **alone | {"note": note})
    wrong = {"note": "wrong-address", "typed": "ana@"}
    yield "sign-in, wrong", page("sign-in", **alone | wrong)
    yield "link", page("link", name=_NAME, url=f"{own}/link/x")
    yield "link, expired", page("link", name="", url=own)
    yield "forbidden", page("forbidden", member=Member("", ana, _NAME, "read", tag))
    for reason in ("signed-out", "stale", "other-site"):
        typed = [] if reason == "other-site" else [_NAME]
        yield f"refused, {reason}", page("refused", reason=reason, typed=typed)


def receipts(pages: Pages, tag: str, answers: Answers) -> Iterator[tuple[str, str]]:
    """Yield the pages of what was sent in a language."""
    sent = Submission(answers, tag, form=pages.journey.version.digest, reference="2345-6789-2")
    yield "receipt", pages.receipt(tag, Receipt(sent))
    yield "receipt, by email", pages.receipt(tag, Receipt(sent), sent.key)
    yield "receipt, sent", pages.receipt(tag, Receipt(sent), sent.key, "sent")
    yield "receipt, held", pages.receipt(tag, Receipt(replace(sent, reason="honeypot")))


def nothing_stored(running: RunningIntake) -> bool:
    """Return whether no submission is in the database."""
    return list(listing.list_submissions(running.service.engine)) == []

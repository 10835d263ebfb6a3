"""Helpers on the content of the intake's pages."""

from __future__ import annotations

import httpx
from lxml import html

from brochure.render.localizer import Localizer
from brochure.site.site import Site
from intake import staff
from tests.intake.serving import RunningIntake


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


def nothing_stored(running: RunningIntake) -> bool:
    """Return whether no submission is in the database."""
    return list(staff.list_submissions(running.service.engine)) == []

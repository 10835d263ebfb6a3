"""Files of each language that no page of ``docs/`` is: feeds, old addresses, what servers show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure.files.templates import MOVED
from brochure.render.localizer import Localizer
from brochure.site.page_index import FORM, NEWS
from brochure.site.redirects import redirects

if TYPE_CHECKING:
    from engine.pages import Pages

FEED = "feed.xml"
# What a server shows when the form cannot be reached, by the status that it answers with.
REFUSALS = {"413": "too-large", "429": "too-many", "503": "unavailable"}
_LATEST = 20  # news in a feed


def write(pages: Pages, folder: Path) -> None:
    """Write all of them into the folder of the built site."""
    _write_feeds(pages, folder)
    _write_redirects(pages, folder)
    _write_refusals(pages, folder)


def _write_feeds(pages: Pages, folder: Path) -> None:
    """Write the feed of each language in which a page shows news; its links are full."""
    site, url = pages.site, pages.site.content.site.url
    for language in site.languages:
        if address := site.feed(language.tag):
            name = site.page_with(NEWS)
            localizer = Localizer(site, language, name, url, anywhere=True)
            context = pages.context_of(localizer, site.pages[language.tag, name], "")
            news = context["content"].news[:_LATEST]
            context["news"] = news
            context["updated"] = max((item.date for item in news), default=site.today)
            _render(pages, FEED, context, folder, address)


def _write_redirects(pages: Pages, folder: Path) -> None:
    """Write a page at each old address, which leads on to where the page is now."""
    site = pages.site
    for redirect in redirects(site):
        language = site.language(redirect.tag)
        localizer = Localizer(site, language, redirect.page, pages.base, anywhere=True)
        context = pages.context_of(localizer, site.pages[redirect.tag, redirect.page], "")
        context["target"] = localizer.link(redirect.page, redirect.fragment)
        _render(pages, MOVED, context, folder, redirect.file)


def _write_refusals(pages: Pages, folder: Path) -> None:
    """Write what a server shows in place of the form's answers, which it passes on."""
    site = pages.site
    if not site.form_address.startswith("/"):
        return
    name = site.page_with(FORM)
    for language in site.languages:
        if (language.tag, name) not in site.pages:
            continue
        localizer = Localizer(site, language, name, pages.base, anywhere=True)
        context = pages.context_of(localizer, site.pages[language.tag, name], "")
        context |= {"intake": "refusal", "page": replace(context["page"], url="")}
        for status, reason in REFUSALS.items():
            file = f"{site.folder(language.tag)}{status}.html"
            _render(pages, "intake/refusal.html", context | {"reason": reason}, folder, file)


def _render(pages: Pages, template: str, context: dict[str, Any], folder: Path, name: str) -> None:
    text = pages.env.get_template(template).render(context)
    text = pages.with_style(name, text) if name.endswith(".html") else text
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")

"""Files of each language that no page of ``docs/`` is: feeds, old addresses, what servers show."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
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


def made(pages: Pages, tags: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the file and the text of each of them in some languages."""
    yield from _feeds(pages, tags)
    yield from _redirects(pages, tags)
    yield from _refusals(pages, tags)


def _feeds(pages: Pages, tags: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the feed of each language in which a page shows news; its links are full."""
    site, url = pages.site, pages.site.content.site.url
    for language in site.languages:
        if language.tag in tags and (address := site.feed(language.tag)):
            name = site.page_with(NEWS)
            localizer = Localizer(site, language, name, url, anywhere=True)
            context = pages.context_of(localizer, site.pages[language.tag, name], "")
            news = context["content"].news[:_LATEST]
            context["news"] = news
            context["updated"] = max((item.date for item in news), default=site.today)
            yield address, _render(pages, FEED, context, address)


def _redirects(pages: Pages, tags: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield a page at each old address, which leads on to where the page is now."""
    site = pages.site
    for redirect in redirects(site):
        if redirect.tag not in tags:
            continue
        language = site.language(redirect.tag)
        localizer = Localizer(site, language, redirect.page, pages.base, anywhere=True)
        context = pages.context_of(localizer, site.pages[redirect.tag, redirect.page], "")
        context["target"] = localizer.link(redirect.page, redirect.fragment)
        yield redirect.file, _render(pages, MOVED, context, redirect.file)


def _refusals(pages: Pages, tags: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the pages that a server shows in place of the form's answers, which it passes on."""
    site = pages.site
    if not site.form_path:
        return
    name = site.page_with(FORM)
    for language in site.languages:
        if language.tag not in tags or (language.tag, name) not in site.pages:
            continue
        localizer = Localizer(site, language, name, pages.base, anywhere=True)
        context = pages.context_of(localizer, site.pages[language.tag, name], "")
        context |= {"intake": "refusal", "page": replace(context["page"], url="")}
        for status, reason in REFUSALS.items():
            file = f"{site.folder(language.tag)}{status}.html"
            given = context | {"reason": reason}
            yield file, _render(pages, "intake/refusal.html", given, file)


def _render(pages: Pages, template: str, context: dict[str, Any], file: str) -> str:
    text = pages.env.get_template(template).render(context)
    return pages.with_style(file, text) if file.endswith(".html") else text

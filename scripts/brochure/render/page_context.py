"""What the template of a page can use: its own texts, its languages, the menus, the content."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from markupsafe import Markup, escape

from brochure.render import figures
from brochure.render.draft_fallback import FallbackText
from brochure.render.files_in_html import picture_url, record_picture
from brochure.render.icons import icon
from brochure.render.localizer import Localizer
from brochure.render.page_texts import lead, metadata, page_view
from brochure.render.views import (
    LanguageView,
    MenuItem,
    OtherLanguage,
    View,
)
from brochure.schema.content import ShownOn
from brochure.schema.form import HONEYPOT
from brochure.site.page import Page
from brochure.site.page_index import HOME
from brochure.site.units import PageUnit
from brochure.text import cldr
from brochure.text.placeholders import VALUE


def page_context(localizer: Localizer, page: Page, html: str) -> dict[str, Any]:
    """Return everything that a template can use for ``page``; ``html`` is its converted prose."""
    content = View(localizer.site.content, localizer.localize)
    return {
        "page": page_view(localizer, page, html),
        "content": content,
        "programme": content.site,
        "strings": content.strings,
        "language": language_view(localizer, localizer.language.tag),
        "languages": languages(localizer),
        "shows_outdated": lambda: shows_outdated(localizer),
        "translations": lambda: translations(localizer),
        "header_menu": menu(localizer, "header"),
        "footer_menu": menu(localizer, "footer"),
        "requests": localizer.site.requests,
        "link": localizer.link_to,
        "page_label": lambda role: label(localizer, localizer.site.page_with(role)),
        "address": localizer.address,
        "feed": localizer.feed(),
        "figure": localizer.figure,
        "icon": lambda name: icon(localizer.site, name),
        "date": lambda day: figures.date(day, localizer.language),
        "country": localizer.country,
        "picture": lambda image, sizes, eager=False: record_picture(
            localizer, image, sizes, eager=eager
        ),
        "picture_url": lambda image: picture_url(localizer, image),
        "fill": fill_values,
        "honeypot": HONEYPOT,
    }


def menu(localizer: Localizer, place: str) -> list[MenuItem]:
    """Return the items of the menu in ``place``, in their order."""
    site = localizer.site
    return [
        MenuItem(
            item.page,
            site.role(item.page),
            label(localizer, item.page),
            url,
            item.page == localizer.page,
            item.button,
        )
        for item in site.content.navigation
        if item.place == place and (url := localizer.link(item.page))
    ]


def label(localizer: Localizer, name: str) -> str:
    """Return the short name of a page, as in the menus, or else its title."""
    for item in localizer.site.content.navigation:
        if item.page == name and item.label:
            return localizer.text(item.label)
    page = localizer.site.pages.get((localizer.language.tag, name))
    return metadata(localizer, page, "title") if page else ""


def languages(localizer: Localizer) -> list[LanguageView]:
    """Return the languages that this page exists in, with their own names."""
    pages = localizer.site.translations(localizer.page)
    return [language_view(localizer, page.language) for page in pages]


def language_view(localizer: Localizer, tag: str) -> LanguageView:
    """Return one language for templates."""
    site, language = localizer.site, localizer.site.language(tag)
    return LanguageView(
        tag,
        cldr.own_name(tag),
        language.locale,
        figures.digits(language),
        cldr.direction(language.locale),
        localizer.relative(site.address(tag, localizer.page)),
        localizer.absolute(tag),
        tag == localizer.language.tag,
        language.is_draft,
    )


def translations(localizer: Localizer) -> list[OtherLanguage]:
    """Return this page in all languages but its own."""
    others = []
    for page in localizer.site.translations(localizer.page):
        if page.language != localizer.language.tag:
            other = replace(localizer, language=localizer.site.language(page.language))
            others.append(
                OtherLanguage(
                    language_view(localizer, page.language),
                    metadata(other, page, "title"),
                    lead(other, page),
                    other.link_to(HOME),
                    other.text(other.site.content.site.name),
                    menu(other, "header"),
                )
            )
    return others


def shows_outdated(localizer: Localizer) -> bool:
    """Whether the page shows a text that is older than its source; UI strings are ignored.

    Texts of ``content/`` count once they are rendered: templates call this after them.
    """
    outdated = () if localizer.anywhere else localizer.site.outdated(localizer.language.tag)
    return any(
        unit.page == localizer.page
        if isinstance(unit, PageUnit)
        else (localizer.language.tag, unit.key) in localizer.seen
        and unit.shown_on is not ShownOn.INTERFACE
        for unit in outdated
    )


def fill_values(text: Markup, **values: object) -> Markup:
    """Replace ``{$names}`` with escaped values; what is ``plain`` in a text stays so."""
    filled = Markup(VALUE.sub(lambda m: str(escape(values.get(m[1], m[0]))), text))  # noqa: S704
    if isinstance(text, FallbackText):
        filled = FallbackText(filled)
        filled.plain = fill_values(text.plain, **values)
    return filled

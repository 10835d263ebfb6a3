"""What the template of a page can use: its own texts, its languages, the menus, the content."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from markupsafe import Markup, escape

from brochure.render import draft_fallback
from brochure.render.files_in_html import picture_url, record_picture, shown
from brochure.render.localizer import Localizer
from brochure.render.views import (
    LanguageView,
    MenuItem,
    PageView,
    Translation,
    View,
    divide,
)
from brochure.schema.content import ShownOn
from brochure.site.page import Page
from brochure.site.site import HOME
from brochure.site.units import PageUnit
from brochure.text import cldr
from brochure.text.phases import owner, with_phase
from brochure.text.placeholders import VALUE
from brochure.text.sections import LEAD


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
        "date": localizer.date,
        "country": localizer.country,
        "countries": localizer.countries,
        "picture": lambda image, sizes, eager=False: record_picture(
            localizer, image, sizes, eager=eager
        ),
        "picture_url": lambda image: picture_url(localizer, image),
        "fill": fill_values,
    }


# The page's own texts


def page_view(localizer: Localizer, page: Page, html: str) -> PageView:
    """Return a page for templates; ``html`` is its converted prose."""
    start, sections = divide(localizer.without_hidden(shown(localizer, html)))
    return PageView(
        page.name,
        localizer.site.role(page.name),
        metadata(localizer, page, "title"),
        metadata(localizer, page, "description"),
        start,
        sections,
        localizer.absolute(page.language),
    )


def metadata(localizer: Localizer, page: Page, part: str) -> str:
    """Return a page's title or description; a draft that has none shows the default language's."""
    model = _model(localizer, page)
    name = _in_phase(localizer, model, part)
    if text := page.metadata(name):
        return localizer.fill(text)
    text = localizer.default.fill(model.metadata(name))
    return localizer.with_language(escape(text))


def lead(localizer: Localizer, page: Page) -> Markup:
    """Return what precedes the first heading of a page as one paragraph."""
    model = _model(localizer, page)
    name = _in_phase(localizer, model, LEAD)
    if section := page.section(name):
        return localizer.markdown(section.text)
    source = model.section(name)
    return localizer.fallback(source.text) if source else Markup()


def prose(localizer: Localizer, page: Page) -> str:
    """Return a page's prose as Markdown with facts; a draft's gaps show the default language's."""
    model = _model(localizer, page)
    if model is page and not any(map(page.phases, page.section_ids)):
        return localizer.fill(page.body)
    shown = []
    for name in model.section_ids:
        words = _in_phase(localizer, model, name)
        if words == name:
            shown.append(_text(localizer, page, model, name))
        elif text := _text(localizer, page, model, words):
            shown += [_heading(localizer, page, model, name), text]
    return "\n\n".join(filter(None, shown))


def _text(localizer: Localizer, page: Page, model: Page, name: str) -> str:
    """Return a section, as Markdown with facts; that of ``model`` where a page has none."""
    section, source = page.section(name), model.section(name)
    if section and not section.is_empty and not localizer.lacks_part_of(section.text):
        return localizer.fill(section.text)
    return _block(localizer, source.text) if source else ""


def _heading(localizer: Localizer, page: Page, model: Page, name: str) -> str:
    """Return the heading of a section as ``_text`` returns the section."""
    section, source = page.section(name), model.section(name)
    if section and not section.is_empty and not localizer.lacks_part_of(section.text):
        return section.heading
    return _block(localizer, source.heading) if source and source.heading else ""


def _block(localizer: Localizer, text: str) -> str:
    default = localizer.site.languages[0]
    filled = localizer.default.fill(text)
    return draft_fallback.block(filled, default.tag, cldr.direction(default.locale))


def _in_phase(localizer: Localizer, model: Page, name: str) -> str:
    """Return what identifies a title's or a section's words in the present phase of requests."""
    return with_phase(name, owner(localizer.site.requests.phase, model.phases(name)))


def _model(localizer: Localizer, page: Page) -> Page:
    """Return the page whose parts are shown: a draft may lack some of the default language's."""
    localizer.seen.add((page.language, page.path))
    return _source(localizer, page) if localizer.language.is_draft else page


def _source(localizer: Localizer, page: Page) -> Page:
    """Return the page in the default language, which has the parts that a draft lacks."""
    source = localizer.site.pages[localizer.site.tags[0], page.name]
    localizer.seen.add((source.language, source.path))
    return source


# The site around it


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
        replace(localizer, language=language).digits,
        cldr.direction(language.locale),
        localizer.relative(site.address(tag, localizer.page)),
        localizer.absolute(tag),
        tag == localizer.language.tag,
        language.is_draft,
    )


def translations(localizer: Localizer) -> list[Translation]:
    """Return this page in all languages but its own."""
    others = []
    for page in localizer.site.translations(localizer.page):
        if page.language != localizer.language.tag:
            other = replace(localizer, language=localizer.site.language(page.language))
            others.append(
                Translation(
                    language_view(localizer, page.language),
                    metadata(other, page, "title"),
                    lead(other, page),
                    other.link_to(HOME),
                    other.text(other.site.content.site.name),
                    menu(other, "header"),
                )
            )
    return others


# Its state


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
    """Replace ``{$names}`` with escaped values."""
    return Markup(VALUE.sub(lambda m: str(escape(values.get(m[1], m[0]))), text))  # noqa: S704

"""The texts of a page, as its template shows them; a draft's gaps show the default language's."""

from __future__ import annotations

from markupsafe import Markup, escape

from brochure.render import converted, draft_fallback
from brochure.render.localizer import Localizer
from brochure.render.views import PageView
from brochure.site.page import Page
from brochure.text import cldr
from brochure.text.phases import owner, with_phase
from brochure.text.sections import LEAD


def page_view(localizer: Localizer, page: Page, html: str) -> PageView:
    """Return a page for templates; ``html`` is its converted prose."""
    start, sections = converted.prose(localizer, html)
    return PageView(
        page.name,
        localizer.site.role(page.name),
        metadata(localizer, page, "title"),
        metadata(localizer, page, "description"),
        start,
        sections,
        localizer.absolute(page.language),
        localizer.site.changed(page.name),
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
        return localizer.fill(page.body, is_prose=True)
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
    if (
        section
        and not section.is_empty
        and not localizer.lacks_part_of(section.text, is_prose=True)
    ):
        return localizer.fill(section.text, is_prose=True)
    return _block(localizer, source.text) if source else ""


def _heading(localizer: Localizer, page: Page, model: Page, name: str) -> str:
    """Return the heading of a section as ``_text`` returns the section."""
    section, source = page.section(name), model.section(name)
    if (
        section
        and not section.is_empty
        and not localizer.lacks_part_of(section.text, is_prose=True)
    ):
        return section.heading
    return _block(localizer, source.heading) if source else ""


def _block(localizer: Localizer, text: str) -> str:
    default = localizer.site.languages[0]
    filled = localizer.default.fill(text, is_prose=True)
    return draft_fallback.block(filled, default.tag, cldr.direction(default.locale))


def _in_phase(localizer: Localizer, model: Page, name: str) -> str:
    """Return the key of a title's or a section's words in the present phase of requests."""
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

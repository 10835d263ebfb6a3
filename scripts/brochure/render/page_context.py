"""Reads a site in one language, from one page, for templates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup, escape

from brochure.render import draft_fallback
from brochure.render.localizer import TextReader
from brochure.render.views import LanguageView, MenuItem, PageView, RequestState, Translation, View
from brochure.schema import RequestWindow
from brochure.site.page import Page
from brochure.site.site import HOME, Site
from brochure.text import cldr
from brochure.text.markdown import VALUE
from brochure.text.sections import LEAD


@dataclass
class Reader(TextReader):
    """Sees the whole page: its own words, its languages, the menus, and what templates may use."""

    def absolute(self, tag: str) -> str:
        """Return this page's full address in the language ``tag``."""
        return self.site.content.site.url + self.site.address(tag, self.page)

    def languages(self) -> list[LanguageView]:
        """Return the languages that this page exists in, by their own names."""
        return [self.language_view(page.language) for page in self.site.translations(self.page)]

    def language_view(self, tag: str) -> LanguageView:
        """Return one language as templates show it."""
        locale = self.site.language(tag).locale
        return LanguageView(
            tag,
            cldr.own_name(tag),
            locale,
            cldr.direction(locale),
            self.relative(self.site.address(tag, self.page)),
            self.absolute(tag),
            tag == self.language.tag,
            self.site.language(tag).is_draft,
        )

    def menu(self, place: str) -> list[MenuItem]:
        """Return the items of the menu in ``place``, in their order."""
        return [
            MenuItem(item.page, self.see(item.label), url, item.page == self.page)
            for item in self.site.content.navigation
            if item.place == place and (url := self.link(item.page))
        ]

    def page_view(self, page: Page, html: str) -> PageView:
        """Return a page whose prose has become ``html``."""
        body = html.find("<h2")
        end = len(html) if body < 0 else body
        return PageView(
            page.name,
            self.metadata(page, "title"),
            self.metadata(page, "description"),
            Markup(html[:end]),  # noqa: S704 - prose of the site's own pages
            Markup(html[end:]),  # noqa: S704
            self.absolute(page.language),
        )

    def metadata(self, page: Page, part: str) -> str:
        """Return a page's title or description."""
        if text := getattr(page, part):
            return self.fill(text)
        return draft_fallback.marked(self.filled(getattr(self._model(page), part)))

    def lead(self, page: Page) -> Markup:
        """Return what stands before the first heading of a page as one paragraph."""
        own, model = page.section(LEAD), self._model(page).section(LEAD)
        if self.language.is_draft and model and not own:
            return self.fallback(model.text)
        return self.markdown(own.text if own else "")

    def _model(self, page: Page) -> Page:
        """Return the page that a page translates; a draft's texts may be missing."""
        return self.site.pages[self.site.tags[0], page.name]

    def prose(self, page: Page) -> str:
        """Return a page's prose as Markdown with facts; a draft's gaps show the default's."""
        if not self.language.is_draft:
            return self.fill(page.body)
        default = self.site.languages[0]
        parts = []
        for section in self._model(page).sections:
            own = page.section(section.id)
            if own and not own.is_empty:
                parts.append(self.fill(own.text))
            else:
                direction = cldr.direction(default.locale)
                parts.append(
                    draft_fallback.block(self.filled(section.text), default.tag, direction)
                )
        return "\n\n".join(parts)

    def translations(self) -> list[Translation]:
        """Return this page in all languages but its own."""
        others = []
        for page in self.site.translations(self.page):
            if page.language != self.language.tag:
                reader = replace(self, language=self.site.language(page.language))
                others.append(
                    Translation(
                        self.language_view(page.language),
                        reader.metadata(page, "title"),
                        reader.lead(page),
                        reader.link(HOME),
                        reader.menu("header"),
                    )
                )
        return others

    def context(self, page: Page, html: str) -> dict[str, Any]:
        """Return all that a template may use for ``page``."""
        content = View(self.site.content, self.see)
        return {
            "page": self.page_view(page, html),
            "content": content,
            "programme": content.site,
            "strings": content.strings,
            "language": self.language_view(self.language.tag),
            "languages": self.languages(),
            "outdated": bool(self.site.outdated(self.language.tag)) and not self.anywhere,
            "translations": self.translations,
            "header_menu": self.menu("header"),
            "footer_menu": self.menu("footer"),
            "requests": request_state(self.site),
            "link": self.link,
            "figure": self.figure,
            "date": self.date,
            "countries": self.countries,
            "fill": fill_values,
        }


def fill_values(text: Markup, **values: object) -> Markup:
    """Put values in the place of their ``{$names}``, escaped."""
    return Markup(VALUE.sub(lambda m: str(escape(values.get(m[1], m[0]))), text))  # noqa: S704


def request_state(site: Site) -> RequestState:
    """Say whether requests are taken on the day for which the site is built."""
    requests = site.content.site.requests
    if isinstance(requests, RequestWindow):
        is_open = requests.opens <= site.today <= requests.closes
        return RequestState(is_open, requests.opens, requests.closes)
    return RequestState(requests == "open")

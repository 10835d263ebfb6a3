"""Reads a site in one language, from one page, for templates.

It remembers which texts were asked for, so that the build can name those that stand nowhere.
"""

from __future__ import annotations

import datetime
import posixpath
import re
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup, escape

from brochure import bidi, fallback, inline, locales
from brochure.models import Fact, Language, LanguageMap, Record, RequestWindow
from brochure.page import Page
from brochure.sections import LEAD
from brochure.site import HOME, NOT_FOUND, Site
from brochure.text import LINK, PLACEHOLDER, VALUE, Link, without_code
from brochure.views import LanguageView, MenuItem, PageView, RequestState, Translation, View

# What the intake fills in and what runs from left to right in every language.
_LEFT_TO_RIGHT = re.compile(r"\{\$(?:reference|email|url)\}")


@dataclass
class Reader:
    """Sees a site in the language ``language``, from the page called ``page``.

    ``base`` is the path of the site's root on its host, such as ``/``, or its full address: pages
    that may be shown ``anywhere``, as 404 is, link from there. ``seen`` collects the texts that
    were asked for.
    """

    site: Site
    language: Language
    page: str
    base: str = "/"
    anywhere: bool = False
    seen: set[int] = field(default_factory=set)

    def see(self, value: Any) -> Any:
        """Return ``value`` as templates should have it."""
        if isinstance(value, LanguageMap):
            return self.text(value)
        if isinstance(value, (Record, dict)):
            return View(value, self.see)
        if isinstance(value, tuple):
            return tuple(self.see(item) for item in value)
        return value

    def text(self, texts: LanguageMap) -> Markup:
        """Return a text as HTML."""
        self.seen.add(id(texts))
        if self._lacks(texts):
            return self._fallback(texts.in_(self.site.tags[0]))
        return self.markdown(texts.in_(self.language.tag))

    def _fallback(self, text: str) -> Markup:
        """Return a text of the default language as HTML that can be told from the page's own."""
        linked = LINK.sub(self._link_markdown, self._filled(text))
        return inline.render(fallback.marked(linked))

    def _lacks(self, texts: LanguageMap) -> bool:
        """Whether a draft shows the default language's text, since it has none of its own."""
        return self.language.is_draft and self.language.tag not in texts.texts

    def markdown(self, text: str) -> Markup:
        """Return short Markdown as HTML, with facts and with links as seen from this page."""
        filled = self.fill(text)
        if "](" in filled:
            filled = LINK.sub(self._link_markdown, filled)
        return inline.render(filled)

    def fill(self, text: str) -> str:
        """Put facts in the place of their ``{names}``; in code, braces are what they are.

        In languages from right to left, names in Latin letters are kept together.
        """
        filled = self._filled(text)
        if locales.direction(self.language.locale) == "ltr":
            return filled
        isolated = bidi.isolate(filled)
        return _LEFT_TO_RIGHT.sub(lambda value: bidi.FSI + value[0] + bidi.PDI, isolated)

    def _filled(self, text: str) -> str:
        plain = without_code(text) if "`" in text or "~" in text else text

        def filled(match: re.Match[str]) -> str:
            in_code = plain[match.start()] != "{"
            return match[0] if in_code else self.value(self.site.facts[match[1]])

        return PLACEHOLDER.sub(filled, text)

    def plain(self, texts: LanguageMap, **values: str) -> str:
        """Return a text as it is for mails: facts and ``{$values}`` filled, no Markdown."""
        self.seen.add(id(texts))
        if self._lacks(texts):
            filled = self._filled(texts.in_(self.site.tags[0]))
        else:
            filled = self.fill(texts.in_(self.language.tag))
        return VALUE.sub(lambda match: values.get(match[1], match[0]), filled)

    def value(self, fact: Fact) -> str:
        """Format a fact's bare value as readers of the language write it."""
        if isinstance(fact.value, datetime.date):
            return self.date(fact.value)
        return (
            str(fact.value)
            if fact.format == "year"
            else locales.number(fact.value, self.language.locale)
        )

    def figure(self, fact: View) -> Markup:
        """Return a figure with its qualifier, such as ``about 15,000``."""
        record: Fact = fact.value_
        if record.qualifier is None:
            return Markup("{}").format(self.value(record))
        return Markup("<small>{}</small> {}").format(fact.qualifier, self.value(record))

    def date(self, day: datetime.date) -> str:
        """Return a date in full."""
        return locales.date(day, self.language.locale)

    def countries(self, codes: tuple[str, ...]) -> list[str]:
        """Return the names of countries in alphabetical order."""
        names = (locales.country(code, self.language.locale) for code in codes)
        return sorted(names, key=locales.sort_key)

    def link(self, name: str, fragment: str = "") -> str:
        """Return the address of a page as seen from this one; empty if there is no such page."""
        if (self.language.tag, name) not in self.site.pages:
            return ""
        address = self.relative(self.site.address(self.language.tag, name))
        return f"{address}#{fragment}" if fragment else address

    def relative(self, address: str) -> str:
        """Turn an address below the site's root into one as seen from this page."""
        if self.anywhere or self.page == NOT_FOUND:
            return self.base + address
        here = posixpath.dirname(self.site.address(self.language.tag, self.page))
        path = posixpath.relpath(address or ".", here or ".")
        return f"{path}/" if address.endswith("/") or not address else path

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
            locales.own_name(tag),
            locale,
            locales.direction(locale),
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
        return fallback.marked(self._filled(getattr(self._model(page), part)))

    def lead(self, page: Page) -> Markup:
        """Return what stands before the first heading of a page as one paragraph."""
        own, model = page.section(LEAD), self._model(page).section(LEAD)
        if self.language.is_draft and model and not own:
            return self._fallback(model.text)
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
                direction = locales.direction(default.locale)
                parts.append(fallback.block(self._filled(section.text), default.tag, direction))
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

    def _link_markdown(self, match: re.Match[str]) -> str:
        link = Link(match[2])
        if link.external:
            return match[0]
        name = link.page.removesuffix(".md") or self.page
        return f"[{match[1]}]({self.link(name, link.fragment)})"


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

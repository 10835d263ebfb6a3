"""Reads the texts of a site in one language, as seen from one page: facts filled, links resolved.

It remembers which texts were asked for, so that the build can name those that stand nowhere.
"""

from __future__ import annotations

import datetime
import posixpath
import re
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from brochure.render import draft_fallback
from brochure.render.views import View
from brochure.schema import Fact, Language, LanguageMap, Record
from brochure.site.site import NOT_FOUND, Site
from brochure.text import bidi, cldr, inline
from brochure.text.markdown import LINK, PLACEHOLDER, VALUE, Link, without_code

# What the intake fills in and what runs from left to right in every language.
_LEFT_TO_RIGHT = re.compile(r"\{\$(?:reference|email|url)\}")


@dataclass
class TextReader:
    """Sees texts in the language ``language``, from the page called ``page``.

    ``base`` is the path of the site's root on its host, such as ``/``, or its full address: pages
    that may be shown ``anywhere``, as 404 is, link from there. ``seen`` collects the keys of
    the texts that were asked for.
    """

    site: Site
    language: Language
    page: str
    base: str = "/"
    anywhere: bool = False
    seen: set[str] = field(default_factory=set)

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
        self.seen.add(texts.key)
        if self._lacks(texts):
            return self.fallback(texts[self.site.tags[0]])
        return self.markdown(texts[self.language.tag])

    def fallback(self, text: str) -> Markup:
        """Return a text of the default language as HTML that can be told from the page's own."""
        linked = LINK.sub(self._link_markdown, self.filled(text))
        return inline.render(draft_fallback.marked(linked))

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
        filled = self.filled(text)
        if cldr.direction(self.language.locale) == "ltr":
            return filled
        isolated = bidi.isolate(filled)
        return _LEFT_TO_RIGHT.sub(lambda value: bidi.FSI + value[0] + bidi.PDI, isolated)

    def filled(self, text: str) -> str:
        """Put facts in the place of their names, whatever the language of the text is."""
        plain = without_code(text) if "`" in text or "~" in text else text

        def fact(match: re.Match[str]) -> str:
            in_code = plain[match.start()] != "{"
            return match[0] if in_code else self.value(self.site.facts[match[1]])

        return PLACEHOLDER.sub(fact, text)

    def plain(self, texts: LanguageMap, **values: str) -> str:
        """Return a text as it is for mails: facts and ``{$values}`` filled, no Markdown."""
        self.seen.add(texts.key)
        if self._lacks(texts):
            filled = self.filled(texts[self.site.tags[0]])
        else:
            filled = self.fill(texts[self.language.tag])
        return VALUE.sub(lambda match: values.get(match[1], match[0]), filled)

    def value(self, fact: Fact) -> str:
        """Format a fact's bare value as readers of the language write it."""
        if isinstance(fact.value, datetime.date):
            return self.date(fact.value)
        return (
            str(fact.value)
            if fact.format == "year"
            else cldr.number(fact.value, self.language.locale)
        )

    def figure(self, fact: View) -> Markup:
        """Return a figure with its qualifier, such as ``about 15,000``."""
        record: Fact = fact.value_
        if record.qualifier is None:
            return Markup("{}").format(self.value(record))
        return Markup("<small>{}</small> {}").format(fact.qualifier, self.value(record))

    def date(self, day: datetime.date) -> str:
        """Return a date in full."""
        return cldr.date(day, self.language.locale)

    def countries(self, codes: tuple[str, ...]) -> list[str]:
        """Return the names of countries in alphabetical order."""
        names = (cldr.country(code, self.language.locale) for code in codes)
        return sorted(names, key=cldr.sort_key)

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

    def _link_markdown(self, match: re.Match[str]) -> str:
        link = Link(match[2])
        if link.external:
            return match[0]
        name = link.page.removesuffix(".md") or self.page
        return f"[{match[1]}]({self.link(name, link.fragment)})"

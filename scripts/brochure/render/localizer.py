"""The texts of a site in one language, as seen from one page: facts filled in, links resolved."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from markupsafe import Markup

from brochure.render import converted, draft_fallback, figures
from brochure.render.addresses import Addresses
from brochure.render.views import CountryView, View
from brochure.schema import Fact, Item, Record, SharedText, Wording
from brochure.text import bidi, cldr, formatting, inline
from brochure.text.code import without_code
from brochure.text.collation import sort_key
from brochure.text.placeholders import PLACEHOLDER, VALUE, names
from brochure.text.tree import without_markup

# Placeholders of the intake whose values run from left to right in every language.
_LEFT_TO_RIGHT = re.compile(r"\{\$(?:reference|email|url)\}")


@dataclass
class Localizer(Addresses):
    """Localizes texts, figures and links for the page called ``page`` in ``language``.

    ``seen`` collects the language and key of each text used, and the language and path of each
    page: a build reports other texts as unused, and a preview renders only the pages that show an
    edited text. ``files`` collects pictures and documents by their addresses below the site's root.
    """

    seen: set[tuple[str, str]] = field(default_factory=set)
    files: dict[str, Path] = field(default_factory=dict)

    def localize(self, value: Any) -> Any:
        """Return ``value`` for templates, with texts and links in the language."""
        if isinstance(value, Wording):
            return self.text(value)
        if isinstance(value, (Record, dict)):
            return View(value, self.localize)
        if isinstance(value, tuple):
            return tuple(self.localize(item) for item in value if self.shows(item))
        return value

    def shows(self, value: Any) -> bool:
        """Whether a record of a list is shown on the day."""
        if not isinstance(value, Item):
            return True
        return value.is_shown(self.site.today, self.site.requests.phase)

    def text(self, texts: Wording) -> Markup:
        """Return a text as HTML; a draft that has none shows the default language's.

        It is empty in a phase of requests in which the text is not shown.
        """
        words = self._words(texts)
        if words is None:
            return Markup()
        if self._lacks(words):
            return self.fallback(words[self.site.tags[0]])
        return self.markdown(words[self.language.tag])

    def without_markup(self, texts: Wording) -> str:
        """Return a text without its markup, as what is not HTML needs it."""
        return without_markup(self.text(texts))

    def plain(self, texts: Wording, **values: str) -> str:
        """Return a text for emails: facts and ``{$values}`` filled in, Markdown as written."""
        words = self._words(texts)
        if words is None:
            return ""
        source = self.default if self._lacks(words) else self
        filled = source.fill(words[source.language.tag])
        return VALUE.sub(lambda match: values.get(match[1], match[0]), filled)

    def _words(self, texts: Wording) -> Wording | None:
        """Return what a text says in the present phase of requests, which is seen from now on."""
        words = texts.in_phase(self.site.requests.phase)
        if words is not None:
            self._see(words)
        return words

    def _see(self, words: Wording) -> None:
        self.seen.add((self.language.tag, words.key))
        if self._lacks(words):
            self.seen.add((self.site.tags[0], words.key))

    def _lacks(self, words: Wording) -> bool:
        if not self.language.is_draft:
            return False
        text = words.texts.get(self.language.tag)
        return text is None or self.lacks_part_of(text)

    def lacks_part_of(self, text: str, *, is_prose: bool = False) -> bool:
        """Whether a draft's text names a shared text that the draft lacks.

        It is shown in the default language then: half a sentence in another one helps nobody.
        """
        if not self.language.is_draft or "{" not in text:
            return False
        named = (self.site.values.get(name) for name in names(text, is_prose=is_prose))
        shared = (
            v.text.in_phase(self.site.requests.phase) for v in named if isinstance(v, SharedText)
        )
        return any(words is not None and self._lacks(words) for words in shared)

    def markdown(self, text: str) -> Markup:
        """Return short Markdown as HTML, with facts and with links as seen from this page."""
        return self._render(self.fill(text))

    def fallback(self, text: str) -> Markup:
        """Return short Markdown of the default language as HTML with its language."""
        return self.with_language(self._render(self.default.fill(text)))

    def with_language(self, html: Markup) -> Markup:
        """Return a text of the default language as HTML with its language."""
        default = self.site.languages[0]
        return draft_fallback.fallback(html, default.tag, cldr.direction(default.locale))

    @property
    def default(self) -> Localizer:
        """This localizer in the default language, with that language's figures and dates."""
        return replace(self, language=self.site.languages[0])

    def _render(self, text: str) -> Markup:
        return converted.short_text(self, inline.render(text))

    def fill(self, text: str, *, is_prose: bool = False) -> str:
        """Replace the ``{names}`` of facts, days and shared texts, but not within code.

        In languages from right to left, names in Latin letters are isolated.
        """
        filled = self.with_values(text, is_prose=is_prose)
        if cldr.direction(self.language.locale) == "ltr":
            return filled
        isolated = bidi.isolate(filled)
        return _LEFT_TO_RIGHT.sub(lambda value: bidi.FSI + value[0] + bidi.PDI, isolated)

    def with_values(self, text: str, *, is_prose: bool = False) -> str:
        """Return a text with its ``{names}`` filled in, and no more."""
        if "{" not in text:
            return text
        masked = without_code(text, is_prose=is_prose)

        def value(match: re.Match[str]) -> str:
            in_code = masked[match.start()] != "{"
            return match[0] if in_code else self.value(self.site.values[match[1]])

        return PLACEHOLDER.sub(value, text)

    def value(self, fact: Fact | SharedText | datetime.date | int) -> str:
        """Return the value of a name in braces, as readers of the language write it."""
        if isinstance(fact, int):
            return figures.number(fact, self.language)
        if isinstance(fact, datetime.date):
            return figures.date(fact, self.language)
        if isinstance(fact, SharedText):
            return self._shared(fact.text)
        if isinstance(fact.value, datetime.date):
            return figures.date(fact.value, self.language)
        if fact.format == "year":
            return formatting.with_digits(str(fact.value), figures.digits(self.language))
        return figures.number(fact.value, self.language)

    def _shared(self, texts: Wording) -> str:
        words = self._words(texts)
        if words is None:
            return ""
        source = self.default if self._lacks(words) else self
        return source.with_values(words[source.language.tag])

    def figure(self, fact: View) -> Markup:
        """Return a figure with its qualifier, such as ``about 15,000``."""
        record: Fact = fact.value_
        if record.qualifier is None:
            return Markup("{}").format(self.value(record))
        return Markup("<small>{}</small> {}").format(fact.qualifier, self.value(record))

    def country(self, code: str) -> CountryView:
        """Return a country with its official name, else CLDR's, and its footnote if it has one."""
        record = self.site.countries.get(code)
        name = cldr.country(code, self.language.locale)
        if record and record.name and self.language.tag in record.name.texts:
            self._see(record.name)
            name = record.name[self.language.tag]
        footnote = self.text(record.footnote) if record and record.footnote else None
        return CountryView(code, name, footnote)

    def countries(self, codes: Iterable[str]) -> list[CountryView]:
        """Return countries in the alphabetical order of their names."""
        countries = (self.country(code) for code in codes)
        return sorted(countries, key=lambda one: sort_key(one.name, self.language.locale))

"""Units: every translatable text of a site, with a stable key and a position in each language."""

from __future__ import annotations

import functools
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from brochure.files.source import Source
from brochure.problems import FilePosition, Level, Location, Problem
from brochure.schema import Wording
from brochure.schema.content import ShownOn, shown_on
from brochure.site.page import METADATA_KEYS, Page
from brochure.text.cldr import english_name
from brochure.text.phases import Phases
from brochure.text.sections import Section


@dataclass(frozen=True, eq=False)
class Unit:
    """One text in all languages, from YAML or from pages.

    ``key`` is made of ids, never of list positions: ``areas.protection.title``,
    ``page.areas.description``, ``page.where#not-listed``, and with the phase of requests in which
    it takes another's place: ``faq.open-now.answer.closed``. ``subject`` and ``field`` name it in
    messages; ``note`` tells translators its use. Readers see it in its ``phases`` only.
    """

    key: str
    subject: str
    field: str
    note: str
    phases: Phases

    @property
    @abstractmethod
    def texts(self) -> Mapping[str, str]:
        """The texts that have content, by language tag."""

    @abstractmethod
    def position(self, tag: str) -> FilePosition:
        """Return where its text in language ``tag`` is, or should be."""

    @property
    @abstractmethod
    def file(self) -> str:
        """The file that it belongs to, without a language: ``content/areas.yaml``."""

    @property
    def shown_on(self) -> ShownOn:
        """Where readers see it."""
        return ShownOn.PAGES

    def name(self, tag: str) -> str:
        """Name the text in one language: ``area "protection": the French title``."""
        return f"{self.subject}: the {english_name(tag)} {self.field}"

    def problem(
        self, tag: str, rule: str, message: str, hint: str, *, level: Level = "error"
    ) -> Problem:
        """Return a problem at the text in language ``tag``, or at the unit if it has none."""
        return Problem(*self.position(tag), level, rule, message, hint)


@dataclass(frozen=True, eq=False)
class ContentUnit(Unit):
    """A text of ``content/``, in some languages of ``docs/TAG/content.yaml``.

    ``text_key`` is that of the whole text, of which a unit may be the words in one phase of
    requests. ``external_texts`` holds the files of languages by their tags.
    """

    text_key: str
    translations: Wording
    source: Source
    location: Location
    external_texts: Mapping[str, Source]

    @functools.cached_property
    def texts(self) -> Mapping[str, str]:
        """The texts that have content, by language tag."""
        return self.translations.texts

    def position(self, tag: str) -> FilePosition:
        """Return where its text in language ``tag`` is, or should be."""
        if tag in self.external_texts:
            return (self.external_texts[tag].path, *self.external_texts[tag].position((self.key,)))
        location = (*self.location, tag)
        return (self.source.path_of(location), *self.source.position(location))

    @property
    def file(self) -> str:
        """The file that it belongs to."""
        return self.source.path_of(self.location)

    @functools.cached_property
    def shown_on(self) -> ShownOn:
        """Where readers see it: what depends on an answer to the form, on the receipt alone."""
        of_records = (self.location[:at] for at in range(1, len(self.location)))
        if any(self.source.has((*record, "said")) for record in of_records):
            return ShownOn.INTAKE
        return shown_on(str(self.location[0]))


@dataclass(frozen=True, eq=False)
class PageUnit(Unit):
    """A page's title, its description, or a section of its prose.

    ``section_id`` is ``title``, ``description``, one of them in a phase (``title.closed``), or the
    section's id; ``pages`` holds the page in each language that has it.
    """

    page: str
    section_id: str
    pages: Mapping[str, Page]

    @functools.cached_property
    def texts(self) -> Mapping[str, str]:
        """The texts that have content, by language tag."""
        texts = {tag: self._text(page) for tag, page in self.pages.items()}
        return {tag: text for tag, text in texts.items() if text}

    def _text(self, page: Page) -> str:
        if not self.is_prose:
            return page.metadata(self.section_id)
        section = page.section(self.section_id)
        return section.text if section and not section.is_empty else ""

    def section(self, tag: str) -> Section | None:
        """Return the section in language ``tag``, even an empty one."""
        return self.pages[tag].section(self.section_id) if tag in self.pages else None

    @property
    def is_prose(self) -> bool:
        """Whether it is a section of prose."""
        return self.section_id not in METADATA_KEYS

    def position(self, tag: str) -> FilePosition:
        """Return where its text in language ``tag`` is, or should be."""
        page = self.pages.get(tag)
        if page is None:
            return f"docs/{tag}/{self.page}.md", 1, 1
        if not self.is_prose:
            return (page.path, *page.source.position((METADATA_KEYS[self.section_id],)))
        section = page.section(self.section_id)
        return page.path, section.line if section else page.body_line, 1

    @property
    def file(self) -> str:
        """The file that it belongs to, without a language."""
        return f"docs/{self.page}.md"

    def name(self, tag: str) -> str:
        """Name the text; the path in a problem shows its language."""
        return f"the page's {self.field}" if tag in self.pages else super().name(tag)

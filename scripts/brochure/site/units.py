"""Units: every translatable text of a site, with a stable key and its place in each language."""

from __future__ import annotations

import functools
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from brochure.files.yaml_reader import Location, Source
from brochure.problems import Level, Problem
from brochure.schema import Content, LanguageMap, Record
from brochure.schema.content import ShownOn, shown_on
from brochure.schema.describe import identity, noun
from brochure.site.page import Page
from brochure.text.cldr import english_name
from brochure.text.sections import LEAD, Section

# Where a text begins: path, line and column.
Place = tuple[str, int, int]

NO_PLACE: Place = ("", 1, 1)


@dataclass(frozen=True, eq=False)
class Unit:
    """One text in all languages, kept in YAML or on pages.

    ``key`` is made of ids, never of list positions: ``areas.protection.title``,
    ``page.areas.description``, ``page.where#not-listed``. ``subject`` and ``field`` name it in
    messages; ``note`` says what it is for.
    """

    key: str
    subject: str
    field: str
    note: str

    @property
    @abstractmethod
    def texts(self) -> Mapping[str, str]:
        """The texts that have content, by language tag."""

    @abstractmethod
    def place(self, tag: str) -> Place:
        """Return where its text in language ``tag`` stands, or should stand."""

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
        self, tag: str, rule: str, message: str, hint: str = "", level: Level = "error"
    ) -> Problem:
        """Return a problem at the text in language ``tag``, or at the unit if it has none."""
        return Problem(*self.place(tag), level, rule, message, hint)


@dataclass(frozen=True, eq=False)
class ContentUnit(Unit):
    """A text of ``content/``; in languages that were added it stands in ``docs/TAG/content.yaml``.

    ``added`` holds those files by language.
    """

    translations: LanguageMap
    source: Source
    location: Location
    added: Mapping[str, Source]

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts that have content, by language tag."""
        return self.translations.texts

    def place(self, tag: str) -> Place:
        """Return where its text in language ``tag`` stands, or should stand."""
        if tag in self.added:
            return (self.added[tag].path, *self.added[tag].mark((self.key,)))
        return (self.source.path, *self.source.mark((*self.location, tag)))

    @property
    def file(self) -> str:
        """The file that it belongs to."""
        return self.source.path

    @property
    def shown_on(self) -> ShownOn:
        """Where readers see it."""
        return shown_on(str(self.location[0]))


@dataclass(frozen=True, eq=False)
class PageUnit(Unit):
    """A page's title, description, or a section of its prose (``section_id``)."""

    page: str
    section_id: str
    pages: Mapping[str, Page]

    @functools.cached_property
    def texts(self) -> Mapping[str, str]:
        """The texts that have content, by language tag."""
        found = {tag: self._text(page) for tag, page in self.pages.items()}
        return {tag: text for tag, text in found.items() if text}

    def _text(self, page: Page) -> str:
        if self.section_id in {"title", "description"}:
            return str(getattr(page, self.section_id))
        section = page.section(self.section_id)
        return section.text if section and not section.is_empty else ""

    def section(self, tag: str) -> Section | None:
        """Return the section in language ``tag``, even an empty one."""
        return self.pages[tag].section(self.section_id) if tag in self.pages else None

    @property
    def is_prose(self) -> bool:
        """Whether it is a section of prose."""
        return self.section_id not in {"title", "description"}

    def place(self, tag: str) -> Place:
        """Return where its text in language ``tag`` stands, or should stand."""
        page = self.pages.get(tag)
        if page is None:
            return f"docs/{tag}/{self.page}.md", 1, 1
        if not self.is_prose:
            return (page.path, *page.source.mark((self.section_id,)))
        section = page.section(self.section_id)
        return page.path, section.line if section else page.body_line, 1

    @property
    def file(self) -> str:
        """The file that it belongs to, without a language."""
        return f"docs/{self.page}.md"

    def name(self, tag: str) -> str:
        """Name the text; its path says the language."""
        return f"the page's {self.field}" if tag in self.pages else super().name(tag)


def content_units(
    content: Content, sources: Mapping[str, Source], added: Mapping[str, Source]
) -> Iterator[ContentUnit]:
    """Yield all units of ``content/``, whose texts know their keys, in the order of the files."""
    for stem in Content.model_fields:
        if stem in sources:
            walk = _Walk(sources[stem], added)
            yield from walk.units(getattr(content, stem), (stem,), stem)


@dataclass(frozen=True)
class _Walk:
    source: Source
    added: Mapping[str, Source]

    def units(
        self, value: Any, location: Location, subject: str, note: str = ""
    ) -> Iterator[ContentUnit]:
        if isinstance(value, LanguageMap):
            key, field = value.key, str(location[-1]).replace("_", " ")
            if location[0] == "strings":
                subject, field = f'string "{key.removeprefix("strings.")}"', "text"
            yield ContentUnit(key, subject, field, note, value, self.source, location, self.added)
        elif isinstance(value, Record):
            for name, described in type(value).model_fields.items():
                inner = getattr(value, name)
                named = name.replace("_", " ") if isinstance(inner, Record) else subject
                about = described.description or ""
                yield from self.units(inner, (*location, name), named, about)
        elif isinstance(value, dict):
            for name, inner in value.items():
                yield from self.units(inner, (*location, name), subject, note)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Record):
                    name = f'{noun(type(item))} "{identity(item) or index}"'
                    yield from self.units(item, (*location, index), name)


_PAGE_NOTES = {
    "title": "The page's heading, also shown by search engines.",
    "description": "Shown by search engines and with shared links.",
    LEAD: "The first lines under the page's heading.",
}


def page_units(name: str, model: Page, pages: Mapping[str, Page]) -> Iterator[PageUnit]:
    """Yield the units of the page ``name``, as ``model``, in the default language, has them."""
    parts = ["title", "description", *(section.id for section in model.sections)]
    for part in parts:
        key = f"page.{name}{part if part.startswith('#') else f'.{part}'}"
        field = part if part in {"title", "description"} else "prose"
        note = _PAGE_NOTES.get(part, "A section of the page, with its heading.")
        yield PageUnit(key, f'page "{name}"', field, note, name, part, pages)

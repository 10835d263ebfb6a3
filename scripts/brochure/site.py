"""``Site``: the whole loaded content, the only thing that is handed around."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from brochure import locales
from brochure.models import Content, Fact, Language
from brochure.problems import Problem
from brochure.source import Source
from brochure.text import Heading
from brochure.units import Unit, units

HOME = "index"
NOT_FOUND = "404"


@dataclass(frozen=True)
class Page:
    """A page file, ``docs/<language>/<name>.md``; ``body`` begins at line ``body_line``."""

    language: str
    name: str
    path: str
    title: str
    description: str
    body: str
    body_line: int
    source: Source
    headings: tuple[Heading, ...] = ()

    def problem(
        self, rule: str, message: str, hint: str = "", place: tuple[int, int] = (1, 1)
    ) -> Problem:
        """Return an error at line and column of this file."""
        return Problem(self.path, *place, "error", rule, message, hint)


@dataclass(frozen=True)
class Passage:
    """A stretch of text in one language, wherever it is kept.

    ``name`` says what it is (``area "protection": the French title``), ``place`` where it begins,
    and ``page`` which page it belongs to, if to one. Only in prose do lines of ``text``
    correspond to lines of the file.
    """

    name: str
    text: str
    path: str
    place: tuple[int, int]
    page: str = ""
    is_prose: bool = False

    def problem(self, rule: str, message: str, hint: str, offset: int = 0) -> Problem:
        """Return an error at an offset in the text."""
        line, column = self.place
        if self.is_prose:
            before = self.text[:offset]
            line += before.count("\n")
            column = len(before) - (before.rfind("\n") + 1) + 1
        return Problem(self.path, line, column, "error", rule, f"{self.name} {message}", hint)


@dataclass(frozen=True)
class Site:
    """Content and pages of a site whose folder is ``root``.

    ``lost`` holds ids of records that do not fit their model, ``unread`` the paths of files of
    which nothing could be used: they were reported, and nothing that refers to them is to be
    reported again. ``strays`` are folders of pages in no language of the site. ``today`` is the
    day that the site is built for.
    """

    root: Path
    content: Content
    sources: dict[str, Source]
    pages: dict[tuple[str, str], Page]
    lost: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    strays: frozenset[str] = frozenset()
    today: datetime.date = field(default_factory=datetime.date.today)

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages in their order; the first is the default."""
        return self.content.languages

    @functools.cached_property
    def tags(self) -> tuple[str, ...]:
        """The languages' tags in their order."""
        return tuple(language.tag for language in self.languages)

    def language(self, tag: str) -> Language:
        """Return the language with this tag."""
        return next(language for language in self.languages if language.tag == tag)

    @functools.cached_property
    def units(self) -> tuple[Unit, ...]:
        """Every translatable text of ``content/``."""
        return tuple(units(self.content, self.sources))

    @functools.cached_property
    def facts(self) -> dict[str, Fact]:
        """Facts by the name that placeholders give them."""
        return {fact.id: fact for fact in self.content.facts}

    @functools.cached_property
    def page_names(self) -> tuple[str, ...]:
        """Names of the pages, whatever language they exist in; home first."""
        names = {name for _, name in self.pages}
        names |= {path[:-3].split("/", 2)[2] for path in self.unread if path.endswith(".md")}
        return tuple(sorted(names, key=lambda name: (name != HOME, name)))

    def translations(self, name: str) -> Iterator[Page]:
        """Yield the page called ``name`` in each language that has it."""
        for tag in self.tags:
            if page := self.pages.get((tag, name)):
                yield page

    def passages(self, tag: str) -> Iterator[Passage]:
        """Yield every text that the site has in a language, of content and pages alike."""
        language = locales.english_name(tag)
        for unit in self.units:
            if text := unit.map.texts.get(tag):
                name = f"{unit.subject}: the {language} {unit.field}"
                place = unit.source.mark((*unit.location, tag))
                yield Passage(name, text, unit.source.path, place)
        for page in self.pages.values():
            if page.language == tag:
                for key, text in (("title", page.title), ("description", page.description)):
                    place = page.source.mark((key,))
                    yield Passage(f"the page's {key}", text, page.path, place, page.name)
                place = (page.body_line, 1)
                yield Passage(
                    "the page's prose", page.body, page.path, place, page.name, is_prose=True
                )

    def address(self, tag: str, name: str) -> str:
        """Return a page's address below the site's, such as ``fr/areas/``."""
        folder = "" if tag == self.tags[0] else f"{tag}/"
        if name == NOT_FOUND:
            return f"{folder}{NOT_FOUND}.html"
        inner = "" if name == HOME else f"{name.removesuffix('/' + HOME)}/"
        return folder + inner

"""The pages of a site by their names and roles, their addresses, and whether they are shown."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Self

from brochure.schema.base import is_within
from brochure.site.loaded_site import LoadedSite
from brochure.site.page import Page

# The roles of pages that several modules look for.
HOME, NOT_FOUND, FORM, NEWS, WHERE = "home", "not-found", "form", "news", "where"
FAQ, REQUEST, SEARCH = "faq", "request", "search"
# Those that every site needs, and how such pages are usually called.
REQUIRED_ROLES = {HOME: "index", NOT_FOUND: "404"}


@dataclass(frozen=True)
class PageIndex(LoadedSite):
    """A site in which pages are found by their names and roles."""

    @functools.cached_property
    def page_names(self) -> tuple[str, ...]:
        """The names of all pages, in whatever languages they exist; home first."""
        names = {name for _, name in self.pages}
        names |= {
            path[:-3].split("/", 2)[2] for path in self.unreadable_paths if path.endswith(".md")
        }
        return tuple(sorted(names, key=lambda name: (name != self.page_with(HOME), name)))

    @functools.cached_property
    def _pages_by_role(self) -> Mapping[str, str]:
        """The name of each page that has a role; the default language's file says which."""
        first = (page for (tag, _), page in self.pages.items() if tag == self.tags[0])
        ordered = sorted(first, key=lambda page: page.name, reverse=True)
        return {page.role: page.name for page in ordered if page.role}

    def page_with(self, role: str) -> str:
        """Return the name of the page with a role, such as ``form``; empty if no page has it."""
        return self._pages_by_role.get(role, "")

    def role(self, name: str) -> str:
        """Return the role of a page; empty if it has none."""
        page = self.pages.get((self.tags[0], name))
        return page.role if page else ""

    def knows_role(self, name: str) -> bool:
        """Whether the file that names a page's role is there and can be read."""
        page = self.pages.get((self.tags[0], name))
        return page is not None and not page.source.problems

    def translations(self, name: str) -> Iterator[Page]:
        """Yield the page called ``name`` in each language that has it."""
        for tag in self.tags:
            if page := self.pages.get((tag, name)):
                yield page

    def is_page_shown(self, name: str) -> bool:
        """Whether readers see a page on the day, as its file in the default language says."""
        page = self.pages.get((self.tags[0], name))
        return page is None or is_within(self.today, page.shown_from, page.shown_until)

    def changed(self, name: str) -> datetime.date | None:
        """Return when a page was last changed, as its file in the default language says."""
        page = self.pages.get((self.tags[0], name))
        return page.changed if page else None

    def as_shown(self) -> Self:
        """Return the site as readers see it on the day: without the pages that are hidden."""
        names = {name for name in self.page_names if not self.is_page_shown(name)}
        pages = {key: page for key, page in self.pages.items() if key[1] not in names}
        return replace(self, pages=pages, hidden_pages=frozenset(names)) if names else self

    def folder(self, tag: str) -> str:
        """Return where the pages of a language are below the site's address, such as ``fr/``."""
        return "" if tag == self.tags[0] else f"{tag}/"

    def feed(self, tag: str) -> str:
        """Return the address of a language's feed of news; empty if it has no page of news."""
        has_news = (tag, self.page_with(NEWS)) in self.pages
        return f"{self.folder(tag)}feed.xml" if has_news else ""

    def address(self, tag: str, name: str) -> str:
        """Return a page's address below the site's, such as ``fr/areas/``."""
        folder = self.folder(tag)
        if name == self.page_with(NOT_FOUND):
            return f"{folder}404.html"
        inner = "" if name == self.page_with(HOME) else f"{name.removesuffix('/index')}/"
        return folder + inner

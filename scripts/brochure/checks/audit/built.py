"""A built site: its pages, its other files, and where an address on a page leads."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import unquote

from brochure.checks.audit.page import ElementPlace, HeadLink, HtmlPage
from brochure.checks.audit.places import SourcePositions
from brochure.checks.audit.settings import Settings
from brochure.checks.audit.sitemap import Sitemap
from brochure.checks.audit.urls import join, split
from brochure.problems import Level, Problem

_NO_HOST = "https://site.invalid/"


class Target(NamedTuple):
    """Where an address leads: ``path`` is the file's for pages and files of the site.

    An address that is not a web address, such as mailto:, is ``other``.
    """

    kind: Literal["page", "file", "missing", "outside", "other"]
    path: str
    fragment: str = ""


@dataclass(frozen=True)
class BuiltSite:
    """The files of a built site; ``name`` is the folder as it was called.

    ``files`` are the sizes of all files, by path; ``sheets`` the addresses that each style sheet
    loads; ``root`` is the home page's address, or empty if no page tells it.
    """

    folder: Path
    name: str
    settings: Settings
    files: Mapping[str, int]
    pages: Mapping[str, HtmlPage]
    sheets: Mapping[str, tuple[str, ...]]
    scripts: Mapping[str, str]
    sitemap: Sitemap
    root: str
    _targets: dict[tuple[str, str], Target] = field(default_factory=dict, compare=False)

    @functools.cached_property
    def _places(self) -> SourcePositions:
        return SourcePositions(self.folder)

    def target(self, page: HtmlPage, address: str) -> Target:
        """Return where an address on a page leads."""
        base = join(self.url(page), page.base) if page.base else self.url(page)
        return self.target_from(base, address)

    def target_from(self, base: str, address: str) -> Target:
        """Return where an address leads in a file that itself has the address ``base``."""
        key = base.rpartition("/")[0] if address[:1] not in {"", "#", "?"} else base, address
        if key not in self._targets:
            self._targets[key] = self._find(base, address)
        return self._targets[key]

    def _find(self, base: str, address: str) -> Target:
        there = split(join(base, address))
        if there.scheme not in {"http", "https"}:
            return Target("other", address)
        own = split(self.home)
        if there.netloc.lower() != own.netloc or not f"{there.path or '/'}/".startswith(own.path):
            return Target("outside", there.geturl())
        path, fragment = unquote(there.path[len(own.path) :]), unquote(there.fragment)
        for candidate in (path, f"{path.rstrip('/')}/index.html".lstrip("/")):
            if candidate in self.files:
                kind: Literal["page", "file"] = "page" if candidate in self.pages else "file"
                return Target(kind, candidate, fragment)
        if there.path.startswith(self.settings.elsewhere):
            return Target("outside", there.geturl())
        return Target("missing", path, fragment)

    @property
    def home(self) -> str:
        """The home page's address, or one of a host that does not exist, if no page tells it."""
        return self.root or _NO_HOST

    def url(self, page: HtmlPage) -> str:
        """Return a page's full address."""
        return self.home + page.address

    def translations(self, page: HtmlPage) -> Iterator[tuple[HeadLink, HtmlPage]]:
        """Yield each page of the site that a page names as its translation."""
        for link in page.alternates:
            there = self.target(page, link.href)
            if there.kind == "page":
                yield link, self.pages[there.path]

    @functools.cached_property
    def languages(self) -> frozenset[str]:
        """The languages that pages declare."""
        return frozenset(page.language for page in self.pages.values() if page.language)

    def is_listed(self, page: HtmlPage) -> bool:
        """Whether search engines should list the page under its own address."""
        if not page.is_findable:
            return False
        targets = [self.target(page, link.href) for link in page.canonicals]
        return all(there.kind != "page" or there.path == page.path for there in targets)

    def problem(  # noqa: PLR0913 - the parts of a problem
        self,
        page: HtmlPage | str,
        place: ElementPlace | None,
        rule: str,
        message: str,
        hint: str,
        *,
        level: Level = "error",
    ) -> Problem:
        """Return a problem at an element of a page, or of a whole file."""
        path = page if isinstance(page, str) else page.path
        position = self._places.position(path, place) if place else (1, 1)
        return Problem(f"{self.name}/{path}", *position, level, rule, message, hint)


def same_language(one: str, other: str) -> bool:
    """Whether two tags are of one language, of which one may say more: ``en`` and ``en-GB``."""
    one, other = f"{one.lower()}-", f"{other.lower()}-"
    return one.startswith(other) or other.startswith(one)

"""A parsed text: its headings, links, images and ids.

`brochure.text.parser` finds them in a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    """A heading; ``id`` is empty if it has none, ``is_nested`` true in a quotation or list.

    ``source`` is all of it as it is written, with its marks and its id.
    """

    level: int
    title: str
    id: str
    line: int
    offset: int = field(default=0, compare=False)
    is_nested: bool = field(default=False, compare=False)
    source: str = field(default="", compare=False)


@dataclass(frozen=True)
class Link:
    """A link, or the address of an image or other file, which begins at ``offset``."""

    target: str
    offset: int = 0

    @property
    def external(self) -> bool:
        """Whether it leaves the site."""
        return bool(_ELSEWHERE.match(self.target))

    @property
    def scheme(self) -> str:
        """The scheme of an address, such as ``https``; empty if it has none."""
        return self.target.partition(":")[0].lower() if ":" in self.target else ""

    @property
    def destination(self) -> str:
        """Where it leads in every language: other sites may have an address for each."""
        is_web = self.external and self.scheme in {"", "http", "https"}
        return "to another site" if is_web else f"to {self.target}"

    @property
    def page(self) -> str:
        """The file part, such as ``areas.md``; empty for a link within the page."""
        return self.target.partition("#")[0]

    @property
    def fragment(self) -> str:
        """The heading's id, or an empty text."""
        return self.target.partition("#")[2]


@dataclass(frozen=True)
class TextImage:
    """An image; ``alternative`` is None if it has none, ``decorative`` is as the author says."""

    target: str
    alternative: str | None
    decorative: bool
    offset: int


@dataclass(frozen=True)
class Attribute:
    """An element's ``id`` or ``lang``; or what is unsupported: ``<script>``, ``onclick``."""

    value: str
    offset: int


@dataclass(frozen=True)
class ParsedText:
    """A converted text; everything is in reading order.

    ``files`` are images and whatever else a browser loads by itself. ``unsupported`` are elements
    and attributes that no page may have. ``images`` are what ``<img>`` shows, ``elements`` the
    names of all elements.
    """

    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    files: tuple[Link, ...] = ()
    ids: tuple[Attribute, ...] = ()
    languages: tuple[Attribute, ...] = ()
    unsupported: tuple[Attribute, ...] = ()
    images: tuple[TextImage, ...] = ()
    elements: tuple[str, ...] = ()

    def part(self, start: int, end: int) -> ParsedText:
        """Return the part between two offsets of the text; its offsets count from ``start``."""

        def within(values: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(
                replace(value, offset=value.offset - start)
                for value in values
                if start <= value.offset < end
            )

        return ParsedText(
            within(self.headings),
            within(self.links),
            within(self.files),
            within(self.ids),
            within(self.languages),
            within(self.unsupported),
            within(self.images),
        )

"""A built page as the rules see it: immutable, with the place of each element in its file."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import NamedTuple


class ElementPlace(NamedTuple):
    """Where an element is: its line, and which one of its tag it is on the page, from 0."""

    line: int
    tag: str
    nth: int


TOP = ElementPlace(1, "", 0)


class Text(NamedTuple):
    """A text of its own, such as a paragraph or a title, and its declared language."""

    text: str
    language: str
    place: ElementPlace


class Meta(NamedTuple):
    """A ``<meta>`` with a name or property, in lower case."""

    name: str
    content: str
    place: ElementPlace


class HeadLink(NamedTuple):
    """A ``<link>`` that tells something and loads nothing: canonical, alternate, next."""

    rel: str
    href: str
    hreflang: str
    place: ElementPlace


class HtmlLink(NamedTuple):
    """A link that readers follow; ``language`` is the declared one of its text.

    ``label`` is empty if it has none, and None if another element is named as its label.
    """

    href: str
    label: str | None
    language: str
    hreflang: str
    place: ElementPlace


class Resource(NamedTuple):
    """A resource that a browser loads, or the address of a form.

    ``kind`` is style, script, image, icon, frame, media, font, connect, preload, form or other;
    ``is_late`` is whether it is loaded only when it is needed.
    """

    kind: str
    address: str
    is_late: bool
    place: ElementPlace


class HtmlHeading(NamedTuple):
    """A heading; ``level`` is 1 to 6."""

    level: int
    title: str
    place: ElementPlace


class HtmlAttribute(NamedTuple):
    """An attribute whose value a rule looks at, such as an ``id``."""

    name: str
    value: str
    place: ElementPlace


class HtmlImage(NamedTuple):
    """An image, or another element that needs an alternative text; None if it has none."""

    what: str
    alternative: str | None
    place: ElementPlace


class InlineCode(NamedTuple):
    """Code or data within the page.

    ``kind`` is script, style, handler, style attribute, linked data, or data of another type.
    """

    kind: str
    code: str
    nonce: str
    place: ElementPlace


@dataclass(frozen=True)
class HtmlPage:
    """A file of HTML; everything is in reading order.

    ``path`` is within the site's folder, such as ``fr/areas/index.html``; ``faults`` are lines with
    what is wrong with its bytes; ``charset`` and ``refresh`` are what its ``<meta>`` say.
    ``weight`` is its size in bytes, compressed; ``directions`` are those of elements that have a
    ``lang`` themselves, with that language.
    """

    path: str
    weight: int = 0
    faults: tuple[tuple[int, str], ...] = ()
    charset: str = ""
    refresh: str = ""
    base: str = ""
    language: str | None = None
    direction: str | None = None
    titles: tuple[Text, ...] = ()
    metas: tuple[Meta, ...] = ()
    head_links: tuple[HeadLink, ...] = ()
    links: tuple[HtmlLink, ...] = ()
    resources: tuple[Resource, ...] = ()
    headings: tuple[HtmlHeading, ...] = ()
    html: ElementPlace = TOP
    ids: tuple[HtmlAttribute, ...] = ()
    names: tuple[HtmlAttribute, ...] = ()
    references: tuple[HtmlAttribute, ...] = ()
    directions: tuple[tuple[HtmlAttribute, str], ...] = ()
    images: tuple[HtmlImage, ...] = ()
    inlines: tuple[InlineCode, ...] = ()
    texts: tuple[Text, ...] = ()
    words: str = ""  # all that is seen, code among it

    @functools.cached_property
    def address(self) -> str:
        """Its address below the site's, such as ``fr/areas/``."""
        return self.path.removesuffix("index.html") if self.is_index else self.path

    @property
    def is_index(self) -> bool:
        """Whether servers show it for its folder."""
        return self.path == "index.html" or self.path.endswith("/index.html")

    @property
    def is_not_found(self) -> bool:
        """Whether servers show it where there is no page."""
        return self.path == "404.html" or self.path.endswith("/404.html")

    def meta(self, name: str) -> list[Meta]:
        """Return each ``<meta>`` of a name."""
        return [meta for meta in self.metas if meta.name == name]

    @property
    def canonicals(self) -> list[HeadLink]:
        """The addresses that it says are its own."""
        return [link for link in self.head_links if link.rel == "canonical"]

    @property
    def alternates(self) -> list[HeadLink]:
        """Its translations."""
        return [link for link in self.head_links if link.rel == "alternate" and link.hreflang]

    @property
    def is_findable(self) -> bool:
        """Whether search engines should list it, as far as it says itself."""
        robots = {word.strip() for meta in self.meta("robots") for word in meta.content.split(",")}
        return not (self.is_not_found or self.refresh or {"noindex", "none"} & robots)

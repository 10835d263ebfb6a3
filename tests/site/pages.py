"""The built pages as tests see them: parsed, with their texts and where they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import yaml
from lxml import html
from lxml.html import HtmlElement

from brochure.site.page_index import NOT_FOUND
from brochure.site.site import Site
from tests.support import depth

ROOT = Path(__file__).parents[2]
LANGUAGES = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted(ROOT.glob("content/languages/*.yaml"))
}
PUBLISHED = [tag for tag, language in LANGUAGES.items() if language.get("status") != "draft"]
TAGS = tuple(sorted(PUBLISHED, key=lambda tag: LANGUAGES[tag].get("order", len(LANGUAGES) + 1)))
# Those whose pages a browser shows in this run, where pages differ in kind rather than in language.
SHOWN = depth.some(TAGS[1:2], TAGS)
# Attributes whose values readers see or hear.
_SPOKEN = ("alt", "aria-description", "aria-label", "placeholder", "title")
# The ``<meta>`` elements for people; the others are for programs.
_META = ("description", "og:title", "og:description", "og:site_name")


def plain(text: str) -> str:
    """Return a text with every run of white space, no-break spaces too, as one space."""
    return " ".join(text.split())


@dataclass(frozen=True)
class Page:
    """One page of a built site; ``address`` is its path on the host, such as ``/fr/areas/``."""

    tag: str
    name: str
    role: str
    address: str
    file: Path

    def __str__(self) -> str:
        """Name it in a message."""
        return self.address

    @cached_property
    def source(self) -> str:
        """Its HTML."""
        return self.file.read_text(encoding="utf-8")

    @cached_property
    def root(self) -> HtmlElement:
        """Its parsed HTML."""
        return html.document_fromstring(self.source)

    @cached_property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return [str(found) for found in self.root.xpath("//@id")]

    @cached_property
    def text(self) -> str:
        """Return the text of the page, white space made plain."""
        return plain(" ".join(self.all("//body//text()")))

    @cached_property
    def words(self) -> str:
        """All that readers see or hear of it: its text, title and spoken attributes."""
        parts = [self.text, *self.all("//title/text()")]
        for name in _SPOKEN:
            parts += self.all(f"//@{name}")
        parts += self.all("//form//@data-left | //form//@data-over")  # told while one types
        for name in _META:
            parts += self.all(f"//meta[@name='{name}' or @property='{name}']/@content")
        for address in self.all("//a/@href[starts-with(., 'mailto:')]"):
            parts += parse_qs(urlsplit(address).query).get("subject", [])
        return plain("\n".join(parts))

    def all(self, xpath: str) -> list[str]:
        """Return the texts or attributes at a place."""
        return [str(found) for found in self.root.xpath(xpath)]

    def one(self, xpath: str) -> str:
        """Return the only text or attribute at a place."""
        found = self.all(xpath)
        assert len(found) == 1, f"{self}: {xpath} gives {found}"
        return found[0]

    def elements(self, xpath: str) -> Iterator[HtmlElement]:
        """Yield the elements at a place."""
        for element in self.root.xpath(xpath):
            assert isinstance(element, HtmlElement)
            yield element

    def target(self, href: str) -> str:
        """Return where a link leads, as a path on the host; empty if it leaves the site."""
        there = urlsplit(urljoin("https://site.invalid" + self.address, href))
        return there.path if there.netloc == "site.invalid" else ""


class Pages(dict[tuple[str, str], Page]):
    """Pages by language and name; they are found by language and role as well."""

    def __missing__(self, key: tuple[str, str]) -> Page:
        """Return the page in a language that has a role."""
        found = [page for page in self.values() if (page.tag, page.role) == key]
        if not found:
            raise KeyError(key)
        return found[0]


def read(site: Site, folder: Path) -> Pages:
    """Return every page that a site built into ``folder`` should have, by language and name."""
    found = Pages()
    for tag, name in site.pages:
        address, role = site.address(tag, name), site.role(name)
        file = folder / address if role == NOT_FOUND else folder / address / "index.html"
        found[tag, name] = Page(tag, name, role, f"/{address}", file)
    return found


def language_of(element: HtmlElement) -> str:
    """Return the language that an element is in: that of the nearest ``lang`` around it."""
    return str(element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)"))


def text_of(element: HtmlElement) -> str:
    """Return an element's text, white space made plain."""
    return plain(" ".join(str(part) for part in element.xpath(".//text()")))


def split_words(text: str) -> set[str]:
    """Return the words of a text: runs of letters, in small letters."""
    return {word.casefold() for word in re.findall(r"[^\W\d_]+", text)}

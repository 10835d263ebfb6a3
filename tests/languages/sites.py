"""Copies of the project in other states, each built once for all of pytest's workers."""

from __future__ import annotations

import functools
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from lxml.html import HtmlElement

from brochure.checks.run import site_or_raise
from brochure.site.site import Site
from brochure.site.units import PageUnit, Unit
from brochure.text.spans import hidden
from brochure.translation import noting
from engine.build import make, publish
from tests.engine import project
from tests.site.pages import Pages, language_of, read
from tests.support.made_once import made_once
from tests.support.texts import loaded, write, write_all

DRAFTS = ("ar", "es")
Change = Callable[[Path], object]
_WORD = re.compile(r"[^\W\d_]+")
# Elements that contain no other element, and those that nobody reads.
_NO_ELEMENTS = ("title", "option", "textarea")
_UNREAD = ("script", "style")


@dataclass(frozen=True)
class Built:
    """A copy of the project, with its content as it was built and its pages. Read only."""

    place: Path
    site: Site
    pages: Pages

    @property
    def folder(self) -> Path:
        """Where the pages are."""
        return self.place / "site"

    def of(self, *tags: str) -> Pages:
        """Return the pages of some languages."""
        return Pages({key: page for key, page in self.pages.items() if page.tag in tags})


def _nothing(_place: Path) -> None: ...


@dataclass(frozen=True)
class BuiltSites:
    """Makes copies of one copy, so that edits elsewhere in the checkout part none of them."""

    folder: Path
    known: dict[str, Built] = field(default_factory=dict)

    def build(self, name: str, change: Change = _nothing, *, drafts: bool = True) -> Built:
        """Return the copy called ``name``, made after a change; asked again, it is the same.

        With drafts, it has the pages alone, whatever the check says of their texts; without, it is
        checked and published.
        """
        if name not in self.known:

            def build_copy(place: Path) -> None:
                shutil.copytree(made_once(self.folder / "original", _copy_project), place)
                change(place)
                if drafts:
                    make(loaded(place), place / "site")
                else:
                    publish(place, place / "site")

            place = made_once(self.folder / name, build_copy)
            site = loaded(place) if drafts else site_or_raise(place)
            self.known[name] = Built(place, site, read(site, place / "site"))
        return self.known[name]


def _copy_project(place: Path) -> None:
    """Copy the project so that it takes requests, with every translation up to date.

    Its name has a plus, which must not change sides.
    """
    project.copy(place)
    project.set_requests(place, "open")
    write(place, "site.name", **dict.fromkeys(loaded(place).tags, "EU+"))
    noting.note(loaded(place))
    noting.confirm(loaded(place), ["*"], loaded(place).tags[1:])


def translate(place: Path, tags: Iterable[str], words: Callable[[str, str, int], str]) -> None:
    """Fill languages: ``words`` makes of each source, tag and number of a unit its text or ""."""
    site = loaded(place)
    first = site.tags[0]
    texts: dict[tuple[str, Unit], str] = {}
    for tag in tags:
        for number, unit in enumerate(site.all_units):
            has_place = not isinstance(unit, PageUnit) or tag in unit.pages
            if has_place and (text := words(unit.texts[first], tag, number)):
                texts[tag, unit] = text
    write_all(site, texts)


def each_word(text: str, change: Callable[[str], str]) -> str:
    """Return a text with each word outside markup changed."""
    parts, position = [], 0
    for word in _WORD.finditer(hidden(text)):
        parts += [text[position : word.start()], change(word[0])]
        position = word.end()
    return "".join([*parts, text[position:]])


def texts(root: HtmlElement, *, whole: bool = False) -> list[tuple[HtmlElement, str]]:
    """Return what a page shows: each stretch of text and its element.

    With the ``whole`` page, its title and the texts of controls are among them.
    """
    found = []
    for text in root.xpath("//text()[normalize-space()]"):
        parent = text.getparent()
        element = parent.getparent() if text.is_tail else parent
        if element.tag not in _UNREAD and (whole or element.tag not in _NO_ELEMENTS):
            found.append((element, str(text)))
    return found


def in_other_language(element: HtmlElement, tag: str) -> bool:
    """Whether an element is marked as being in another language than its page."""
    return language_of(element) != tag


def inside(element: HtmlElement, xpath: str) -> bool:
    """Whether an element, or one around it, is such as ``self::bdi``."""
    return bool(element.xpath(f"ancestor-or-self::*[{xpath}]"))


@functools.cache
def words_in(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(_WORD.findall(text))

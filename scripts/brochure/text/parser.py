"""Finds the headings, links, images and ids that readers get when a text is converted.

A text is converted as the build converts it, so that exactly what becomes a link on a page is a
link here. ``brochure.text.positions`` finds the position of each element in the text.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

import lxml.etree
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from brochure.text import tree
from brochure.text.document import Attribute, Heading, Link, ParsedText, TextImage
from brochure.text.html import unsupported
from brochure.text.inline import one_paragraph
from brochure.text.markdown import inline_converter, page_converter
from brochure.text.positions import FILES, HEADING, Finder, annotate_heading, annotate_inline

_AUTHOR_ID = "data-author-id"
_LINKS = {"a", "area"}
_local = threading.local()


@functools.lru_cache(maxsize=10_000)
def parse(text: str) -> ParsedText:
    """Convert the prose of a page."""
    return _document(text, text, _converter("page", page_converter))


@functools.lru_cache(maxsize=50_000)  # all texts in 24 languages
def parse_inline(text: str) -> ParsedText:
    """Convert a short text, in which there are no blocks and no HTML."""
    if "[" not in text and "<" not in text:  # most texts have neither links nor images
        return ParsedText()
    return _document(text, one_paragraph(text), _converter("inline", inline_converter))


def visible_text(text: str, *, is_prose: bool) -> str:
    """Return what readers see of a text, a line for each line or block, without its code."""
    if is_prose:
        html = _converter("page", page_converter).reset().convert(text)
    else:
        html = _converter("inline", inline_converter).reset().convert(one_paragraph(text))
    hidden = " or ".join(f"ancestor::{tag}" for tag in ("code", "pre", "script", "style"))
    return "".join(tree.parsed(html).xpath(f".//text()[not({hidden})]"))


def _is_nested(element: lxml.etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag != "body"


def _document(text: str, prepared: str, converter: Markdown) -> ParsedText:
    converter.reset()
    converter.sources.clear()  # type: ignore[attr-defined]
    html = converter.convert(prepared)
    found: dict[str, list[Any]] = {"headings": [], "links": [], "files": [], "ids": []}
    found |= {"languages": [], "unsupported": [], "elements": [], "images": []}
    finder = Finder(text, converter)
    for element in tree.parsed(html).iterdescendants("*"):
        tag = str(element.tag)
        found["elements"].append(tag)
        element_id = element.attrib.pop(_AUTHOR_ID, element.get("id"))
        heading = HEADING.fullmatch(tag)
        addresses = [(name, value) for name, value in element.items() if _is_address(tag, name)]
        refused = unsupported(element)
        if not (heading or addresses or element_id or element.get("lang") or refused):
            continue
        offset = finder.offset(element, refused)
        found["unsupported"] += [Attribute(name, offset) for name in refused]
        if f"<{tag}>" in refused:
            continue
        if heading:
            title = tree.words(element).strip()
            line = text.count("\n", 0, offset) + 1
            nested = _is_nested(element)
            source = finder.source(element) or str(tree.written(element))
            found["headings"].append(
                Heading(int(heading[1]), title, str(element_id or ""), line, offset, nested, source)
            )
        for name, value in addresses:
            kind = "links" if name == "href" and tag in _LINKS else "files"
            found[kind].append(Link(str(value), offset))
            if tag == "img" and name == "src":
                found["images"].append(image(element, offset))
        if element_id:
            found["ids"].append(Attribute(str(element_id), offset))
        if language := element.get("lang"):
            found["languages"].append(Attribute(str(language), offset))
    return ParsedText(**{name: tuple(values) for name, values in found.items()})


def image(element: lxml.etree._Element, offset: int = 0) -> TextImage:
    """Return what an ``<img>`` shows."""
    decorative = str(element.get("decorative", "false")).lower() not in {"false", "no"}
    return TextImage(str(element.get("src", "")), element.get("alt"), decorative, offset)


def _is_address(tag: str, name: str) -> bool:
    return name == "href" or (name in FILES and (name != "data" or tag == "object"))


def _converter(kind: str, make: Callable[[], Markdown]) -> Markdown:
    """Return this thread's converter, which annotates elements with their source."""
    if not hasattr(_local, kind):
        converter = make()
        sources: list[str] = []
        converter.sources = sources  # type: ignore[attr-defined]
        for pattern in converter.inlinePatterns:
            annotate_inline(pattern, sources)
        for name in ("hashheader", "setextheader"):
            if name in converter.parser.blockprocessors:
                annotate_heading(converter.parser.blockprocessors[name], sources)
        converter.treeprocessors.register(_EmptyHeadings(converter), "empty-headings", 8.5)
        converter.treeprocessors.register(_AuthorIds(converter), "author-ids", 5.5)
        setattr(_local, kind, converter)
    return getattr(_local, kind)  # type: ignore[no-any-return]


class _EmptyHeadings(Treeprocessor):
    """Lets a heading without a title have its id: ``## {#id}`` is a section that a draft lacks."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if HEADING.fullmatch(str(element.tag)) and (element.text or "").startswith("{"):
                element.text = f" {element.text}"


class _AuthorIds(Treeprocessor):
    """Stores the author's ids before the other headings get ids derived from their titles."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if HEADING.fullmatch(str(element.tag)):
                element.set(_AUTHOR_ID, element.get("id", ""))

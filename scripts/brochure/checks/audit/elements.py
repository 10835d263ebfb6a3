"""Interprets single elements and attributes of a page, as records for fields of ``Page``."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml.etree import _Element

from brochure.checks.audit.loading import LINKS, Found, kind_of, load, styles
from brochure.checks.audit.page import (
    ElementPlace,
    HeadLink,
    HtmlAttribute,
    HtmlHeading,
    HtmlImage,
    HtmlLink,
    InlineCode,
    Meta,
    Text,
)
from brochure.text.positions import HEADING

_REFERENCES = frozenset(
    {"for", "list", "headers", "popovertarget"}
    | {f"aria-{name}" for name in ("activedescendant", "controls", "describedby", "details")}
    | {f"aria-{name}" for name in ("errormessage", "flowto", "labelledby", "owns")}
)
# Scripts that run; what has another type, such as JSON, is data.
_RUNS = re.compile(r"|module|importmap|speculationrules|(text|application)/(x-)?(java|ecma)script")
# Data of which rules know more.
_DATA = {"application/ld+json": "linked data"}


def records(element: _Element, place: ElementPlace, language: str) -> Found:
    """Yield what an element is on its page; ``language`` is the declared one."""
    if handler := _HANDLERS.get(place.tag):
        yield from handler(element, place, language)
    elif level := HEADING.fullmatch(place.tag):
        yield "headings", HtmlHeading(int(level[1]), label(element), place)
    for name, value in element.items():
        yield from _attribute(element, place, str(name), str(value).strip())
    if "lang" in element.attrib and "dir" in element.attrib:
        yield "directions", (HtmlAttribute("dir", str(element.get("dir")), place), language)


def _attribute(element: _Element, place: ElementPlace, name: str, value: str) -> Found:
    """Yield the records of an attribute that has one meaning on all elements."""
    if name == "id":
        yield "ids", HtmlAttribute(name, value, place)
    elif name in _REFERENCES:
        yield "references", HtmlAttribute(name, value, place)
    elif name == "style":
        yield "inlines", InlineCode("style attribute", value, "", place)
        yield from styles(value, place)
    elif name.startswith("on") and name.isalpha():
        yield "inlines", InlineCode("handler", value, "", place)
    elif kind := kind_of(place.tag, name):
        is_late = element.get("loading") == "lazy" or element.get("preload") == "none"
        parts = value.split(",") if name.endswith("srcset") else [value]
        for part in parts:  # of several sizes, a browser loads one
            address = part.strip().partition(" ")[0] if parts[1:] else part
            yield from load(kind, address, place, is_late=is_late or name.endswith("srcset"))


def _html(element: _Element, place: ElementPlace, _language: str) -> Found:
    yield "html", place
    yield "language", element.get("lang")
    yield "direction", element.get("dir")


def _base(element: _Element, _place: ElementPlace, _language: str) -> Found:
    yield "base", str(element.get("href") or "")


def _title(element: _Element, place: ElementPlace, language: str) -> Found:
    if next(element.iterancestors("svg"), None) is None:
        yield "titles", Text(label(element), language, place)


def _meta(element: _Element, place: ElementPlace, _language: str) -> Found:
    content = str(element.get("content") or "").strip()
    if charset := element.get("charset"):
        yield "charset", str(charset).lower()
    header = str(element.get("http-equiv") or "").lower()
    if header == "refresh":
        yield "refresh", content
        if address := content.partition("=")[2].strip(" '\""):
            yield "links", HtmlLink(address, None, "", "", place)
    elif header == "content-type" and "charset=" in content.lower():
        yield "charset", content.lower().partition("charset=")[2].strip()
    if name := header or element.get("property") or element.get("name"):
        yield "metas", Meta(str(name).lower(), content, place)


def _link_element(element: _Element, place: ElementPlace, _language: str) -> Found:
    href = str(element.get("href") or "").strip()
    kinds = str(element.get("rel") or "").lower().split()
    loading = next((LINKS[kind] for kind in kinds if kind in LINKS), None)
    if loading and "alternate" not in kinds:
        yield from load(loading, href, place)
        return
    for kind in kinds:
        yield "head_links", HeadLink(kind, href, str(element.get("hreflang") or ""), place)


def _link(element: _Element, place: ElementPlace, language: str) -> Found:
    if name := element.get("name"):
        yield "names", HtmlAttribute("name", str(name), place)
    if place.tag == "area" and element.get("href") is not None:
        yield "images", HtmlImage("area", element.get("alt", _own_label(element)), place)
    href = str(element.get("href") or "").strip()
    if href.lower().startswith("javascript:"):
        yield "inlines", InlineCode("handler", href, "", place)
    elif element.get("href") is not None:
        is_named_elsewhere = element.get("aria-labelledby") or element.get("aria-hidden") == "true"
        text = None if is_named_elsewhere or place.tag == "area" else label(element)
        yield "links", HtmlLink(href, text, language, str(element.get("hreflang") or ""), place)


def _script(element: _Element, place: ElementPlace, _language: str) -> Found:
    if element.get("src") is None:
        kind = str(element.get("type") or "").strip().lower()
        what = "script" if _RUNS.fullmatch(kind) else _DATA.get(kind, "data")
        yield (
            "inlines",
            InlineCode(what, element.text or "", str(element.get("nonce") or ""), place),
        )


def _style(element: _Element, place: ElementPlace, _language: str) -> Found:
    yield "inlines", InlineCode("style", element.text or "", str(element.get("nonce") or ""), place)
    yield from styles(element.text or "", place)


def _image(element: _Element, place: ElementPlace, _language: str) -> Found:
    is_shown = place.tag == "img" or element.get("type") == "image"
    if is_shown and element.get("role") not in {"presentation", "none"}:
        yield "images", HtmlImage("image", element.get("alt", _own_label(element)), place)


def _frame(element: _Element, place: ElementPlace, _language: str) -> Found:
    if element.get("aria-hidden") != "true":
        yield "images", HtmlImage("frame", element.get("title") or _own_label(element), place)


def _drawing(element: _Element, place: ElementPlace, _language: str) -> Found:
    if element.get("role") == "img":
        title = element.find("title")
        text = _own_label(element) or (None if title is None else label(title))
        yield "images", HtmlImage("drawing", text or None, place)


def _own_label(element: _Element) -> str | None:
    """Return the label that an element has of its own, or names in another one."""
    found = element.get("aria-label") or element.get("aria-labelledby")
    return None if found is None else str(found)


def label(element: _Element) -> str:
    """Return an element's accessible name: its label, or its text with those of its images."""
    if own := element.get("aria-label"):
        return " ".join(str(own).split())
    parts = [element.text or ""]
    if len(element):
        parts = [str(text) for text in element.itertext()]
        for image in element.iter("img", "svg"):
            parts.append(f" {image.get('alt') or image.get('aria-label') or ''}")
    return " ".join("".join(parts).split()) or str(element.get("title") or "").strip()


_HANDLERS: dict[str, Callable[[_Element, ElementPlace, str], Found]] = {
    "a": _link,
    "area": _link,
    "base": _base,
    "html": _html,
    "iframe": _frame,
    "img": _image,
    "input": _image,
    "link": _link_element,
    "meta": _meta,
    "script": _script,
    "style": _style,
    "svg": _drawing,
    "title": _title,
}
# The elements that mean something without any attribute.
HANDLED = frozenset({*_HANDLERS, *(f"h{level}" for level in range(1, 7))})

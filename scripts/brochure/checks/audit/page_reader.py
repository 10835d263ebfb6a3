"""Reads a file of HTML into a ``HtmlPage``, however bad it is."""

from __future__ import annotations

import codecs
import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

import lxml.etree

from brochure.checks.audit.elements import HANDLED, records
from brochure.checks.audit.page import ElementPlace, HtmlPage, Text

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
# Elements whose text is one of its own: what is around it is another text.
_BLOCKS = frozenset(
    """address article aside blockquote body button caption dd details div dl dt fieldset
    figcaption footer form h1 h2 h3 h4 h5 h6 header label legend li main nav ol option p section
    summary table td th tr ul""".split()  # noqa: SIM905 - a list of words
)
_UNSEEN = frozenset({"script", "style", "template", "title"})
_SILENT = _UNSEEN | {"code", "pre", "kbd", "samp"}
# Fields of a page of which there is one.
_SINGLE = frozenset({"language", "direction", "html", "base", "charset", "refresh"})


def read(path: str, raw: bytes) -> HtmlPage:
    """Read one file; what is wrong with its bytes is in ``Page.faults``."""
    text, faults = _decode(raw)
    weight = len(gzip.compress(raw, 6))
    parser = lxml.etree.HTMLParser(encoding="utf-8", huge_tree=True)
    root = None
    if text.strip():
        root = lxml.etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        return HtmlPage(path, weight, (*faults, (1, "is empty")))
    return HtmlPage(path, weight, faults, **_Reader().fields(root))


def _decode(raw: bytes) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Return a page's text, read in another encoding if it is not in UTF-8."""
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        fault = f"has the byte 0x{raw[error.start]:02X}, which is not UTF-8"
    declared = _CHARSET.search(raw[:2_048])
    encoding = declared[1].decode("ascii") if declared else "cp1252"
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding, fault, line = "utf-16", "is in UTF-16; expected UTF-8", 1
    try:
        return raw.decode(encoding, "replace"), ((line, fault),)
    except LookupError:
        return raw.decode("cp1252", "replace"), ((line, fault),)


class _Open(NamedTuple):
    """An element that has begun: its language, whether its text is its own, prose, and seen."""

    language: str
    has_text: bool
    is_silent: bool
    is_unseen: bool


class _Reader:
    """Goes through the elements of one page, from the first to the last."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = defaultdict(int)
        self.open = [_Open("", has_text=False, is_silent=False, is_unseen=False)]
        self.texts: list[Text] = []
        self.open_texts: list[tuple[str, ElementPlace, list[str]]] = []
        self.words: list[str] = []

    def fields(self, root: lxml.etree._Element) -> dict[str, Any]:
        """Return the fields of the page."""
        lists: dict[str, list[Any]] = defaultdict(list)
        fields: dict[str, Any] = {}
        for event, element in lxml.etree.iterwalk(root, ("start", "end", "comment", "pi")):
            if event == "start":
                attributes = element.items()
                place = self.start(element, dict(attributes) if attributes else {})
                if attributes or place.tag in HANDLED:
                    for name, value in records(element, place, self.open[-1].language):
                        if name in _SINGLE:
                            fields[name] = value
                        else:
                            lists[name].append(value)
                self.say(element.text)
            elif event == "end":
                self.end()
                self.say(element.tail)
            else:
                self.say(element.tail)
        lists["texts"] = self.texts
        fields["words"] = " ".join("".join(self.words).split())
        return fields | {name: tuple(values) for name, values in lists.items()}

    def say(self, text: str | None) -> None:
        """Add to the text that is being read."""
        if text and not self.open[-1].is_unseen:
            self.words.append(text)
        if text and self.open_texts and not self.open[-1].is_silent:
            self.open_texts[-1][2].append(text)

    def start(self, element: lxml.etree._Element, attributes: Mapping[Any, Any]) -> ElementPlace:
        tag, around = sys.intern(str(element.tag)), self.open[-1]
        place = ElementPlace(element.sourceline or 1, tag, self.counts[tag])
        self.counts[tag] += 1
        language = str(attributes.get("lang", around.language))
        has_text = tag in _BLOCKS or "lang" in attributes
        is_silent = around.is_silent or tag in _SILENT or attributes.get("translate") == "no"
        self.open.append(_Open(language, has_text, is_silent, around.is_unseen or tag in _UNSEEN))
        if has_text:
            self.open_texts.append((language, place, []))
        return place

    def end(self) -> None:
        if self.open.pop().has_text:
            language, place, parts = self.open_texts.pop()
            if text := " ".join("".join(parts).split()):
                self.texts.append(Text(text, language, place))
            self.say(" ")

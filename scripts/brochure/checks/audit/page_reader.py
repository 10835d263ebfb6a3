"""Reads a file of HTML into a ``Page``, however bad it is."""

from __future__ import annotations

import codecs
import gzip
import re
from collections import Counter, defaultdict
from typing import Any

import lxml.etree

from brochure.checks.audit.elements import records
from brochure.checks.audit.page import Page, Place, Text

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
# Elements whose text is one of its own: what is around it is another text.
_BLOCKS = frozenset(
    """address article aside blockquote body button caption dd details div dl dt fieldset
    figcaption footer form h1 h2 h3 h4 h5 h6 header label legend li main nav ol option p section
    summary table td th tr ul""".split()  # noqa: SIM905 - a list of words
)
_SILENT = frozenset({"script", "style", "template", "code", "pre", "kbd", "samp", "title"})
# Fields of a page of which there is one.
_SINGLE = frozenset({"language", "direction", "html", "base", "charset", "refresh"})


def read(path: str, raw: bytes) -> Page:
    """Read one file; what is wrong with its bytes is in ``Page.faults``."""
    text, faults = _decode(raw)
    weight = len(gzip.compress(raw, 6))
    parser = lxml.etree.HTMLParser(encoding="utf-8", huge_tree=True)
    root = None
    if text.strip():
        root = lxml.etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        return Page(path, weight, (*faults, (1, "is empty")))
    return Page(path, weight, faults, **_Reader().fields(root))


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


class _Reader:
    """Goes through the elements of one page, from the first to the last."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.languages = [""]
        self.texts: list[Text] = []
        self.open_texts: list[tuple[str, Place, list[str]]] = []
        self.silent = 0  # how many elements around it are not prose

    def fields(self, root: lxml.etree._Element) -> dict[str, Any]:
        """Return the fields of the page."""
        lists: dict[str, list[Any]] = defaultdict(list)
        fields: dict[str, Any] = {}
        for event, element in lxml.etree.iterwalk(root, ("start", "end", "comment", "pi")):
            if event == "start":
                for name, value in records(element, self.start(element), self.languages[-1]):
                    if name in _SINGLE:
                        fields[name] = value
                    else:
                        lists[name].append(value)
                self.say(element.text)
            elif event == "end":
                self.end(element)
            else:
                self.say(element.tail)
        lists["texts"] = self.texts
        return fields | {name: tuple(values) for name, values in lists.items()}

    def say(self, text: str | None) -> None:
        """Add to the text that is being read."""
        if text and self.open_texts and not self.silent:
            self.open_texts[-1][2].append(text)

    def start(self, element: lxml.etree._Element) -> Place:
        tag, language = str(element.tag), element.get("lang")
        place = Place(element.sourceline or 1, tag, self.counts[tag])
        self.counts[tag] += 1
        self.languages.append(self.languages[-1] if language is None else language)
        if tag in _BLOCKS or language is not None:
            self.open_texts.append((self.languages[-1], place, []))
        self.silent += _is_silent(element)
        return place

    def end(self, element: lxml.etree._Element) -> None:
        is_block = str(element.tag) in _BLOCKS
        if is_block or element.get("lang") is not None:
            language, place, parts = self.open_texts.pop()
            if text := " ".join("".join(parts).split()):
                self.texts.append(Text(text, language, place))
        self.languages.pop()
        self.silent -= _is_silent(element)
        self.say(" " if is_block else None)
        self.say(element.tail)


def _is_silent(element: lxml.etree._Element) -> bool:
    return element.tag in _SILENT or element.get("translate") == "no"

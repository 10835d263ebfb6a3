"""Reads untrusted XML: no entities, no network, no recovery.

The parser stops where the XML is malformed. An element counts once its end tag has been read: one
that was cut is never mistaken for a complete one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from lxml import etree

from brochure.files.text_file import position_after
from brochure.problems import Position
from brochure.text.suggestions import shorten
from brochure.translation.formats.diagnostics import REEXPORT_HINT, Report

# What may contain something that only looks like a tag; unclosed, it extends to the file's end.
HIDDEN = r"<!--(?:.*?-->|.*)|<\?(?:.*?\?>|.*)|<!\[CDATA\[(?:.*?\]\]>|.*)"

_FIRST = re.compile(rf"{HIDDEN}|(<[^<>]*>?)", re.DOTALL)
_DECLARED = re.compile(r"""<\?xml\s[^>]*?encoding\s*=\s*["']([^"'>]*)""")


def has_known_encoding(text: str, report: Report) -> bool:
    """Whether a file may declare the encoding that it declares, if any; otherwise report it."""
    declared = _DECLARED.match(text)
    if not declared or report.may_declare(declared[1]):
        return True
    message = f'the file declares encoding="{shorten(declared[1])}"; expected UTF-8'
    report.problem((1, 1), "encoding", message, 'Save it again with the encoding "UTF-8".')
    return False


def first_tag(text: str) -> tuple[str, Position]:
    """Return the first tag or declaration of a document, and where it is; empty if it has none."""
    first = next((match for match in _FIRST.finditer(text) if match[1]), None)
    return (first[1], position_after(text[: first.start()])) if first else ("", (1, 1))


def elements(
    text: str, tags: Sequence[str], events: Sequence[str] = ("end",)
) -> Iterator[tuple[str, etree._Element]]:
    """Yield the event and the element for each element with one of these tags.

    Raises:
        etree.XMLSyntaxError: the document is malformed; what comes before was yielded.
    """
    parser: Any = etree.iterparse(  # type: ignore[call-overload]  # its types lack "internal"
        BytesIO(text.encode()),
        events=events,
        tag=tags,
        encoding="utf-8",  # whatever the first bytes look like
        resolve_entities="internal",  # with False, an unknown one ends the file silently
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    yield from parser


def report_syntax(error: etree.XMLSyntaxError, text: str, report: Report) -> None:
    """Report where a document is malformed."""
    what = re.sub(r",? line \d+(, column \d+)?", "", str(error.msg))
    message = f"the XML is incomplete or malformed here: {shorten(what)}"
    report.problem(_position(error, text), "syntax", message, REEXPORT_HINT)


def _position(error: etree.XMLSyntaxError, text: str) -> Position:
    line, column = error.position
    lines = text.split("\n")[:line] or [""]
    return len(lines), min(max(column, 1), len(lines[-1]) + 1)


def text_of(element: etree._Element | None) -> str:
    """Return all text within an element; empty if there is none."""
    return "" if element is None else "".join(map(str, element.itertext()))

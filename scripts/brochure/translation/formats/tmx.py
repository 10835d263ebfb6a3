"""Translation memories as TMX 1.4b, which translators' programs exchange.

Files of any program and any version are read. Programs begin their files with a reference to
the standard's DTD, which is neither loaded nor needed. The site cannot use a text with
codes of a program, such as ``<bpt>``.

The standard: https://www.ttt.org/oscarStandards/tmx/tmx14b.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from brochure.files.memory_file import MemoryEntry
from brochure.problems import Problem
from brochure.text.suggestions import shorten
from brochure.translation.formats.diagnostics import REEXPORT_HINT, Report
from brochure.translation.formats.untrusted_xml import (
    HIDDEN,
    elements,
    first_tag,
    has_known_encoding,
    report_syntax,
    text_of,
)

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_KEY = "x-key"
_HIGHLIGHT = "hi"  # an element around words that belong to the text
_DOCTYPE = re.compile(
    r"""<!DOCTYPE\s+tmx(?:\s+(?:SYSTEM|PUBLIC\s+"[^"<>]*")\s+(?:"[^"<>]*"|'[^'<>]*'))?\s*>"""
)
_UNIT = re.compile(rf"{HIDDEN}|<(tu)(?=[\s/>])", re.DOTALL)


@dataclass(frozen=True)
class Memory:
    """The content of a file: texts by the language that it names, and how many have codes."""

    units: tuple[Mapping[str, str], ...]
    with_codes: int


def write(entries: Iterable[MemoryEntry], source_language: str, language: str) -> bytes:
    """Return the file; equal memories have equal files."""
    root = etree.Element("tmx", version="1.4")
    header = {
        "creationtool": "brochure",
        "creationtoolversion": "1",
        "segtype": "paragraph",
        "o-tmf": "brochure",
        "adminlang": "en",
        "srclang": source_language,
        "datatype": "plaintext",
    }
    etree.SubElement(root, "header", header)
    body = etree.SubElement(root, "body")
    for entry in entries:
        unit = etree.SubElement(body, "tu")
        if entry.key:
            etree.SubElement(unit, "prop", type=_KEY).text = entry.key
        for tag, text in ((source_language, entry.source), (language, entry.translation)):
            variant = etree.SubElement(unit, "tuv", {_LANGUAGE: tag})
            etree.SubElement(variant, "seg").text = text
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def read(data: bytes, name: str) -> tuple[Memory | None, list[Problem]]:
    """Read a file called ``name`` in messages: all of it, or nothing and why."""
    report = Report(name)
    text, _ = report.decode(data)
    units = (match for match in _UNIT.finditer(text) if match[1])
    if report.listed or report.too_many(units, text.count("<")):
        return None, report.problems()
    text = _without_doctype(text)
    if not (has_known_encoding(text, report) and _is_tmx(text, report)):
        return None, report.problems()
    found, with_codes = [], 0
    try:
        for _, element in elements(text, ("tu",)):
            texts, has_codes = _texts(element)
            found.append(texts)
            with_codes += has_codes
            element.clear()  # to free memory: files may be large
    except etree.XMLSyntaxError as error:
        report_syntax(error, text, report)
        return None, report.problems()
    return Memory(tuple(found), with_codes), []


def _without_doctype(text: str) -> str:
    """Blank out a plain reference to a DTD, so that no parser ever sees it."""
    tag, _ = first_tag(text)
    return text.replace(tag, re.sub(r"[^\n]", " ", tag), 1) if _DOCTYPE.fullmatch(tag) else text


def _is_tmx(text: str, report: Report) -> bool:
    tag, position = first_tag(text)
    if re.match(r"<tmx[\s>]", tag):
        return True
    found = f"the file begins with {shorten(tag)}" if tag else "the file has no element"
    hint = f"Entities are not supported: delete everything from <!DOCTYPE up to ]>. {REEXPORT_HINT}"
    is_doctype = tag.startswith("<!")
    report.problem(
        position,
        "doctype" if is_doctype else "kind",
        f'{found}; expected <tmx version="1.4">',
        hint if is_doctype else "Export a TMX file from your program.",
    )
    return False


def _texts(unit: etree._Element) -> tuple[dict[str, str], bool]:
    """Return a unit's texts by language, and whether there are some with codes."""
    texts: dict[str, str] = {}
    has_codes = False
    for variant in unit.iterfind("tuv"):
        segment = variant.find("seg")
        language = variant.get(_LANGUAGE) or variant.get("lang") or ""  # as before version 1.4
        inner = segment.iterdescendants() if segment is not None else ()
        if any(element.tag != _HIGHLIGHT for element in inner):
            has_codes = True
        elif text := text_of(segment):
            texts.setdefault(language, text)
    return texts, has_codes

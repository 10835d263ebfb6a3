"""Reads untrusted XLIFF 1.2.

Programs use the states of targets in their own ways. OmegaT 3.6 leaves states as they were. Poedit
writes *translated*, *needs-l10n* for what is uncertain, and *needs-translation* with an empty
target. Weblate writes *translated*, *final* or *needs-translation*; others write one or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from brochure.problems import Position, Problem
from brochure.site.translation_state import TranslationState
from brochure.text.suggestions import shorten
from brochure.translation.formats import version_line
from brochure.translation.formats.catalogue import Catalogue, CatalogueEntry
from brochure.translation.formats.diagnostics import REEXPORT_HINT, Report
from brochure.translation.formats.untrusted_xml import (
    HIDDEN,
    elements,
    first_tag,
    has_known_encoding,
    report_syntax,
    text_of,
)

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_UNIT = f"{{{NAMESPACE}}}trans-unit"
_FILE = f"{{{NAMESPACE}}}file"
_MARK = f"{{{NAMESPACE}}}mrk"
_NAMES = {"x": NAMESPACE}
_NUMBER = re.compile("[0-9]{1,9}")
_TAG = re.compile(rf"{HIDDEN}|<(?:[\w.-]+:)?(trans-unit)(?=[\s/>])", re.DOTALL)


def read(data: bytes, name: str) -> tuple[Catalogue | None, list[Problem]]:
    """Read a file called ``name`` in messages: the complete units, and all problems.

    There is no catalogue if the file cannot be recognised as one.
    """
    report = Report(name)
    text, complete = report.decode(data)
    too_many = report.too_many(_positions(text), text.count("<"))
    if too_many or not _is_xliff(text, report, complete=complete):
        return None, report.problems()
    reader = _Reader(report, _positions(text))
    try:
        reader.read(text)
    except etree.XMLSyntaxError as error:
        if complete:
            report_syntax(error, text, report)
    else:
        if reader.about is None:
            message = "the file has no <file> element; expected one with the units in it"
            report.problem((1, 1), "kind", message, REEXPORT_HINT)
    if reader.about is None:
        return None, report.problems()
    return report.result(*reader.about)


def _is_xliff(text: str, report: Report, *, complete: bool) -> bool:
    """Check what comes before the content, so that the parser sees nothing but plain XML."""
    if not has_known_encoding(text, report):
        return False
    tag, position = first_tag(text)
    if NAMESPACE in tag and "!" not in tag[:2]:
        return True
    if complete:
        found = f"the file begins with {shorten(tag)}" if tag else "the file has no element"
        message = f'{found}; expected <xliff version="1.2" xmlns="{NAMESPACE}">'
        hint = f"A file without <!DOCTYPE> and in XLIFF 1.2 can be read. {REEXPORT_HINT}"
        report.problem(position, "doctype" if tag.startswith("<!") else "kind", message, hint)
    return False


def _positions(text: str) -> Iterator[Position]:
    """Yield where each unit begins; the parser itself knows only the line where its tag ends."""
    line, begin, last = 1, 0, 0
    for match in _TAG.finditer(text):
        if match[1]:
            line += text.count("\n", last, match.start())
            begin = text.rfind("\n", last, match.start()) + 1 or begin
            last = match.start()
            yield line, last - begin + 1


class _Reader:
    """Reads units from the parser, one after another."""

    def __init__(self, report: Report, positions: Iterator[Position]) -> None:
        self.report = report
        self.positions = positions
        self.about: tuple[str, str, str] | None = None  # project and languages
        self.fits = True  # whether the current file element has the first one's site and language

    def read(self, text: str) -> None:
        """Read all units before the first XML error, which is raised."""
        open_units: list[Position] = []
        tags = (_FILE, "{*}trans-unit")
        for event, element in elements(text, tags, ("start", "end")):
            if element.tag == _FILE:
                if event == "start":
                    self._file(element)
            elif event == "start":
                open_units.append(next(self.positions, (1, 1)))
            else:
                position = open_units.pop()
                if self.fits and element.tag == _UNIT:
                    self._unit(element, position)
                element.clear()  # to free memory: files may be large

    def _file(self, element: etree._Element) -> None:
        names = ("original", "source-language", "target-language")
        project, source, target = (element.get(name, "") for name in names)
        position = (element.sourceline or 1, 1)
        self.about = self.about or (project, source, target)
        self.fits = self.about == (project, source, target)
        if not self.fits:
            message = "another <file> is for a different site or language; expected one of each"
            hint = "Save each <file> on its own: the units of this one are not read."
            self.report.problem(position, "file", message, hint)

    def _unit(self, element: etree._Element, position: Position) -> None:
        key = element.get("resname") or element.get("id", "")
        source, target = (element.find(f"x:{name}", _NAMES) for name in ("source", "target"))
        if not key:
            message = "a unit has neither resname nor id"
            hint = f"Import files that were exported here. {REEXPORT_HINT}"
            self.report.problem(position, "key", message, hint)
        elif not text_of(source):
            message = f'the unit "{shorten(key)}" has an empty source'
            self.report.problem(position, "source", message, REEXPORT_HINT)
        elif inline := _inline(source) or _inline(target):
            message = f'the unit "{shorten(key)}" has the inline element <{inline}>; expected text'
            hint = "Write it as the source does, without formatting or codes from your program."
            self.report.problem(position, "inline", message, hint)
        else:
            entry = _entry(key, element, text_of(source), target, position[0])
            self.report.add(entry, position[1])


def _entry(
    key: str, element: etree._Element, source: str, target: etree._Element | None, line: int
) -> CatalogueEntry:
    base = version_line.read([element.get("extradata", "")])
    path = "x:alt-trans[@alttranstype='previous-version']/x:source"
    previous = text_of(element.find(path, _NAMES))
    state = _state(target, source, previous, base)
    if state != "outdated":
        previous = ""
    translated = "" if state == "missing" else text_of(target)
    notes = tuple(filter(None, map(text_of, element.iterfind("x:note", _NAMES))))
    width = element.get("maxwidth", "")
    in_characters = element.get("size-unit") == "char" and _NUMBER.fullmatch(width)
    limit, positions = int(width) if in_characters else None, tuple(_positions_of(element))
    return CatalogueEntry(
        key, source, translated, state, previous, positions, notes, limit, base, line
    )


def _state(
    target: etree._Element | None, source: str, previous: str, base: str | None
) -> TranslationState:
    """Return the state of a target.

    A copy of the source is a translation if its program says so, as for a name; where programs
    write no states, it is one if there was a translation before.
    """
    text = text_of(target)
    if target is None or not text:
        return "missing"
    stated = target.get("state", "")
    if text == source and (stated in {"new", "needs-translation"} or not (stated or base)):
        return "missing"
    if stated == "new" and not target.get("state-qualifier"):  # such as a suggestion by a machine
        return "done"  # in a program that leaves states as they were
    if stated.startswith("needs-review") or stated in {"new", "needs-translation"}:
        return "review"
    if stated.startswith("needs-"):
        return "outdated" if previous else "review"
    return "done"


def _positions_of(element: etree._Element) -> Iterator[tuple[str, int]]:
    for group in element.iterfind("x:context-group", _NAMES):
        contexts = group.iterfind("x:context", _NAMES)
        values = {context.get("context-type"): text_of(context) for context in contexts}
        line = values.get("linenumber", "")
        if path := values.get("sourcefile"):
            yield path, int(line) if _NUMBER.fullmatch(line) else 0


def _inline(element: etree._Element | None) -> str:
    """Return the first element's name in a text, except marks, which programs set on segments."""
    inner = () if element is None else element.iterdescendants()
    tags = (etree.QName(child).localname for child in inner if child.tag != _MARK)
    return next(tags, "")

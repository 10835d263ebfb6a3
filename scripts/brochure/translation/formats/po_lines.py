"""Parses the lines of a PO file strictly.

Other readers accept what must be reported in a file that may be cut. Babel accepts a text without
its closing quotation mark, silently drops one of two equal units, and loses the previous source.
polib treats a unit without msgstr as one that is not translated yet, breaks texts at U+2028, and
reads nothing at all of a file with one bad line. Babel's `unescape` is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from babel.messages.pofile import unescape

from brochure.text.suggestions import shorten
from brochure.translation.formats.diagnostics import REEXPORT_HINT, Report

_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]+\])?)(?=[ \t\"]|$)[ \t]*")
_QUOTED = re.compile(r'"[^"\\]*(?:\\["\\nrt][^"\\]*)*"')
_PREVIOUS = re.compile(r"#\|[ \t]*")


@dataclass
class PoUnit:
    """One unit as it is written: its texts by keyword, its comments by their sign."""

    line: int = 0
    texts: dict[str, list[str]] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)  # the translators' own
    notes: list[str] = field(default_factory=list)
    positions: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    begun: bool = False  # more than comments before a unit
    broken: bool = False  # and reported
    current: str = ""  # the keyword whose text may continue on the next line

    def text(self, keyword: str) -> str:
        """Return a text; empty if there is none."""
        return "".join(self.texts.get(keyword, ()))

    @property
    def is_complete(self) -> bool:
        """Whether nothing but more lines of its last text can follow."""
        return "msgid" in self.texts and any(name.startswith("msgstr") for name in self.texts)


def po_units(text: str, report: Report, *, complete: bool) -> Iterator[PoUnit]:
    """Yield each unit that is not obsolete; the last one only if the text is complete."""
    unit = PoUnit()
    number = 0
    for number, raw in enumerate(text.removesuffix("\n").split("\n"), 1):
        line = raw.strip(" \t")
        if not line:
            continue
        if _begins_next_unit(unit, line):
            yield _finished(unit, number, report)
            unit = PoUnit()
        if line.startswith("#~"):
            unit = PoUnit()
        elif line[0] == "#" and not line.startswith("#|"):
            _comment(unit, raw.lstrip(" \t"))
        else:
            _text(unit, line, number, raw, report)
    if unit.begun and complete:
        yield _finished(unit, number, report)


def _begins_next_unit(unit: PoUnit, line: str) -> bool:
    """Return whether a line begins a unit: a comment, a context, or a second source in a row."""
    if not unit.begun or line[0] == '"':
        return False
    keyword = line.partition('"')[0].strip()
    return line[0] == "#" or keyword == "msgctxt" or (keyword == "msgid" and "msgid" in unit.texts)


def _finished(unit: PoUnit, number: int, report: Report) -> PoUnit:
    if not unit.is_complete and not unit.broken:
        missing = "msgstr" if "msgid" in unit.texts else "msgid"
        message = f'the unit on line {unit.line} has no "{missing}"'
        report.problem((number, 1), "syntax", message, REEXPORT_HINT)
        unit.broken = True
    return unit


def _comment(unit: PoUnit, line: str) -> None:
    content = line[2:].removeprefix(" ")
    if line.startswith("#."):
        unit.notes.append(content)
    elif line.startswith("#:"):
        unit.positions.append(content)
    elif line.startswith("#,"):
        unit.flags.update(flag.strip() for flag in content.split(","))
    else:
        unit.comments.append(line[1:].strip())


def _text(unit: PoUnit, line: str, number: int, raw: str, report: Report) -> None:
    """Add a line with a string: after a keyword, or continuing the last one's."""
    if line[0] == '"':
        if unit.broken:
            return
        unit.begun = True
        unit.line = unit.line or number
        quoted, unexpected = line, not unit.current or unit.current.startswith("previous")
    else:
        quoted, unexpected = _keyword(unit, line, number)
    if not unexpected and _QUOTED.fullmatch(quoted):
        unit.texts[unit.current].append(unescape(quoted))
        return
    if not unit.broken:
        position = (number, raw.rfind(quoted) + 1)
        message, hint = _bad_line(quoted, unexpected=unexpected)
        report.problem(position, "syntax", message, hint)
    unit.broken = True


def _keyword(unit: PoUnit, line: str, number: int) -> tuple[str, bool]:
    """Store the keyword of a line; return what follows it, and whether that is unexpected."""
    previous = _PREVIOUS.match(line)
    rest = line[previous.end() :] if previous else line
    if not previous:
        unit.begun = True
        unit.line = unit.line or number
    keyword = _KEYWORD.match(rest)
    if not keyword:
        return rest, not (previous and unit.current.startswith("previous"))
    unit.current = f"previous {keyword[1]}" if previous else keyword[1]
    unexpected = unit.current in unit.texts
    unit.texts.setdefault(unit.current, [])
    return rest[keyword.end() :], unexpected


def _bad_line(quoted: str, *, unexpected: bool) -> tuple[str, str]:
    """Return message and hint for a bad line."""
    found = f"unexpected “{shorten(quoted)}”" if quoted else "nothing after the keyword"
    if not quoted.startswith('"'):
        what = "a keyword such as msgid, or a string in quotation marks"
        return f"{found}; expected {what}", REEXPORT_HINT
    if unexpected:
        return f"unexpected string “{shorten(quoted)}”", "Delete it, or export the file again."
    hint = r'A string ends with ", and its only escapes are \", \\, \n and \t. ' + REEXPORT_HINT
    return f"{found}; expected a string between quotation marks", hint

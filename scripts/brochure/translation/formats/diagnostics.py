"""Common to the readers of both formats: limits, decoding, and a list of problems."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from brochure.files.text_file import position_after
from brochure.problems import Position, Problem
from brochure.text.suggestions import shorten
from brochure.translation.formats.catalogue import Catalogue, CatalogueEntry

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}

MAX_BYTES = 20_000_000
MAX_ENTRIES = 50_000
MAX_PARTS = 1_500_000  # lines or tags, as many as a file of that many units may have
MAX_PROBLEMS = 100

REEXPORT_HINT = "Export the file again; if it was sent to you, ask for it again."

# Controls except tab and line end, and noncharacters: no text of the site has them.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass
class Report:
    """The units that were read from a file, and its problems, of which the first are listed.

    A file of the wrong kind may have a problem on each line: nobody reads them all.
    """

    name: str
    entries: dict[str, CatalogueEntry] = field(default_factory=dict)
    listed: list[Problem] = field(default_factory=list)
    omitted: int = 0
    encoding: str = "utf-8"  # what its first bytes say

    def problem(self, position: Position, rule: str, message: str, hint: str) -> None:
        """Add a problem; ``rule`` is given without the prefix that all of them share."""
        if len(self.listed) < MAX_PROBLEMS:
            rule = f"catalogue-{rule}"
            self.listed.append(Problem(self.name, *position, "error", rule, message, hint))
        else:
            self.omitted += 1

    def add(self, entry: CatalogueEntry, column: int) -> bool:
        """Add a unit, unless its key is taken or it has an invisible control character."""
        position = (entry.line, column)
        if entry.key in self.entries:
            line = self.entries[entry.key].line
            message = f'duplicate unit "{shorten(entry.key)}" (first on line {line})'
            hint = "Delete one of the two: only the first one is read."
            self.problem(position, "duplicate", message, hint)
        elif match := _CONTROL.search(f"{entry.key}{entry.source}{entry.target}{entry.previous}"):
            message = f'the unit "{shorten(entry.key)}" contains '
            message += f"the invisible control character U+{ord(match[0]):04X}"
            hint = "Delete it: it usually comes from copying out of another program."
            self.problem(position, "character", message, hint)
        else:
            self.entries[entry.key] = entry
            return True
        return False

    def result(
        self, project: str, source_language: str, language: str
    ) -> tuple[Catalogue, list[Problem]]:
        """Return the result, and the problems."""
        units = tuple(self.entries.values())
        return Catalogue(project, source_language, language, units), self.problems()

    def problems(self) -> list[Problem]:
        """Return the problems that are listed, and how many are not."""
        if not self.omitted:
            return self.listed
        message = f"and {self.omitted:,} more problems, which are not listed"
        last = Problem(self.name, self.listed[-1].line, 1, "error", "catalogue-more", message)
        return [*self.listed, last]

    def decode(self, data: bytes) -> tuple[str, bool]:
        """Return the text, and whether it is complete: unreadable bytes end it.

        It is in UTF-8, or in UTF-16 if it begins with that encoding's byte order mark.
        """
        if len(data) > MAX_BYTES:
            message = f"the file has {len(data):,} bytes; expected at most {MAX_BYTES:,}"
            hint = "Check that it is the file that you meant."
            self.problem((1, 1), "size", message, hint)
            return "", False
        mark = next(filter(data.startswith, _BYTE_ORDER_MARKS), b"")
        self.encoding = _BYTE_ORDER_MARKS.get(mark, "utf-8")
        rest = data.removeprefix(mark)
        try:
            return _one_line_end(rest.decode(self.encoding)), True
        except UnicodeDecodeError as error:
            text = _one_line_end(rest[: error.start].decode(self.encoding))
            expected = "UTF-8" if self.encoding == "utf-8" else "UTF-16"
            message = f"unreadable byte 0x{rest[error.start]:02X}; expected {expected}"
            hint = f'Save it again with the encoding "UTF-8". {REEXPORT_HINT}'
            self.problem(position_after(text), "encoding", message, hint)
            return text, False

    def may_declare(self, encoding: str) -> bool:
        """Whether the file may name this encoding; programs that convert one leave UTF-8 there."""
        name = encoding.lower().replace("-", "")
        return name == "utf8" or (name.startswith("utf16") and self.encoding != "utf-8")

    def too_many(self, units: Iterable[object], parts: int) -> bool:
        """Whether a file has more units, or lines or tags, than a real file can have."""
        excess = ""
        if any(True for _ in islice(units, MAX_ENTRIES, None)):  # not all of them are counted
            excess = f"more than {MAX_ENTRIES:,} units"
        elif parts > MAX_PARTS:
            excess = f"{parts:,} lines or tags, more than {MAX_PARTS:,}"
        if excess:
            hint = "Check that it is the file that you meant."
            self.problem((1, 1), "size", f"the file is too large: it has {excess}", hint)
        return bool(excess)


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")

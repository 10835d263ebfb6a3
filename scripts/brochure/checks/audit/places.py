"""Where an element is in its file: line and column, found when there is a problem to report.

The parser tells lines alone; so the tags of a name are counted in the file's text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from brochure.checks.audit.page import Place
from brochure.problems import Position

# What may contain the characters of a tag without being one.
_NO_TAGS = r"<!--.*?-->|<(script|style|title|textarea)\b.*?</\1"


@dataclass
class Places:
    """Finds elements in the files of a folder; keeps what it has found of the last file."""

    folder: Path
    _path: str = ""
    _text: str = ""
    _starts: dict[str, list[Position]] = field(default_factory=dict)

    def position(self, path: str, place: Place) -> Position:
        """Return the position of an element; where that is not certain, the line alone is right."""
        if not place.tag:
            return place.line, 1
        if path != self._path:
            self._path, self._starts = path, {}
            self._text = (self.folder / path).read_bytes().decode("utf-8-sig", "replace")
        if place.tag not in self._starts:
            self._starts[place.tag] = _starts(self._text, place.tag)
        starts = self._starts[place.tag]
        if place.nth < len(starts) and starts[place.nth][0] <= place.line:
            return starts[place.nth]
        return place.line, 1


def _starts(text: str, tag: str) -> list[Position]:
    """Return the position at which each element of a name begins."""
    element = rf"(?P<tag><{re.escape(tag)}(?=[\s/>]))"
    pattern = re.compile(f"{element}|{_NO_TAGS}", re.IGNORECASE | re.DOTALL)
    starts, line, counted = [], 1, 0
    for match in pattern.finditer(text):
        if match["tag"]:
            line += text.count("\n", counted, match.start())
            counted = match.start()
            starts.append((line, counted - text.rfind("\n", 0, counted)))
    return starts

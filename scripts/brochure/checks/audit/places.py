"""Where an element is in its file: line and column, found when there is a problem to report.

The parser tells lines alone; so the tags of a name are counted in the file's text.
"""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from brochure.checks.audit.page import ElementPlace
from brochure.problems import Position

# A tag; a comment, and what is within some elements, may contain the characters of one.
_TAG = re.compile(
    r"<(?:!--.*?-->|(?P<raw>script|style|title|textarea)\b.*?</(?P=raw)|(?P<tag>[a-z][^\s/>]*))",
    re.IGNORECASE | re.DOTALL,
)


@dataclass
class SourcePositions:
    """Finds elements in the files of a folder; keeps what it has found in the last file."""

    folder: Path
    _path: str = ""
    _lines: Sequence[int] = ()  # where each line begins
    _tags: Mapping[str, list[int]] = field(default_factory=dict)  # where each element begins

    def position(self, path: str, place: ElementPlace) -> Position:
        """Return the position of an element; where that is not certain, the line alone is right."""
        if not place.tag:
            return place.line, 1
        if path != self._path:
            self._read(path)
        starts = self._tags.get(place.tag, ())
        if place.nth < len(starts):
            line = bisect.bisect(self._lines, starts[place.nth])
            if line <= place.line:
                return line, starts[place.nth] - self._lines[line - 1] + 1
        return place.line, 1

    def _read(self, path: str) -> None:
        text = (self.folder / path).read_bytes().decode("utf-8-sig", "replace")
        tags = defaultdict(list)
        for match in _TAG.finditer(text):
            if name := match["raw"] or match["tag"]:
                tags[name.lower()].append(match.start())
        self._path, self._tags = path, tags
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]

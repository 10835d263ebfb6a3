"""The comments of a PO unit, written and read: its base, its notes, its limit and its positions.

The base is a translator's comment, which belongs to the text: gettext's msgmerge and what is
built on it (Poedit, Weblate) take those comments from the file with the text, and all others from
the newer file. OmegaT 3.6 and translate-toolkit keep every comment, gettext no flag that it does
not know.

PO has no place for what similar sources were translated as: it is in notes. In place of a text, it
would be taken for a translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.translation.formats import version_line
from brochure.translation.formats.catalogue import IDENTICAL, CatalogueEntry, Match

_LIMIT = re.compile(r"Maximum length: ([0-9]{1,9}) characters")
_CONTINUED = "  "  # begins each line of a note but the first
# gettext's own marks around a path with spaces: first strong isolate, pop directional isolate.
_POSITION = re.compile("\u2068([^\u2068\u2069]*)\u2069(?::([0-9]{1,9}))?|([^ \t\u2068\u2069]+)")
_NUMBERED = re.compile("(.+):([0-9]{1,9})")


def lines(entry: CatalogueEntry) -> Iterator[str]:
    """Yield the lines of a unit's comments."""
    if entry.base is not None:
        yield f"# {version_line.write(entry.base)}"
    for note in (*entry.notes, *map(_note, entry.matches)):
        first, *more = note.split("\n")
        yield f"#. {first}"
        yield from (f"#. {_CONTINUED}{line}" if line else "#." for line in more)
    if entry.limit is not None:
        yield f"#. Maximum length: {entry.limit} characters"
    for path, line in entry.positions:
        shown = f"\u2068{path}\u2069" if re.search(r"\s", path) else path
        yield f"#: {shown}:{line}" if line else f"#: {shown}"


def _note(match: Match) -> str:
    if match.quality == IDENTICAL:
        return f"Translated before as “{match.translation}”"
    return f"Similar ({match.quality} %): “{match.source}”\ntranslated as “{match.translation}”"


def notes(lines: list[str]) -> tuple[tuple[str, ...], int | None]:
    """Put the lines of each note together again, and separate the limit from them."""
    found: list[str] = []
    limit = None
    for line in lines:
        if match := _LIMIT.fullmatch(line):
            limit = int(match[1])
        elif found and (not line or line.startswith(_CONTINUED)):
            found[-1] += "\n" + line.removeprefix(_CONTINUED)
        elif line:
            found.append(line)
    return tuple(found), limit


def positions(lines: list[str]) -> Iterator[tuple[str, int]]:
    """Yield the files in a unit's comments, with their lines; 0 if none is named."""
    for match in _POSITION.finditer(" ".join(lines)):
        path, line = match[1], match[2]
        if path is None:
            path, line = match[3], None
            if numbered := _NUMBERED.fullmatch(path):
                path, line = numbered.groups()
        yield path, int(line or 0)

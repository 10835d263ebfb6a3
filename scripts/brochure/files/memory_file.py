"""The translation memory of a language: ``translations/memory/TAG.txt``, one entry a line.

    {"source": "Protection", "translation": "Protección", "key": "areas.protection.title"}

No entry is ever dropped. Each is where the digest of its source puts it, so that two branches
seldom add lines at the same place; and each is complete in itself, so that a file with the lines of
both sides of a merge is right.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable
from pathlib import Path
from typing import NamedTuple

from brochure.files import record_file
from brochure.files.text_file import CONTROL
from brochure.files.translation_record import digest
from brochure.problems import Problem

FOLDER = f"{record_file.FOLDER}/memory"

_RULE = "translation-memory"
_SECOND_FIELD = ', "translation": "'  # within a text, its quotation marks would be escaped
_in_json = json.JSONEncoder(ensure_ascii=False).encode  # quicker than json.dumps
_LAST = "~"  # after all digests


class MemoryEntry(NamedTuple):
    """What a text was once translated as; ``key`` is its unit's, empty if it came from elsewhere.

    Of entries with the same source, the last one is the newest.
    """

    source: str
    translation: str
    key: str = ""


def name(tag: str) -> str:
    """Return a language's file, as messages name it."""
    return f"{FOLDER}/{tag}.txt"


def read(path: Path, name: str) -> tuple[list[MemoryEntry], list[Problem]]:
    """Read the file called ``name`` in messages; a line that cannot be read is a warning."""
    text, problems = read_text(path, name)
    entries = []
    for number, line in enumerate(_lines(text), 1):
        if entry := _entry(line):
            entries.append(entry)
        elif line and not record_file.MARKERS.fullmatch(line):
            hint = "Copy the line again from the project's history, or delete it."
            message = "this entry of the translation memory is damaged"
            problems.append(Problem(name, number, 1, "warning", _RULE, message, hint))
    return entries, problems


def read_text(path: Path, name: str) -> tuple[str, list[Problem]]:
    """Return the text of the file, which need not exist, and why it cannot be read."""
    try:
        return (path.read_text(encoding="utf-8-sig") if path.exists() else ""), []
    except (OSError, UnicodeDecodeError):
        message = "the translation memory cannot be read"
        hint = record_file.restoring(name)
        return "", [Problem(name, 1, 1, "error", _RULE, message, hint)]


class Sources(Container[str]):
    """The sources in a file's text: its lines are compared, not read, which is much quicker."""

    def __init__(self, text: str) -> None:
        self._heads = {line.partition(_SECOND_FIELD)[0] for line in _lines(text)}

    def __contains__(self, source: object) -> bool:
        """Whether an entry has exactly this source."""
        return f'{{"source": {_in_json(source)}' in self._heads


def extended(text: str, entries: Iterable[MemoryEntry]) -> str:
    """Return a file's text with the entries that it lacks, and no marks of a merge conflict.

    Lines that cannot be read stay, at the end.
    """
    old = _lines(text)
    lines = dict.fromkeys(line for line in old if line and not record_file.MARKERS.fullmatch(line))
    count = len(lines)
    lines |= dict.fromkeys(map(_line, entries))
    if len(lines) == count == len(old):
        return text
    return "".join(f"{line}\n" for line in sorted(lines, key=_place))


def _lines(text: str) -> list[str]:
    # Not splitlines: it would break a text at U+2028.
    return text.removesuffix("\n").split("\n") if text else []


def _line(entry: MemoryEntry) -> str:
    key = f', "key": {_in_json(entry.key)}' if entry.key else ""
    source, translation = _in_json(entry.source), _in_json(entry.translation)
    return f'{{"source": {source}, "translation": {translation}{key}}}'


def _entry(line: str) -> MemoryEntry | None:
    try:
        entry = MemoryEntry(**json.loads(line)) if line.startswith("{") else None
    except (ValueError, TypeError, RecursionError):
        return None
    if entry is None or {type(value) for value in entry} != {str}:
        return None
    return entry if is_valid(entry) else None


def is_valid(entry: MemoryEntry) -> bool:
    """Whether an entry has both texts, and no control characters."""
    return bool(entry.source and entry.translation) and not CONTROL.search("".join(entry))


def _place(line: str) -> str:
    entry = _entry(line)
    return digest(entry.source) if entry else _LAST

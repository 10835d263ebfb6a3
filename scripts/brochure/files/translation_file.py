"""The external texts of a language: ``docs/TAG/content.yaml``, one line per unit.

    # en: Legal Migration and Mobility
    areas.legal-migration.title: "Migración legal y movilidad"

The source is above each text, for people who edit the file in a browser.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from brochure.files.source import Source
from brochure.files.text_file import MAX_BYTES, read_text
from brochure.files.yaml_reader import parse_yaml
from brochure.problems import Location, Position, Problem

FILE = "content.yaml"

_KEY = re.compile(r"([a-z][\w.-]*):(?:\s|$)", re.ASCII)
# An entry as tools and nearly all people write it: JSON, too, can read what is between the quotes.
_ONE_LINE = re.compile(r'([a-z][\w.-]*): ("(?:[^"\\\t]|\\["\\/nt])*")', re.ASCII)
_KEYS = re.compile(r"(?:[a-z][\w.-]*\n)*", re.ASCII)


def read(path: Path, name: str) -> Source:
    """Read the file called ``name`` in messages: texts by key, empty where one is missing."""
    text, problems = read_text(path, name, 4 * MAX_BYTES)
    return Source(name, problems=problems) if problems else _parse(text, name)


@functools.lru_cache(maxsize=100)  # a preview reads the same files after every edit
def _parse(text: str, name: str) -> Source:
    if source := parse_lines(text, name):
        return source
    source = parse_yaml(text, name)
    source.data = _checked(source)
    return source


def parse_lines(text: str, name: str = "") -> Source | None:
    """Parse a file in which each text is on a line of its own; return ``None`` for any other.

    The result is what the YAML parser returns, in a tenth of the time: the files of 24 languages
    have a hundred thousand lines.
    """
    data: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if line and line[0] != "#":
            key, _, value = line.partition(': "')
            value, end = value[:-1], value[-1:]
            if end != '"' or '"' in value or "\\" in value:  # it has escapes, or another layout
                if not (entry := _ONE_LINE.fullmatch(line)):
                    return None
                value = json.loads(entry[2])
            if key in data:
                return None
            data[key] = value
            lines[key] = number
    if not data or "\t" in text or not _KEYS.fullmatch("".join(f"{key}\n" for key in data)):
        return None
    return _Lines(name, data, lines=lines)


@dataclass
class _Lines(Source):
    """A file with one text per line: the only position of a text is its line."""

    lines: dict[str, int] = field(default_factory=dict)

    def position(self, location: Location) -> Position:
        """Return where a text is; where the first one is, if there is none at ``location``."""
        first = next(iter(self.lines.values()))
        return self.lines.get(str(location[0]), first) if location else first, 1

    def has(self, location: Location) -> bool:
        """Whether there is a text at ``location``."""
        return not location or (location[0] in self.lines and not location[1:])


def _checked(source: Source) -> dict[str, str] | None:
    """Return the texts of a parsed file; anything that is not a text is a problem."""
    if source.data is None and not source.problems:
        return {}
    if not isinstance(source.data, dict):
        if not source.problems:
            message = "the file has no keys; expected lines such as areas.protection.title: …"
            source.problems.append(source.problem((), "wrong-type", message))
        return None
    texts = {}
    for key, value in source.data.items():
        if isinstance(value, str) or value is None:
            texts[key] = value or ""
        else:
            message = f'"{key}" is not a text'
            hint = f'Put it in quotes: {key}: "…".'
            source.problems.append(source.problem((key,), "wrong-type", message, hint))
    return texts


def sync_with_source(
    text: str,
    units: Mapping[str, str],
    tag: str,
    *,
    renamed: Mapping[str, str] = MappingProxyType({}),
    gone: Container[str] = (),
) -> str:
    """Return the file's text with a line for each of ``units`` (sources by key).

    Texts and comments are unchanged; above each text is the current source, in language ``tag``.
    A new line has an empty text. The texts that ``renamed`` lists by their old keys get their new
    ones, those that are ``gone`` are removed, and all others stay, below those of the units.
    """
    head, entries, tail = _entries(text)
    for old, new in ((old, new) for old, new in renamed.items() if old in entries):
        lead, entry = entries.pop(old)
        entries[new] = lead, [f"{new}{entry[0].removeprefix(old)}", *entry[1:]]
    lines = list(head)
    for key, source in units.items():
        lead, entry = entries.pop(key, ([""], [f'{key}: ""']))
        lines += [*_with_source(lead, source, tag), *entry]
    for key, (lead, entry) in entries.items():
        if key not in gone:
            lines += [*lead, *entry]
    return "\n".join([*lines, *tail]) + "\n"


def stated_sources(path: Path, tag: str) -> dict[str, str]:
    """Return by key the source, in language ``tag``, that is stated above each text of a file."""
    _, entries, _ = _entries(read_text(path, path.name, 4 * MAX_BYTES)[0])
    mark = f"# {tag}: "
    stated = {
        key: [line.removeprefix(mark) for line in lead if line.startswith(mark)]
        for key, (lead, _) in entries.items()
    }
    return {key: sources[-1] for key, sources in stated.items() if sources}


def with_sources(text: str, units: Mapping[str, str], tag: str) -> str:
    """Return the file's text with the current source, in language ``tag``, above each text."""
    head, entries, tail = _entries(text)
    lines = list(head)
    for key, (lead, entry) in entries.items():
        lines += [*(_with_source(lead, units[key], tag) if key in units else lead), *entry]
    return "\n".join([*lines, *tail]) + "\n"


def _with_source(lead: list[str], source: str, tag: str) -> list[str]:
    """Return the lines above a text, with its source as the last one."""
    others = [line for line in lead if not line.startswith(f"# {tag}: ")]
    return [*others, f"# {tag}: {' '.join(source.split())}"]


def _entries(
    text: str,
) -> tuple[list[str], dict[str, tuple[list[str], list[str]]], list[str]]:
    """Split a file into its head, its entries by key with the lines above them, and its tail."""
    lines = text.rstrip("\n").split("\n")
    begin = lines.index("") if "" in lines else len(lines)
    head, entries = lines[:begin], {}
    if any(_KEY.match(line) for line in head):
        head, begin = [], 0
    lead: list[str] = []
    for line in lines[begin:]:
        if match := _KEY.match(line):
            entry = [line]
            entries[match[1]] = (lead, entry)
            lead = []
        elif line.startswith(" ") and entries and not any(lead):
            entry += [*lead, line]  # a text may continue after empty lines
            lead = []
        else:
            lead.append(line)
    return head, entries, lead


def unknown_keys(source: Source, known: Container[str]) -> list[Problem]:
    """Return a warning for each text whose unit does not exist any more."""
    return [
        Problem(
            source.path,
            *source.position((key,)),
            "warning",
            "unknown-unit",
            f'unknown key "{key}"',
            "Was it renamed or deleted? Write its new key, or delete the line. On a computer,"
            ' "brochure add-language" does both, and keeps the text in the translation memory.',
        )
        for key in source.data or ()
        if key not in known
    ]

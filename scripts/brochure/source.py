"""Reads YAML and remembers where each value stands.

Data is built from YAML's events because the usual loader keeps no positions, expands aliases
without end, takes the last of two equal keys, and reads ``no`` as false. Whatever is in a file,
reading ends in a value or in problems with positions, never in a traceback.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from brochure.problems import Problem
from brochure.textfile import read_text

Location = tuple[str | int, ...]

MAX_DEPTH = 20

_INTEGER = re.compile(r"[-+]?\d{1,18}")
_DECIMAL = re.compile(r"[-+]?\d{1,18}\.\d{1,18}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}

_SYNTAX_HINT = (
    "Look at this line and the one above: a missing colon, quote or space, or an indent that"
    " differs from its neighbours. Put texts that contain a colon in quotes."
)


@dataclass
class Source:
    """A parsed YAML file: its data, and the line and column of each key and item."""

    path: str
    data: Any = None
    marks: dict[Location, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def mark(self, location: Location) -> tuple[int, int]:
        """Return line and column of ``location``, or of the nearest value around it."""
        while location and location not in self.marks:
            location = location[:-1]
        return self.marks.get(location, (1, 1))

    def problem(self, location: Location, rule: str, message: str, hint: str = "") -> Problem:
        """Return an error at ``location``."""
        return Problem(self.path, *self.mark(location), "error", rule, message, hint)


def read_yaml(path: Path, name: str) -> Source:
    """Read a YAML file called ``name`` in messages."""
    text, problems = read_text(path, name)
    return Source(name, problems=problems) if problems else parse_yaml(text, name)


def parse_yaml(text: str, name: str, first_line: int = 1) -> Source:
    """Parse one YAML document that begins at line ``first_line`` of the file ``name``."""
    source = Source(name)
    for number, line in enumerate(text.split("\n"), first_line):
        if tab := re.match(r" *\t", line):
            message = "a tab stands where YAML allows only spaces"
            hint = "Replace the tab by two spaces for each level."
            source.problems.append(
                Problem(name, number, tab.end(), "error", "yaml-tab", message, hint)
            )
    if source.problems:
        return source
    try:
        source.data = _Builder(text, source, first_line).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
        message = "not valid YAML: " + " ".join(filter(None, (error.context, error.problem)))
        source.problems.append(Problem(name, *place, "error", "yaml-syntax", message, _SYNTAX_HINT))
    return source


class _Builder:
    """Turns YAML events into plain data: dictionaries, tuples and scalars."""

    def __init__(self, text: str, source: Source, first_line: int) -> None:
        self.events = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        self.source = source
        self.first_line = first_line

    def document(self) -> Any:
        data, begun = None, False
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if begun:
                    hint = 'Delete the line "---".'
                    self.report(event, "yaml-documents", "a second document begins here", hint)
                    break
                begun = True
                data = self.node(next(self.events), ())
        return data

    def node(self, event: Any, location: Location) -> Any:
        """Build the value that begins with ``event``; its events are used up."""
        self.source.marks.setdefault(location, self.place(event))
        if event.anchor:  # an alias has one too
            hint = "Write the text out; put it in quotes if it really begins with & or *."
            self.report(event, "yaml-alias", "anchors (&) and aliases (*) are not used here", hint)
        if isinstance(event, yaml.AliasEvent):
            return None
        if event.tag and event.tag != "!":
            hint = "Delete it; put the text in quotes if it really begins with an exclamation mark."
            self.report(event, "yaml-tag", f"the tag {event.tag!r} is not used here", hint)
        if isinstance(event, yaml.ScalarEvent):
            return _resolve(event.value) if event.implicit[0] else event.value
        if len(location) >= MAX_DEPTH:
            what = f"more than {MAX_DEPTH} levels within each other"
            raise yaml.MarkedYAMLError(problem=what, problem_mark=event.start_mark)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(location)
        return self.mapping(location)

    def sequence(self, location: Location) -> tuple[Any, ...]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(event, (*location, len(items))))
        return tuple(items)

    def mapping(self, location: Location) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = event.value if isinstance(event, yaml.ScalarEvent) else None
            if key is None:
                hint = "Put texts that begin with { or [ in quotes."
                self.report(event, "yaml-key", "a key must be a simple word", hint)
                self.node(event, (*location, "?"))
                self.node(next(self.events), (*location, "?"))
            elif key in data:
                line = self.source.marks[*location, key][0]
                message = f'the key "{key}" stands here a second time (first in line {line})'
                self.report(event, "duplicate-key", message, "Keep one of the two.")
                self.node(next(self.events), (*location, key, "again"))
            else:
                self.source.marks[*location, key] = self.place(event)
                data[key] = self.node(next(self.events), (*location, key))
        return data

    def place(self, event: Any) -> tuple[int, int]:
        return event.start_mark.line + self.first_line, event.start_mark.column + 1

    def report(self, event: Any, rule: str, message: str, hint: str) -> None:
        place = self.place(event)
        self.source.problems.append(Problem(self.source.path, *place, "error", rule, message, hint))


def _resolve(text: str) -> Any:
    """Read a plain scalar: the YAML 1.2 core types and dates, so that ``no`` stays a word."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    try:
        return datetime.date.fromisoformat(text) if _DATE.fullmatch(text) else text
    except ValueError:
        return text

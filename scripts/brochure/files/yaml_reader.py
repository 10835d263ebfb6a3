"""Reads YAML with the position of each value.

Data is built from YAML's events because the usual loader discards positions, expands aliases
without limit, uses the last of two equal keys, and reads ``no`` as false. Whatever is in a file,
reading it results in a value or in problems with positions, never in a traceback.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, NoReturn

import yaml

from brochure.files.source import Source
from brochure.files.text_file import read_text
from brochure.files.yaml_errors import explained
from brochure.files.yaml_scalars import resolve
from brochure.files.yaml_slips import COMMENT, indentation, swallowed
from brochure.problems import Location, Position, Problem

MAX_DEPTH = 20


def read_yaml(path: Path, name: str) -> Source:
    """Read a YAML file called ``name`` in messages."""
    text, problems = read_text(path, name)
    return Source(name, problems=problems) if problems else _parse_file(text, name)


@functools.lru_cache(maxsize=100)  # a preview reads the same files after every edit
def _parse_file(text: str, name: str) -> Source:
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str = "", first_line: int = 1) -> Source:
    """Parse one YAML document that begins at line ``first_line`` of the file ``name``, if any."""
    source = Source(name)
    source.problems += indentation(text, name, first_line)
    if source.problems:
        return source
    try:
        source.data = _Builder(text, source, first_line).document()
    except _TooDeepError:
        pass  # it is reported
    except yaml.YAMLError as error:
        row, column, message, hint = explained(error, text)
        if message not in {problem.message for problem in source.problems}:
            source.problems.append(
                Problem(name, row + first_line - 1, column, "error", "yaml-syntax", message, hint)
            )
    return source


class _TooDeepError(Exception):
    """Raised to stop reading a file that is nested too deeply."""


class _Builder:
    """Turns YAML events into plain data: dictionaries, tuples and scalars."""

    def __init__(self, text: str, source: Source, first_line: int) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        self.next_event = loader.get_event
        self.source = source
        self.first_line = first_line
        self.complete = True  # whether all values could be read
        self.comments = swallowed(text)
        self.reported: set[tuple[int, str]] = set()  # lines and rules

    def document(self) -> Any:
        """Build the first document, or ``None`` if parts of it cannot be read."""
        data, begun = None, False
        while event := self.next_event():
            if isinstance(event, yaml.DocumentStartEvent):
                if begun:
                    hint = 'Delete the line "---".'
                    self.report(event, "yaml-documents", "a second document begins here", hint)
                    break
                begun = True
                data = self.node(self.next_event(), ())
        return data if self.complete else None

    def node(self, event: Any, location: Location) -> Any:
        """Build the value that begins with ``event``; its events are consumed."""
        if location not in self.source.positions:  # keys have theirs already
            self.source.positions[location] = self.position(event)
        if event.anchor:  # an alias has one too
            hint = "Write the text out; put it in quotes if it really begins with & or *."
            self.report(event, "yaml-alias", "anchors (&) and aliases (*) are not supported", hint)
        if isinstance(event, yaml.AliasEvent):
            self.complete = False
            return None
        if event.tag and event.tag != "!":
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            hint = "Delete it; put the text in quotes if it really begins with an exclamation mark."
            self.report(event, "yaml-tag", f"the tag {tag} is not supported", hint)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if len(location) >= MAX_DEPTH:
            self.stop(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(location)
        return self.mapping(location)

    def scalar(self, event: Any) -> Any:
        if self.comments:
            self.check_comment(event)
        return event.value if event.style or event.tag == "!" else resolve(event.value)

    def check_comment(self, event: Any) -> None:
        """Report a comment after a plain value that may be meant to be part of it."""
        line, column = event.end_mark.line, event.end_mark.column
        comment = self.comments.get(line)
        is_next = comment and column <= comment.column and not comment.before[column:].strip()
        if comment and is_next and not event.style:
            at = line + self.first_line, comment.column + 1
            self.source.problems.append(
                Problem(self.source.path, *at, "error", COMMENT, *comment.explanation)
            )

    def sequence(self, location: Location) -> tuple[Any, ...]:
        items: list[Any] = []
        while not isinstance(event := self.next_event(), yaml.SequenceEndEvent):
            items.append(self.node(event, (*location, len(items))))
        return tuple(items)

    def mapping(self, location: Location) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := self.next_event(), yaml.MappingEndEvent):
            key = event.value if isinstance(event, yaml.ScalarEvent) else None
            if key is None:
                hint = "Put the text in quotes if it really begins with {, [ or *."
                self.report(event, "yaml-key", "a key must be a simple word", hint)
                self.complete = False
                self.skip(event)
                self.skip(self.next_event())
            elif key in data:
                line = self.source.positions[*location, key][0]
                message = f'duplicate key "{key}" (first on line {line})'
                hint = "Delete one of the two."
                if location and isinstance(location[-1], int) and key == next(iter(data)):
                    hint += ' If a new entry of the list begins here, write "- " before it.'
                self.report(event, "duplicate-key", message, hint)
                self.skip(self.next_event())
            else:
                inner = (*location, key)
                self.source.positions[inner] = self.position(event)
                value = self.next_event()
                if type(value) is yaml.ScalarEvent and not (value.anchor or value.tag):
                    data[key] = self.scalar(value)  # nearly always, and quick
                else:
                    data[key] = self.node(value, inner)
        return data

    def skip(self, event: Any) -> None:
        """Consume the events of a value."""
        depth = 0
        while True:
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if not depth:
                return
            if depth > MAX_DEPTH:
                self.stop(event)
            event = self.next_event()

    def stop(self, event: Any) -> NoReturn:
        """Stop reading: the parser's time grows with the square of the depth."""
        message = f"nested more than {MAX_DEPTH} levels deep"
        hint = "Check the brackets and the indentation: no value is nested that deep."
        self.report(event, "yaml-depth", message, hint)
        raise _TooDeepError

    def position(self, event: Any) -> Position:
        mark = event.start_mark
        return mark.line + self.first_line, mark.column + 1

    def report(self, event: Any, rule: str, message: str, hint: str) -> None:
        """Add a problem, unless its line has the same one already."""
        line, column = self.position(event)
        if (line, rule) not in self.reported:
            self.reported.add((line, rule))
            self.source.problems.append(
                Problem(self.source.path, line, column, "error", rule, message, hint)
            )

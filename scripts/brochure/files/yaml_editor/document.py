"""A YAML text, what it says, and where each value stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from brochure.files.yaml_reader import parse_yaml
from brochure.problems import Location

HEADER = re.compile(r"(?:![ \t]+)?[|>]([-+0-9]*)")
_COLON = re.compile(r"\s*:")


class EditError(Exception):
    """A change cannot be made; the text is as it was."""

    def __init__(self, location: Location, reason: str) -> None:
        self.location = location
        self.reason = reason
        super().__init__(f"{'.'.join(map(str, location)) or 'the file'}: {reason}")


MAPPINGS = (":", "{")
LISTS = ("-", "[")


@dataclass(slots=True)
class Node:
    """A value: its span, and that of the key or the dash before it.

    ``style`` is ``:`` or ``-`` for mappings and lists in lines, ``{`` or ``[`` for those in
    brackets, and the sign with which a text begins: ``'``, ``"``, ``|``, ``>``, or none.
    """

    style: str
    start: int
    end: int
    column: int
    value: str = ""
    entry: int = 0  # where its key or dash begins
    after: int = 0  # where its key or dash ends, colon included
    flow: bool = False  # whether it is in brackets, or has them
    children: dict[str | int, Node] = field(default_factory=dict)


@dataclass(slots=True)
class Splice:
    """A stretch of the text, and what replaces it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text is to stand: that decides which ways of writing it mean that text."""

    indent: int
    flow: bool = False
    listed: bool = False

    def holds(self, written: str, text: str) -> bool:
        """Whether ``written`` is read as ``text`` there, and what follows as something else."""
        pad = " " * self.indent
        if self.flow:
            sample = f"[{written}, z]\n" if self.listed else f"{{k: {written}, z: z}}\n"
        else:
            key, end = ("-", "- z") if self.listed else ("k:", "z: z")
            sample = f"{pad}{key} {written}\n{pad}{end}\n"
        source = parse_yaml(sample, "")
        expected: Any = (text, "z") if self.listed else {"k": text, "z": "z"}
        return not source.problems and bool(source.data == expected)


class Document:
    """A YAML text, what it says, and where."""

    def __init__(self, text: str) -> None:
        source = parse_yaml(text, "")
        if source.problems:
            first = min(source.problems)
            raise EditError((), f"the file has a problem in line {first.line}: {first.message}")
        self.text = text
        self.data = source.data
        self.events: Iterator[Any] = yaml.parse(
            text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        )
        self.root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                self.root = self.node(next(self.events), flow=False)

    def node(self, event: Any, *, flow: bool) -> Node:
        """Return the value that begins with ``event``; its events are used up."""
        start, end = event.start_mark, event.end_mark
        if isinstance(event, yaml.ScalarEvent):
            style = event.style or ""
            return Node(style, start.index, end.index, start.column, event.value, flow=flow)
        mapping = isinstance(event, yaml.MappingStartEvent)
        flow = flow or bool(event.flow_style)
        style = ("{" if flow else ":") if mapping else ("[" if flow else "-")
        node = Node(style, start.index, end.index, start.column, flow=flow)
        while not isinstance(event := next(self.events), yaml.CollectionEndEvent):
            if mapping:
                child = self.node(next(self.events), flow=flow)
                child.entry, child.after = event.start_mark.index, event.end_mark.index
                if colon := _COLON.match(self.text, child.after):
                    child.after = colon.end()
                node.children[event.value] = child
                spaced = bool(colon)
            else:
                child = self.node(event, flow=flow)
                child.entry = child.after = child.start
                if not flow:
                    child.entry = self.dash(child.start, node.column)
                    child.after = child.entry + 1
                node.children[len(node.children)] = child
                spaced = True
            if child.start == child.end and not child.style:  # empty: the parsers differ on where
                space = spaced and self.text.startswith(" ", child.after)
                child.start = child.end = child.after + space
        node.end = event.end_mark.index if event.end_mark else node.end
        return node

    def dash(self, start: int, column: int) -> int:
        """Return where the dash in ``column`` stands that begins the item at ``start``."""
        line = self.line(start)
        while not re.match(r"[ -]*-", self.text[line : line + column + 1]):
            if not line:
                return start
            line = self.line(line - 1)
        return line + column

    def find(self, location: Location) -> Node:
        """Return the value at a location.

        Raises:
            EditError: there is none.
        """
        node = self.root
        for key in location:
            node = node and node.children.get(key)
        if node is None:
            raise EditError(location, "nothing stands there")
        return node

    def line(self, index: int) -> int:
        """Return where the line of ``index`` begins."""
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """Return where the line of ``index`` ends."""
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end

    def end(self, node: Node) -> int:
        """Return where a value ends: for what stands in lines, the end of its last line."""
        while node.style in (":", "-"):
            node = node.children[next(reversed(node.children))]
        if node.style in ("|", ">"):
            return self.block(node)[1]
        return node.end

    def block(self, node: Node) -> tuple[int, int]:
        """Return the indent of a block's lines, 0 if it has none, and where the last one ends."""
        header = HEADER.match(self.text, node.start)
        first = self.line_end(node.start)
        lines = self.text[first + 1 : node.end].split("\n")
        shown = next((line for line in lines if line.strip(" ")), "")
        said = next((line for line in node.value.split("\n") if line.strip(" ")), "")
        indent = margin(shown) - margin(said) if said else 0
        length, end = 0, 0
        for line in lines if said else ():
            length += len(line) + 1
            if len(line) > indent and not line[:indent].strip(" "):
                end = length
            elif line.strip(" "):
                break
        if header and "+" in header[1] and said:  # the empty lines that follow belong to it
            return indent, min(node.end, len(self.text)) - self.text.endswith("\n", 0, node.end)
        return indent, min(first + end, len(self.text))

    def spliced(self, splices: list[Splice], expected: Any, locations: Iterable[Location]) -> str:
        """Return the new text, if it says what is expected."""
        parts, position = [], 0
        for splice in sorted(splices, key=lambda splice: splice.start):
            parts += [self.text[position : splice.start], splice.text]
            position = splice.end
        result = "".join([*parts, self.text[position:]])
        found = parse_yaml(result, "")
        data = thawed(found.data)
        if found.problems or data != expected:
            culprit = next(
                (
                    place
                    for place in locations
                    if value_at(data, place) != value_at(expected, place)
                ),
                (),
            )
            raise EditError(culprit, "the file's form does not allow this change; edit it by hand")
        return result


def margin(line: str) -> int:
    """Return how far a line is indented."""
    return len(line) - len(line.lstrip(" "))


def thawed(data: Any) -> Any:
    """Return a copy of what was read, with lists instead of tuples."""
    if isinstance(data, dict):
        return {key: thawed(value) for key, value in data.items()}
    return [thawed(value) for value in data] if isinstance(data, tuple) else data


def value_at(data: Any, location: Location) -> Any:
    """Return the value at a location, or ``None``."""
    for key in location:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return None
    return data

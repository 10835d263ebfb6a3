"""Changes single texts of a YAML file and leaves every other character of it as it was.

Translators change words through forms and exchange files, and editors through Git: whoever looks
at the change afterwards should see those words and nothing else. So nothing is written anew;
texts are cut out and put in where the parser says that they stand, and the result is read again
before it is handed back.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml

from brochure.source import Location, parse_yaml

WIDTH = 100  # wrapped texts are wrapped here, or where the longest of their lines ended
WIDEST = 120

_HEADER = re.compile(r"(?:![ \t]+)?[|>]([-+0-9]*)")
_BREAK = re.compile(r"(?<=[^ \t]) (?=[^ \t])")
_COLON = re.compile(r"\s*:")
# Written as they are, these would end a line, be refused as invisible, or not be read at all.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


class EditError(Exception):
    """A change cannot be made; the text is as it was."""

    def __init__(self, location: Location, reason: str) -> None:
        self.location = location
        self.reason = reason
        super().__init__(f"{'.'.join(map(str, location)) or 'the file'}: {reason}")


def edit(text: str, changes: Mapping[Location, str], order: Sequence[str] = ()) -> str:
    """Return the YAML ``text`` with new texts at the locations.

    A key that a mapping lacks is added after those that stand before it in ``order``.
    """
    document = _Document(text)
    expected = _thawed(document.data)
    splices: list[_Splice] = []
    missing: dict[Location, list[str]] = {}
    for location, new in changes.items():
        if not location:
            raise EditError(location, "the whole file is no text")
        if any("\ud800" <= character <= "\udfff" for character in new):
            raise EditError(location, "the text holds half a character")
        parent, key = document.find(location[:-1]), location[-1]
        holder = _at(expected, location[:-1])
        if key in parent.children:
            if holder[key] != new or not isinstance(holder[key], str):
                splices += document.replace(parent, parent.children[key], location, new)
        elif isinstance(key, str) and parent.style in _MAPPINGS:
            missing.setdefault(location[:-1], []).append(key)
        else:
            raise EditError(location, "nothing stands there")
        holder[key] = new
    for location, keys in missing.items():
        texts = {key: changes[*location, key] for key in keys}
        splices += document.insert(document.find(location), texts, order)
    return document.spliced(splices, expected, changes)


def remove(text: str, location: Location) -> str:
    """Return the YAML ``text`` without a key or a list's item, and without the comments on it."""
    document = _Document(text)
    expected = _thawed(document.data)
    node = document.find(location)
    if not location:
        raise EditError(location, "the whole file cannot be removed")
    parent = document.find(location[:-1])
    del _at(expected, location[:-1])[location[-1]]
    if len(parent.children) == 1:
        splices = document.emptied(parent)
    elif parent.flow:
        splices = [document.flow_entry(parent, node)]
    else:
        splices = [document.lines(parent, node)]
    return document.spliced(splices, expected, [location])


def append(text: str, location: Location, block: str) -> str:
    """Return the YAML ``text`` with one more item at the end of the list at ``location``.

    ``block`` is the item's YAML, as in ``- tag: ar`` and the lines that follow it; it is indented
    as the list is.
    """
    document = _Document(text)
    expected = _thawed(document.data)
    node = document.find(location)
    if node.style not in _LISTS:
        raise EditError(location, "no list stands there")
    block = textwrap.dedent(block).strip("\n")
    item = parse_yaml(block, "")
    if item.problems or not isinstance(item.data, tuple) or len(item.data) != 1:
        raise EditError(location, "what is added is not one item of a list")
    _at(expected, location).append(_thawed(item.data[0]))
    outer = document.find(location[:-1])
    return document.spliced([document.appended(node, outer, block)], expected, [location])


# ── Where things stand ───────────────────────────────────────────────────────────────────────────

_MAPPINGS = (":", "{")
_LISTS = ("-", "[")


@dataclass(slots=True)
class _Node:
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
    children: dict[str | int, _Node] = field(default_factory=dict)


@dataclass(slots=True)
class _Splice:
    """A stretch of the text, and what replaces it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Place:
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


class _Document:
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
        self.root: _Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                self.root = self.node(next(self.events), flow=False)

    def node(self, event: Any, *, flow: bool) -> _Node:
        """Return the value that begins with ``event``; its events are used up."""
        start, end = event.start_mark, event.end_mark
        if isinstance(event, yaml.ScalarEvent):
            style = event.style or ""
            return _Node(style, start.index, end.index, start.column, event.value, flow=flow)
        mapping = isinstance(event, yaml.MappingStartEvent)
        flow = flow or bool(event.flow_style)
        style = ("{" if flow else ":") if mapping else ("[" if flow else "-")
        node = _Node(style, start.index, end.index, start.column, flow=flow)
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

    def find(self, location: Location) -> _Node:
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
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end

    def end(self, node: _Node) -> int:
        """Return where a value ends: for what stands in lines, the end of its last line."""
        while node.style in (":", "-"):
            node = node.children[next(reversed(node.children))]
        if node.style in ("|", ">"):
            return self.block(node)[1]
        return node.end

    def block(self, node: _Node) -> tuple[int, int]:
        """Return the indent of a block's lines, 0 if it has none, and where the last one ends."""
        header = _HEADER.match(self.text, node.start)
        first = self.line_end(node.start)
        lines = self.text[first + 1 : node.end].split("\n")
        shown = next((line for line in lines if line.strip(" ")), "")
        said = next((line for line in node.value.split("\n") if line.strip(" ")), "")
        indent = _margin(shown) - _margin(said) if said else 0
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

    # ── Texts ────────────────────────────────────────────────────────────────────────────────────

    def replace(
        self, parent: _Node, node: _Node, location: Location, text: str
    ) -> Iterator[_Splice]:
        """Yield what puts ``text`` in place of a value."""
        if node.children or node.style in (*_MAPPINGS, *_LISTS):
            raise EditError(location, "no text stands there, but a group or a list")
        place = _Place(parent.column, node.flow, parent.style in _LISTS)
        if node.style in ("|", ">"):
            yield from self.replace_block(node, place, text)
        elif node.start == node.end:
            like = next((c for c in parent.children.values() if c.start < c.end), None)
            head, body = self.new(place, text, like)
            before = self.text[node.start - 1 : node.start]
            colon = "" if before in (":", " ", "-") else ":"
            space = "" if before == " " else " "
            comment = " " if self.text.startswith("#", node.start) else ""
            yield _Splice(node.start, node.end, f"{colon}{space}{head}{comment}")
            if body:
                end = self.line_end(node.start)
                yield _Splice(end, end, "\n" + body)
        else:
            written = self.text[node.start : node.end]
            yield _Splice(node.start, node.end, _inline(place, text, node, written))

    def replace_block(self, node: _Node, place: _Place, text: str) -> Iterator[_Splice]:
        header = _HEADER.match(self.text, node.start)
        first = self.line_end(node.start)
        indent, end = self.block(node)
        marks = header[1] if header else ""
        old = [line[indent:] for line in self.text[first + 1 : end].split("\n")]
        head, body = _block(place, text, node.style + marks, indent or place.indent + 2, old)
        if not body:
            head = _quoted(text)
        elif end == len(self.text) and text.endswith("\n"):
            body += "\n"  # at the end of a file a block would lack it
        yield _Splice(node.start, header.end() if header else node.end, head)
        yield _Splice(first, max(first, end), f"\n{body}" if body else "")

    def new(self, place: _Place, text: str, like: _Node | None) -> tuple[str, str]:
        """Write a text that is new there: its first line, and those below, if there are any."""
        if like and like.style in ("|", ">") and not place.flow:
            indent = self.block(like)[0] or place.indent + 2
            head, body = _block(place, text, like.style, indent, [])
            if body:
                return head, body
        return (text if _plain(place, text) else _quoted(text)), ""

    def insert(
        self, parent: _Node, texts: Mapping[str, str], order: Sequence[str]
    ) -> Iterator[_Splice]:
        """Yield what adds keys to a mapping, each where ``order`` has it."""
        ranks: dict[str | int, int] = {key: rank for rank, key in enumerate(order)}
        beyond = len(ranks)
        place = _Place(parent.column, parent.flow)
        entries = list(parent.children.items())
        for position, key in enumerate(sorted(texts, key=lambda key: ranks.get(key, beyond))):
            rank = ranks.get(key, beyond)
            before = [child for k, child in entries if ranks.get(k, beyond) < rank]
            behind = [child for k, child in entries if ranks.get(k, beyond) > rank]
            if rank == beyond or not (before or behind):
                before = [child for _, child in entries]
            head, body = self.new(place, texts[key], (before or behind)[-1] if entries else None)
            line = f"{_key(key)}: {head}" + (f"\n{body}" if body else "")
            if not entries:
                yield _Splice(parent.start + 1, parent.start + 1, ", " * (position > 0) + line)
            elif not before:
                gap = ", " if parent.flow else "\n" + " " * parent.column
                yield _Splice(behind[0].entry, behind[0].entry, line + gap)
            elif parent.flow:
                yield _Splice(before[-1].end, before[-1].end, f", {line}")
            else:
                end = self.line_end(self.end(before[-1]))
                yield _Splice(end, end, "\n" + " " * parent.column + line)

    # ── Entries ──────────────────────────────────────────────────────────────────────────────────

    def emptied(self, parent: _Node) -> list[_Splice]:
        """Return what leaves empty brackets where a group or a list has lost its only entry."""
        brackets = "{}" if parent.style in _MAPPINGS else "[]"
        if parent.flow:
            return [_Splice(parent.start, parent.end, brackets)]
        end = self.last_line(parent, parent.column)
        first = self.line_end(parent.after)
        if parent is self.root or first > parent.start:
            return [_Splice(parent.start, end, brackets)]
        return [_Splice(parent.after, parent.after, " " + brackets), _Splice(first, end, "")]

    def flow_entry(self, parent: _Node, node: _Node) -> _Splice:
        """Return what cuts one of several entries out of brackets, with a comma."""
        entries = list(parent.children.values())
        index = entries.index(node)
        if index + 1 < len(entries):
            return _Splice(node.entry, entries[index + 1].entry, "")
        return _Splice(entries[index - 1].end, node.end, "")

    def lines(self, parent: _Node, node: _Node) -> _Splice:
        """Return what cuts one of several entries out, with its lines and the comments on it."""
        end = self.last_line(node, parent.column)
        start = self.line(node.entry)
        if self.text[start : node.entry].strip():  # the first key of an item, beside the dash
            following = re.compile(r"\s*").match(self.text, end)
            return _Splice(node.entry, following.end() if following else end, "")
        comment = " " * parent.column + "#"
        above = start
        while above and self.text.startswith(comment, before := self.line(above - 1)):
            above = before
        start = above or start  # comments in the first line are on the file
        end = min(end + 1, len(self.text))
        if not start or self.text.endswith("\n\n", 0, start):  # one empty line remains, not two
            while self.text.startswith("\n", end):
                end += 1
            start -= bool(start and end == len(self.text))
        return _Splice(start, end, "")

    def appended(self, node: _Node, outer: _Node, block: str) -> _Splice:
        """Return what adds an item, written with its dash, to a list."""
        if not node.flow:
            end = self.last_line(node, node.column)
            return _Splice(end, end, "\n" + textwrap.indent(block, " " * node.column))
        if node.children:
            end = list(node.children.values())[-1].end
            return _Splice(end, end, ", " + block.removeprefix("-").strip())
        if outer.flow or node is self.root:
            return _Splice(node.start + 1, node.start + 1, block.removeprefix("-").strip())
        indent = node.entry - self.line(node.entry) + 2
        return _Splice(node.after, node.end, "\n" + textwrap.indent(block, " " * indent))

    def last_line(self, node: _Node, column: int) -> int:
        """Return where a value's last line ends; comments deeper than ``column`` belong to it."""
        end = self.line_end(self.end(node))
        comment = re.compile(rf"\n {{{column + 1},}}#.*")
        while match := comment.match(self.text, end):
            end = match.end()
        return end

    def spliced(self, splices: list[_Splice], expected: Any, locations: Iterable[Location]) -> str:
        """Return the new text, if it says what is expected."""
        parts, position = [], 0
        for splice in sorted(splices, key=lambda splice: splice.start):
            parts += [self.text[position : splice.start], splice.text]
            position = splice.end
        result = "".join([*parts, self.text[position:]])
        found = parse_yaml(result, "")
        data = _thawed(found.data)
        if found.problems or data != expected:
            culprit = next((at for at in locations if _at(data, at) != _at(expected, at)), ())
            raise EditError(culprit, "the file's form does not allow this change; edit it by hand")
        return result


# ── Ways of writing a text ───────────────────────────────────────────────────────────────────────


def _quoted(text: str) -> str:
    """Write a text in double quotes, in one line."""
    written = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def _plain(place: _Place, text: str) -> bool:
    return "\n" not in text and not _UNSEEN.search(text) and place.holds(text, text)


@cache
def _key(key: str) -> str:
    plain = not _UNSEEN.search(key) and all(
        parse_yaml(sample, "").data == {key: "z"} for sample in (f"{key}: z", f"{{{key}: z}}")
    )
    return key if plain else _quoted(key)


def _inline(place: _Place, text: str, node: _Node, written: str) -> str:
    """Write a text the way that one is ``written`` which is plain or in quotes."""
    quoted = _quoted(text)
    if node.style != '"' and ("\n" in text or _UNSEEN.search(text)):
        return quoted
    single = "'" + text.replace("'", "''") + "'"
    new = {"'": single, '"': quoted}.get(node.style, text)
    first, *others = written.split("\n")
    if others:
        indent = _margin(next(filter(str.strip, others), ""))
        old = [first, *(line.strip(" ") for line in others)]
        wrapped = ("\n" + " " * indent).join(_wrapped(new, indent, old))
        if place.holds(wrapped, text):
            return wrapped
    return new if new == quoted or place.holds(new, text) else quoted


def _block(place: _Place, text: str, header: str, indent: int, old: list[str]) -> tuple[str, str]:
    """Write a text as a block like that with ``header``; nothing if a block cannot hold it."""
    stem = text.rstrip("\n")
    ending = len(text) - len(stem)
    keep = "+" in header
    if not stem.strip() or _UNSEEN.search(stem) or (ending > 1 and not keep):
        return "", ""
    lines = _folded(stem, indent, old) if header[0] == ">" else stem.split("\n")
    if any(line.endswith((" ", "\t")) for line in lines):  # editors cut these off
        return "", ""
    explicit = stem[0] in " \n" or any(map(str.isdigit, header))
    digit = str(indent - place.indent) if explicit else ""
    head = f"{header[0]}{digit}{'+' if keep else ''}" if ending else f"{header[0]}{digit}-"
    body = "\n".join(" " * indent + line if line else "" for line in lines)
    body += "\n" * (ending - 1)
    return (head, body) if place.holds(f"{head}\n{body}", text) else ("", "")


def _folded(text: str, indent: int, old: list[str]) -> list[str]:
    """Return the lines of a folded block: a line's end is a space unless an empty line follows."""
    lines: list[str] = []
    kept = True  # whether the line before begins with a space, and therefore keeps its end
    for line in text.split("\n"):
        if not line:
            lines.append("")
            continue
        shifted = line[0] in " \t"
        lines += [""] * (not kept and not shifted)
        lines += [line] if shifted else _wrapped(line, indent, old)
        kept = shifted
    return lines


def _wrapped(text: str, indent: int, old: list[str]) -> list[str]:
    """Wrap a text, keeping the lines that it has in common with the ``old`` ones."""
    width = min(max(WIDTH, *(indent + len(line) for line in old), 0), WIDEST) - indent
    head: list[str] = []
    tail: list[str] = []
    for line in old:
        rest = text[len(line) + 1 :]
        if line and text.startswith(line + " ") and rest[:1].strip(" \t"):
            head.append(line)
            text = rest
        elif head:
            break
    for line in reversed(old):
        rest = text[: -len(line) - 1]
        if line and text.endswith(" " + line) and rest[-1:].strip(" \t"):
            tail.insert(0, line)
            text = rest
        elif tail:
            break
    first, *words = _BREAK.split(text)
    lines = [first]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] += " " + word
    return [*head, *lines, *tail]


# ── Data ─────────────────────────────────────────────────────────────────────────────────────────


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _thawed(data: Any) -> Any:
    """Return a copy of what was read, with lists instead of tuples."""
    if isinstance(data, dict):
        return {key: _thawed(value) for key, value in data.items()}
    return [_thawed(value) for value in data] if isinstance(data, tuple) else data


def _at(data: Any, location: Location) -> Any:
    """Return the value at a location, or ``None``."""
    for key in location:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return None
    return data

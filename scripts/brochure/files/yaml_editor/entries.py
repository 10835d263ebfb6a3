"""Cuts entries of groups and lists out, and adds items."""

from __future__ import annotations

import re
import textwrap

from brochure.files.yaml_editor.document import MAPPINGS, Document, Node, Splice


def emptied(document: Document, parent: Node) -> list[Splice]:
    """Return what leaves empty brackets where a group or a list has lost its only entry."""
    brackets = "{}" if parent.style in MAPPINGS else "[]"
    if parent.flow:
        return [Splice(parent.start, parent.end, brackets)]
    end = last_line(document, parent, parent.column)
    first = document.line_end(parent.after)
    if parent is document.root or first > parent.start:
        return [Splice(parent.start, end, brackets)]
    return [Splice(parent.after, parent.after, " " + brackets), Splice(first, end, "")]


def flow_entry(parent: Node, node: Node) -> Splice:
    """Return what cuts one of several entries out of brackets, with a comma."""
    entries = list(parent.children.values())
    index = entries.index(node)
    if index + 1 < len(entries):
        return Splice(node.entry, entries[index + 1].entry, "")
    return Splice(entries[index - 1].end, node.end, "")


def lines(document: Document, parent: Node, node: Node) -> Splice:
    """Return what cuts one of several entries out, with its lines and the comments on it."""
    end = last_line(document, node, parent.column)
    start = document.line(node.entry)
    if document.text[start : node.entry].strip():  # the first key of an item, beside the dash
        following = re.compile(r"\s*").match(document.text, end)
        return Splice(node.entry, following.end() if following else end, "")
    comment = " " * parent.column + "#"
    above = start
    while above and document.text.startswith(comment, before := document.line(above - 1)):
        above = before
    start = above or start  # comments in the first line are on the file
    end = min(end + 1, len(document.text))
    if not start or document.text.endswith("\n\n", 0, start):  # one empty line remains, not two
        while document.text.startswith("\n", end):
            end += 1
        start -= bool(start and end == len(document.text))
    return Splice(start, end, "")


def appended(document: Document, node: Node, outer: Node, block: str) -> Splice:
    """Return what adds an item, written with its dash, to a list."""
    if not node.flow:
        end = last_line(document, node, node.column)
        return Splice(end, end, "\n" + textwrap.indent(block, " " * node.column))
    if node.children:
        end = list(node.children.values())[-1].end
        return Splice(end, end, ", " + block.removeprefix("-").strip())
    if outer.flow or node is document.root:
        return Splice(node.start + 1, node.start + 1, block.removeprefix("-").strip())
    indent = node.entry - document.line(node.entry) + 2
    return Splice(node.after, node.end, "\n" + textwrap.indent(block, " " * indent))


def last_line(document: Document, node: Node, column: int) -> int:
    """Return where a value's last line ends; comments deeper than ``column`` belong to it."""
    end = document.line_end(document.end(node))
    comment = re.compile(rf"\n {{{column + 1},}}#.*")
    while match := comment.match(document.text, end):
        end = match.end()
    return end

"""Puts a new text in the place of a value, or where there was none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from brochure.files.yaml_editor.document import (
    HEADER,
    LISTS,
    MAPPINGS,
    Document,
    EditError,
    Node,
    Place,
    Splice,
)
from brochure.files.yaml_editor.scalars import block_of, inline, key_of, plain, quoted
from brochure.problems import Location


def replace(
    document: Document, parent: Node, node: Node, location: Location, text: str
) -> Iterator[Splice]:
    """Yield what puts ``text`` in place of a value."""
    if node.children or node.style in (*MAPPINGS, *LISTS):
        raise EditError(location, "no text stands there, but a group or a list")
    place = Place(parent.column, node.flow, parent.style in LISTS)
    if node.style in ("|", ">"):
        yield from replace_block(document, node, place, text)
    elif node.start == node.end:
        like = next((c for c in parent.children.values() if c.start < c.end), None)
        head, body = new(document, place, text, like)
        before = document.text[node.start - 1 : node.start]
        colon = "" if before in (":", " ", "-") else ":"
        space = "" if before == " " else " "
        comment = " " if document.text.startswith("#", node.start) else ""
        yield Splice(node.start, node.end, f"{colon}{space}{head}{comment}")
        if body:
            end = document.line_end(node.start)
            yield Splice(end, end, "\n" + body)
    else:
        written = document.text[node.start : node.end]
        yield Splice(node.start, node.end, inline(place, text, node, written))


def replace_block(document: Document, node: Node, place: Place, text: str) -> Iterator[Splice]:
    """Yield what puts ``text`` in place of a block."""
    header = HEADER.match(document.text, node.start)
    first = document.line_end(node.start)
    indent, end = document.block(node)
    marks = header[1] if header else ""
    old = [line[indent:] for line in document.text[first + 1 : end].split("\n")]
    head, body = block_of(place, text, node.style + marks, indent or place.indent + 2, old)
    if not body:
        head = quoted(text)
    elif end == len(document.text) and text.endswith("\n"):
        body += "\n"  # at the end of a file a block would lack it
    yield Splice(node.start, header.end() if header else node.end, head)
    yield Splice(first, max(first, end), f"\n{body}" if body else "")


def new(document: Document, place: Place, text: str, like: Node | None) -> tuple[str, str]:
    """Write a text that is new there: its first line, and those below, if there are any."""
    if like and like.style in ("|", ">") and not place.flow:
        indent = document.block(like)[0] or place.indent + 2
        head, body = block_of(place, text, like.style, indent, [])
        if body:
            return head, body
    return (text if plain(place, text) else quoted(text)), ""


def insert(
    document: Document, parent: Node, texts: Mapping[str, str], order: Sequence[str]
) -> Iterator[Splice]:
    """Yield what adds keys to a mapping, each where ``order`` has it."""
    ranks: dict[str | int, int] = {key: rank for rank, key in enumerate(order)}
    beyond = len(ranks)
    place = Place(parent.column, parent.flow)
    entries = list(parent.children.items())
    for position, key in enumerate(sorted(texts, key=lambda key: ranks.get(key, beyond))):
        rank = ranks.get(key, beyond)
        before = [child for k, child in entries if ranks.get(k, beyond) < rank]
        behind = [child for k, child in entries if ranks.get(k, beyond) > rank]
        if rank == beyond or not (before or behind):
            before = [child for _, child in entries]
        head, body = new(document, place, texts[key], (before or behind)[-1] if entries else None)
        line = f"{key_of(key)}: {head}" + (f"\n{body}" if body else "")
        if not entries:
            yield Splice(parent.start + 1, parent.start + 1, ", " * (position > 0) + line)
        elif not before:
            gap = ", " if parent.flow else "\n" + " " * parent.column
            yield Splice(behind[0].entry, behind[0].entry, line + gap)
        elif parent.flow:
            yield Splice(before[-1].end, before[-1].end, f", {line}")
        else:
            end = document.line_end(document.end(before[-1]))
            yield Splice(end, end, "\n" + " " * parent.column + line)

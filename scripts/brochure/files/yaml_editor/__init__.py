"""Changes single texts of a YAML file and leaves every other character of it as it was.

Translators change words through forms and exchange files, and editors through Git: whoever looks
at the change afterwards should see those words and nothing else. So nothing is written anew;
texts are cut out and put in where the parser says that they stand, and the result is read again
before it is handed back.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from brochure.files.yaml_editor.document import (
    LISTS,
    MAPPINGS,
    Document,
    EditError,
    Splice,
    thawed,
    value_at,
)
from brochure.files.yaml_editor.entries import appended, emptied, flow_entry, lines
from brochure.files.yaml_editor.texts import insert, replace
from brochure.files.yaml_reader import parse_yaml
from brochure.problems import Location

__all__ = ["EditError", "append", "edit", "remove"]


def edit(text: str, changes: Mapping[Location, str], order: Sequence[str] = ()) -> str:
    """Return the YAML ``text`` with new texts at the locations.

    A key that a mapping lacks is added after those that stand before it in ``order``.
    """
    document = Document(text)
    expected = thawed(document.data)
    splices: list[Splice] = []
    missing: dict[Location, list[str]] = {}
    for location, new in changes.items():
        if not location:
            raise EditError(location, "the whole file is no text")
        if any("\ud800" <= character <= "\udfff" for character in new):
            raise EditError(location, "the text holds half a character")
        parent, key = document.find(location[:-1]), location[-1]
        holder = value_at(expected, location[:-1])
        if key in parent.children:
            if holder[key] != new or not isinstance(holder[key], str):
                splices += replace(document, parent, parent.children[key], location, new)
        elif isinstance(key, str) and parent.style in MAPPINGS:
            missing.setdefault(location[:-1], []).append(key)
        else:
            raise EditError(location, "nothing stands there")
        holder[key] = new
    for location, keys in missing.items():
        texts = {key: changes[*location, key] for key in keys}
        splices += insert(document, document.find(location), texts, order)
    return document.spliced(splices, expected, changes)


def remove(text: str, location: Location) -> str:
    """Return the YAML ``text`` without a key or a list's item, and without the comments on it."""
    document = Document(text)
    expected = thawed(document.data)
    node = document.find(location)
    if not location:
        raise EditError(location, "the whole file cannot be removed")
    parent = document.find(location[:-1])
    del value_at(expected, location[:-1])[location[-1]]
    if len(parent.children) == 1:
        splices = emptied(document, parent)
    elif parent.flow:
        splices = [flow_entry(parent, node)]
    else:
        splices = [lines(document, parent, node)]
    return document.spliced(splices, expected, [location])


def append(text: str, location: Location, block: str) -> str:
    """Return the YAML ``text`` with one more item at the end of the list at ``location``.

    ``block`` is the item's YAML, as in ``- tag: ar`` and the lines that follow it; it is indented
    as the list is.
    """
    document = Document(text)
    expected = thawed(document.data)
    node = document.find(location)
    if node.style not in LISTS:
        raise EditError(location, "no list stands there")
    block = textwrap.dedent(block).strip("\n")
    item = parse_yaml(block, "")
    if item.problems or not isinstance(item.data, tuple) or len(item.data) != 1:
        raise EditError(location, "what is added is not one item of a list")
    value_at(expected, location).append(thawed(item.data[0]))
    outer = document.find(location[:-1])
    return document.spliced([appended(document, node, outer, block)], expected, [location])

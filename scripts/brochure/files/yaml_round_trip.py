"""Sets texts in ruamel.yaml's data, each in the style that it had.

ruamel.yaml reproduces a file with its comments, quotes and order if the file has a layout that it
would write itself; `load` accepts no other files.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark, YAMLError
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    FoldedScalarString,
    LiteralScalarString,
    ScalarString,
)
from ruamel.yaml.tokens import CommentToken

from brochure.files.text_file import CONTROL
from brochure.files.yaml_folds import folds
from brochure.files.yaml_reader import parse_yaml
from brochure.problems import Location

REFORMAT = "cannot make this change without reformatting the file"

# Indents of mappings and of lists, and of the dash in the latter; the first is the project's own.
_LAYOUTS = ((2, 4, 2), (2, 2, 0), (4, 6, 4), (4, 4, 2), (4, 4, 0))
# Editors strip trailing spaces; ruamel.yaml cannot represent an indented first line, or empty lines
# at the end.
_UNFIT_FOR_BLOCK = re.compile(r"\A\s|[ \t]$|\n\n\Z|\A\Z", re.MULTILINE)
# What ruamel.yaml raises where it cannot read or write what the parser reads.
_FAILURES = (YAMLError, LookupError, AssertionError, NotImplementedError)
_BLOCKS = (FoldedScalarString, LiteralScalarString)


class EditError(Exception):
    """A change cannot be made; nothing is changed.

    ``line`` (from 1) is the one to look at. Until it is known, it is 0.
    """

    def __init__(self, location: Location, reason: str, line: int = 0) -> None:
        self.location = location
        self.reason = reason
        self.line = line
        super().__init__(f"{'.'.join(map(str, location)) or 'the file'}: {reason}")


class _TextResolver(VersionedResolver):
    """Reads plain scalars as strings: numbers, dates and words such as "no" stay as written."""

    versioned_resolver: Any = {}  # noqa: RUF012 - replaces a property of every resolver


def _yaml(mapping: int, sequence: int, offset: int) -> YAML:
    yaml = YAML()
    yaml.Resolver = _TextResolver
    yaml.preserve_quotes = True
    yaml.width = sys.maxsize  # no line is broken
    yaml.indent(mapping, sequence, offset)
    return yaml


def load(text: str) -> tuple[YAML, Any]:
    """Return ruamel.yaml, set to the file's layout, and the data that it reads.

    Raises:
        EditError: it would not reproduce the file.
    """
    before = text if text.endswith("\n") else f"{text}\n"
    errors = []
    for layout in _LAYOUTS:
        yaml = _yaml(*layout)
        try:
            data = yaml.load(before)
        except _FAILURES as cause:
            mark = getattr(cause, "problem_mark", None)
            raise EditError((), REFORMAT, mark.line + 1 if mark else 1) from cause
        after = dump(yaml, data)
        if after == before:
            return yaml, data
        errors.append(_would_change(before, after))
    raise errors[0]


def _would_change(before: str, after: str) -> EditError:
    """Return the error that names the first line that would be written differently."""
    pairs = zip_longest(before.split("\n"), after.split("\n"), fillvalue="")
    number, new = next((i, new) for i, (old, new) in enumerate(pairs, 1) if old != new)
    return EditError((), f"{REFORMAT}; on line {number} it expects: {new.strip()}", number)


def dump(yaml: YAML, data: Any) -> str:
    """Return the text of a file.

    Raises:
        EditError: ruamel.yaml cannot write it.
    """
    stream = io.StringIO()
    try:
        yaml.dump(data, stream)
    except _FAILURES as error:
        raise EditError((), REFORMAT) from error
    return stream.getvalue()


def insert(mapping: CommentedMap, key: str, new: str, order: Sequence[str]) -> None:
    """Add a key, in the style of the one before it; comments below that one go below both."""
    ranks = {name: rank for rank, name in enumerate(order)}
    rank = ranks.get(key, len(ranks))
    keys = list(mapping)
    indexes = (i for i, name in enumerate(keys, 1) if ranks.get(name, len(ranks)) <= rank)
    index = max(indexes, default=0)
    before = keys[max(index - 1, 0)] if keys else key
    mapping.insert(index, key, _scalar(mapping.get(before), new, mapping))
    if index and (slots := mapping.ca.items.get(before)) and slots[2]:
        is_block = isinstance(mapping[before], _BLOCKS)
        beside, below = ("", slots[2].value) if is_block else slots[2].value.split("\n", 1)
        slots[2] = _comment(f"{beside}\n", slots[2].column) if beside else None
        if below:
            line_end = "" if isinstance(mapping[key], _BLOCKS) else "\n"
            mapping.ca.items[key] = [None, None, _comment(line_end + below), None]


def replace(node: CommentedMap | CommentedSeq, key: Any, new: str) -> None:
    """Set a text. Where a block becomes one line, its comments move with it."""
    old = node[key]
    node[key] = scalar = _scalar(old, new, node)
    beside = getattr(old, "comment", None)  # the comment after a block's indicator
    if isinstance(scalar, _BLOCKS):
        scalar.comment = beside  # type: ignore[union-attr]  # an attribute that is not declared
    elif isinstance(old, _BLOCKS):
        slots = node.ca.items.setdefault(key, [None, None, None, None])
        slot = 2 if isinstance(node, CommentedMap) else 0
        below = slots[slot].value if slots[slot] else ""
        if below and not below.startswith("\n"):
            below = " " * slots[slot].column + below
        slots[slot] = _comment(f"{(beside or '').strip()}\n{below}")


def _comment(value: str, column: int = 0) -> CommentToken:
    return CommentToken(value, CommentMark(column))


def _scalar(old: Any, new: str, holder: CommentedMap | CommentedSeq) -> Any:
    """Return a text in the style of the ``old`` one, or in double quotes if that cannot hold it."""
    sample = "{{key: {}, next: text}}" if holder.fa.flow_style() else "key: {}\nnext: text"
    scalar: Any = type(old)(new) if isinstance(old, ScalarString) else new
    if isinstance(old, _BLOCKS):
        if isinstance(old, FoldedScalarString):
            scalar.fold_pos = folds(old, new)
        is_safe = not _UNFIT_FOR_BLOCK.search(new)
    else:
        is_safe = "\n" not in new
    return scalar if is_safe and _is_read_as(scalar, new, sample) else DoubleQuotedScalarString(new)


def _is_read_as(scalar: Any, text: str, sample: str) -> bool:
    """Whether a text survives a round trip, and has no invisible characters."""
    if CONTROL.search(text):  # ruamel.yaml takes one of them for a sign of its own
        return False
    expected = {"key": text, "next": "text"}
    is_plain = scalar is text
    written = (
        sample.format(text) if is_plain else dump(_yaml(*_LAYOUTS[0]), expected | {"key": scalar})
    )
    read = parse_yaml(written)
    return not read.problems and read.data == expected

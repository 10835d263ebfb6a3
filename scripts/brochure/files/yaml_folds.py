"""Where the lines of a folded YAML text end after an edit."""

from __future__ import annotations

import re
from itertools import pairwise

from ruamel.yaml.scalarstring import FoldedScalarString

_WIDTH = 94  # folded texts are wrapped here, or where the longest of their lines ended


def folds(old: FoldedScalarString, new: str) -> list[int]:
    """Return where the lines of a folded text end: unchanged ones stay, long ones are wrapped."""
    before = getattr(old, "fold_pos", [])
    head = _common_prefix(old, new)
    tail = _common_prefix(old[head:][::-1], new[head:][::-1])
    moved = {at + len(new) - len(old) for at in before if at >= len(old) - tail}
    fixed = moved | {at for at in before if at < head}
    ends = sorted({-1, *before, *(match.start() for match in re.finditer(r"\n|\Z", old))})
    width = max(_WIDTH, *(end - begin - 1 for begin, end in pairwise(ends)))
    folds: list[int] = []
    begin = line = 0  # where the line begins, with and without wrapping
    last = None  # the last space at which it could end
    for match in re.finditer(r"(?<=\S) (?=\S)|\n|\Z", new):
        at = match.start()
        if last is not None and at - begin > width:
            folds.append(last)
            begin, last = last + 1, None
        if match[0] == "\n":
            begin, line, last = at + 1, at + 1, None
        elif new.startswith(" ", line):  # the lines of an indented paragraph are not joined
            continue
        elif at in fixed:
            folds.append(at)
            begin, last = at + 1, None
        else:
            last = at
    return folds


def _common_prefix(one: str, other: str) -> int:
    """Return the length of the common prefix of two texts."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))

"""The sections of a page's prose: the part before the first heading, then one for each heading.

They are the units in which prose is translated. A section is identified by the id of its heading,
which all languages share; an empty heading (``## {#id}``) marks one that is missing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from brochure.text.document import parse

LEAD = "lead"

_MARKS = re.compile(r"^#{1,6}|\{[^{}]*\}$")


@dataclass(frozen=True)
class Section:
    """A part of prose; ``start`` and ``end`` are its offsets, ``line`` its first line.

    ``id`` is ``lead``, or ``#`` with the id of its heading.
    """

    id: str
    text: str
    start: int
    end: int
    line: int

    @functools.cached_property
    def is_empty(self) -> bool:
        """Whether it has no text, except perhaps the marks of a heading."""
        return not _MARKS.sub("", _MARKS.sub("", self.text).strip()).strip()


def sections(body: str, first_line: int = 1) -> Iterator[Section]:
    """Yield the sections of prose that begins at line ``first_line`` of its file.

    A heading within a quotation or a list does not begin one: half a list cannot be translated.
    """
    begins = [(LEAD, 0)]
    begins += [(f"#{h.id}", h.offset) for h in parse(body).headings if not h.is_nested]
    ends = [offset for _, offset in begins[1:]] + [len(body)]
    for (name, begin), end in zip(begins, ends, strict=True):
        whole = body[begin:end]
        text = whole.strip()
        if name == LEAD and not text:
            continue
        start = begin + len(whole) - len(whole.lstrip())
        yield Section(name, text, start, start + len(text), first_line + body.count("\n", 0, start))

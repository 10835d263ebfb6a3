"""The sections of a page's prose: what stands before the first heading, then each heading's part.

They are the units in which prose is translated. A section is known by the id of its heading,
which all languages share; an empty heading (``## {#id}``) holds the place of one that is missing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from brochure.text.markdown import headings

LEAD = "lead"

_MARKS = re.compile(r"^#{1,6}|\{[^{}]*\}$")


@dataclass(frozen=True)
class Section:
    """A part of prose; ``start`` and ``end`` are its text's offsets in it, ``line`` its first.

    ``id`` is ``lead``, or ``#`` with the id of its heading.
    """

    id: str
    text: str
    start: int
    end: int
    line: int

    @functools.cached_property
    def is_empty(self) -> bool:
        """Whether nothing stands in it but perhaps the marks of a heading."""
        return not _MARKS.sub("", _MARKS.sub("", self.text).strip()).strip()


def sections(body: str, first_line: int = 1) -> Iterator[Section]:
    """Yield the sections of prose that begins at line ``first_line`` of its file."""
    lines = body.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    begins = [(LEAD, 0)]
    begins += [(f"#{heading.id}", heading.line - 1) for heading in headings(body)]
    ends = [line for _, line in begins[1:]] + [len(lines)]
    for (name, begin), end in zip(begins, ends, strict=True):
        whole = body[starts[begin] : starts[end] - 1 if end > begin else starts[begin]]
        text = whole.strip()
        if name == LEAD and not text:
            continue
        before = len(whole) - len(whole.lstrip())
        start = starts[begin] + before
        number = first_line + begin + whole[:before].count("\n")
        yield Section(name, text, start, start + len(text), number)

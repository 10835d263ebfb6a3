"""The sections of a page's prose: the part before the first heading, then one for each heading.

They are the units in which prose is translated. A section is identified by the id of its heading,
which all languages share; an empty heading (``## {#id}``) marks one that is missing.

A line ``{closed}`` or ``{not_yet}`` divides a section: what follows it takes the place of what
precedes it, without its heading, while requests are in that phase. Where nothing follows, the
section is not shown then.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from brochure.text.parser import parse
from brochure.text.phases import Phase, markers, parts, with_phase, without_markers

LEAD = "lead"


@dataclass(frozen=True)
class Section:
    """A part of prose; ``start`` and ``end`` are its offsets, ``line`` its first line.

    ``id`` is ``lead``, or ``#`` with the id of its heading; with ``.closed`` or ``.not_yet`` for
    words that take its place in that phase of requests. Those ``begin`` with a line that says so.
    """

    id: str
    text: str
    begin: int
    start: int
    end: int
    line: int

    @functools.cached_property
    def is_empty(self) -> bool:
        """Whether it has no text, except perhaps the marks of a heading."""
        if not self.text or parts(self.id)[1] != "open":
            return not self.text
        return self.text == self.heading and not parse(self.text).headings[0].title

    @property
    def heading(self) -> str:
        """Its heading, as it is written; empty if it has none."""
        return next((h.source for h in parse(self.text).headings if not h.offset), "")


def sections(body: str, first_line: int = 1) -> Iterator[Section]:
    """Yield the sections of prose that begins at line ``first_line`` of its file.

    A heading within a quotation or a list does not begin one: half a list cannot be translated.
    """
    headings = parse(without_markers(body)).headings
    begins: list[tuple[str, Phase, int, int]] = [(LEAD, "open", 0, 0)]
    begins += [(f"#{h.id}", "open", h.offset, h.offset) for h in headings if not h.is_nested]
    begins += [("", phase, start, end) for phase, start, end in markers(body)]
    begins.sort(key=lambda begin: begin[2:])
    ends = [begin for _, _, begin, _ in begins[1:]] + [len(body)]
    name = LEAD
    for (own_name, phase, begin, after), end in zip(begins, ends, strict=True):
        name = own_name or name
        whole = body[after:end]
        text = whole.strip()
        if name == LEAD and phase == "open" and not text:
            continue
        start = after + len(whole) - len(whole.lstrip()) if text else after
        line = first_line + body.count("\n", 0, start)
        yield Section(with_phase(name, phase), text, begin, start, start + len(text), line)

"""``Page``: a parsed file of ``docs/``."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from brochure.files.source import Source
from brochure.files.text_file import position_after
from brochure.problems import Position, Problem
from brochure.text.document import Heading, ParsedText
from brochure.text.parser import parse
from brochure.text.phases import OTHERS, Phase, owner, parts, with_phase, without_markers
from brochure.text.sections import Section, sections

# What the front matter holds, and its keys for other words in a phase of requests.
METADATA = ("title", "description")
METADATA_KEYS = {
    with_phase(part, phase): with_phase(part, phase).replace(".", "_")
    for part in METADATA
    for phase in ("open", *OTHERS)
}
# What the page is for, in the default language.
ROLE = "role"
# In the default language, too: the first and the last day on which readers see the page.
DAYS = FROM, UNTIL = "shown_from", "shown_until"
# There, too: the day on which what the page says was last changed.
CHANGED = "changed"


@dataclass(frozen=True)
class Page:
    """A page file, ``docs/<language>/<name>.md``; ``body`` begins at line ``body_line``.

    ``role`` is what it is for, such as ``form``, as its front matter says; empty if that does not.
    ``shown_from`` and ``shown_until`` are the first and the last day on which readers see it,
    ``changed`` is when its words were last changed.
    """

    language: str
    name: str
    path: str
    title: str
    description: str
    body: str
    body_line: int
    source: Source
    # The title and the description in other phases of requests, such as "description.closed".
    other_metadata: Mapping[str, str] = field(default_factory=dict)
    role: str = ""
    shown_from: datetime.date | None = None
    shown_until: datetime.date | None = None
    changed: datetime.date | None = None

    @functools.cached_property
    def document(self) -> ParsedText:
        """Its prose, converted; offsets are those in ``body``."""
        return parse(without_markers(self.body))

    def position(self, offset: int) -> Position:
        """Return the line in the file, and the column, of an offset in ``body``."""
        line, column = position_after(self.body[:offset])
        return self.body_line + line - 1, column

    @functools.cached_property
    def headings(self) -> tuple[Heading, ...]:
        """Its headings, with their lines in the file."""
        before = self.body_line - 1
        return tuple(replace(h, line=h.line + before) for h in self.document.headings)

    @functools.cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections of its prose."""
        return tuple(sections(self.body, self.body_line))

    def metadata(self, part: str) -> str:
        """Return the title, the description, or one of them in another phase; perhaps empty."""
        return str(getattr(self, part)) if part in METADATA else self.other_metadata.get(part, "")

    def phases(self, part: str) -> tuple[Phase, ...]:
        """Return the phases of requests for which the title, a section … has words of its own."""
        return tuple(
            phase
            for phase in OTHERS
            if with_phase(part, phase) in {*self.other_metadata, *self._sections_by_id}
        )

    def hides(self, section_id: str, phase: Phase) -> bool:
        """Whether nothing of a section is shown in a phase, not even its heading."""
        section = self.section(with_phase(section_id, owner(phase, self.phases(section_id))))
        return section is not None and parts(section.id)[1] != "open" and section.is_empty

    @functools.cached_property
    def section_ids(self) -> tuple[str, ...]:
        """The ids of its sections, without those that are other words in a phase of requests."""
        return tuple(dict.fromkeys(parts(section.id)[0] for section in self.sections))

    def section(self, section_id: str) -> Section | None:
        """Return a section by its id, or ``None`` if the page has none with it."""
        return self._sections_by_id.get(section_id)

    def section_document(self, section_id: str) -> ParsedText:
        """Return the converted text of a section that the page has."""
        return self._section_documents[section_id]

    @functools.cached_property
    def _section_documents(self) -> dict[str, ParsedText]:
        return {
            section_id: self.document.part(section.start, section.end)
            for section_id, section in self._sections_by_id.items()
        }

    @functools.cached_property
    def _sections_by_id(self) -> dict[str, Section]:
        # A rule reports sections with the same id; the first one counts.
        return {section.id: section for section in reversed(self.sections)}

    def problem(self, position: Position, rule: str, message: str, hint: str) -> Problem:
        """Return a problem at line and column of this file."""
        return Problem(self.path, *position, "error", rule, message, hint)

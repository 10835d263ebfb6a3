"""``Segment``: a text of the site in one language, as rules look at it."""

from __future__ import annotations

from typing import NamedTuple

from brochure.files.text_file import position_after
from brochure.problems import FilePosition, Level, Problem
from brochure.site.units import PageUnit, Unit
from brochure.text.document import ParsedText
from brochure.text.parser import parse, parse_inline


def has_markup(text: str) -> bool:
    """Whether a text may have links, pictures or HTML, or attributes: most texts have none."""
    return "[" in text or "<" in text or ("{" in text and "=" in text)


class Segment(NamedTuple):
    """A unit's text in one language.

    Only in prose do lines of ``text`` correspond to lines of the file.
    """

    unit: Unit
    tag: str
    text: str

    @property
    def name(self) -> str:
        """Its name in messages."""
        return self.unit.name(self.tag)

    @property
    def position(self) -> FilePosition:
        """Path, line and column where it begins."""
        return self.unit.position(self.tag)

    @property
    def page(self) -> str:
        """The name of its page; empty if it is in YAML."""
        return self.unit.page if isinstance(self.unit, PageUnit) else ""

    @property
    def is_prose(self) -> bool:
        """Whether it is a section of prose."""
        return isinstance(self.unit, PageUnit) and self.unit.is_prose

    @property
    def document(self) -> ParsedText:
        """The text, converted; offsets are those in ``text``."""
        if not isinstance(self.unit, PageUnit) or not self.unit.is_prose:
            return parse_inline(self.text)
        section = self.unit.section(self.tag)
        if section is None or section.text != self.text:  # a text that is not on the page yet
            return parse(self.text)
        return self.unit.pages[self.tag].section_document(section.id)

    def position_of(self, offset: int) -> FilePosition:
        """Return path, line and column of an offset in the text."""
        path, line, column = self.position
        if self.is_prose:
            row, column = position_after(self.text[:offset])
            line += row - 1
        return path, line, column

    def problem(
        self, offset: int, rule: str, message: str, hint: str = "", *, level: Level = "error"
    ) -> Problem:
        """Return a problem at an offset in the text."""
        return Problem(*self.position_of(offset), level, rule, f"{self.name} {message}", hint)

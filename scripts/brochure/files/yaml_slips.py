"""Finds what looks right in YAML and is read as something else.

That are tabs and no-break spaces for indentation, and comments that may be meant to be part of a
text: ``en: Room #5`` is read as ``Room``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brochure.problems import Problem
from brochure.text.suggestions import shorten

COMMENT = "yaml-comment"

_NO_INDENT = re.compile(r"^ *[\t\u00a0\u202f]", re.MULTILINE)
_TAB = ("yaml-tab", "tab used for indentation", "Replace each tab with two spaces per level.")
_NO_BREAK_SPACE = (
    "yaml-space",
    "no-break space used for indentation",
    "Delete what is before the first word, and type the spaces again.",
)

# A comment of a person begins with a space: # like this.
_SWALLOWED = re.compile(r"[ \t]*[^\s#].*?[ \t](?=#[^\s#])")
_SHORT = 30


@dataclass(frozen=True)
class Comment:
    """A comment in a line, and what is ``before`` it."""

    before: str
    text: str

    @property
    def column(self) -> int:
        """Where it begins, from 0."""
        return len(self.before)

    @property
    def explanation(self) -> tuple[str, str]:
        """The message and the hint."""
        shown = shorten(self.text, _SHORT)
        message = f"“{shown}” is left out: # after a space begins a comment"
        return message, "Put the whole text in quotes. For a comment, write a space after the #."


def swallowed(text: str) -> dict[int, Comment]:
    """Return what may be such a comment, by the number of its line from 0."""
    if " #" not in text and "\t#" not in text:
        return {}
    return {
        number: Comment(match[0], line[match.end() :])
        for number, line in enumerate(text.split("\n"))
        if (match := _SWALLOWED.match(line))
    }


def indentation(text: str, name: str, first_line: int) -> Iterator[Problem]:
    """Yield a problem for each line that is indented with something else than spaces."""
    for number, line in enumerate(text.split("\n") if _NO_INDENT.search(text) else (), first_line):
        if wrong := _NO_INDENT.match(line):
            rule, message, hint = _TAB if wrong[0].endswith("\t") else _NO_BREAK_SPACE
            yield Problem(name, number, wrong.end(), "error", rule, message, hint)

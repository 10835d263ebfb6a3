"""A problem is a value: where it is, what is wrong, and how to fix it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

_TO_CONFIRM = (
    "To be confirmed (does not block publishing)."
    ' Once an item is confirmed, correct its text and delete its line "to_confirm:":'
)

Level = Literal["error", "warning", "info"]
Format = Literal["text", "json", "github"]

# Line and column, from 1; path, line and column; and the keys and indexes that lead to a value.
Position = tuple[int, int]
FilePosition = tuple[str, int, int]
Location = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that a person has to fix, or at least look at; an ``info`` asks for neither.

    Lines and columns count from 1; ``path`` is relative to the project's folder.
    """

    path: str
    line: int
    column: int
    level: Level
    rule: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Format it as compilers do, so that editors can jump to the position."""
        position = f"{self.path}:{self.line}:{self.column}"
        text = f"{position}: {self.level}: {self.message} [{self.rule}]"
        return f"{text}\n    hint: {self.hint}" if self.hint else text


class ProblemsError(Exception):
    """The content cannot be used; ``problems`` holds all problems, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return those problems that stop a build."""
    return [problem for problem in problems if problem.level == "error"]


def render(
    problems: Iterable[Problem], form: Format = "text", of_drafts: Iterable[Problem] = ()
) -> str:
    """Format problems for people (``text``), for programs (``json``) or as GitHub annotations.

    Those of drafts come last: they are their translators', and GitHub shows ten of a kind.
    """
    unique, last = sorted(set(problems)), sorted(set(of_drafts))
    if form == "json":
        every = [asdict(problem) for problem in (*unique, *last)]
        return json.dumps(every, ensure_ascii=False, indent=2)
    if form == "github":
        return "\n".join(map(_annotation, (*unique, *last)))
    notes = [problem for problem in unique if problem.level == "info"]
    lines = [*(str(problem) for problem in unique if problem not in notes), summary(unique)]
    if notes:
        lines += ["", _TO_CONFIRM, *map(str, notes)]
    if last:
        lines += ["", "In drafts (do not block publishing):", *map(str, last), summary(last)]
    return "\n".join(lines)


def summary(problems: Iterable[Problem]) -> str:
    """Count problems in one line, such as ``2 errors, 1 warning``; not those that are ``info``."""
    problems = list(problems)
    counts = {level: sum(p.level == level for p in problems) for level in ("error", "warning")}
    return ", ".join(counted(n, level) for level, n in counts.items() if n) or "no problems"


def counted(number: int, noun: str) -> str:
    """Return a number with what is counted: ``1 text``, ``2 texts``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _annotation(problem: Problem) -> str:
    """One GitHub workflow command.

    Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    text = problem.message + (f"\nhint: {problem.hint}" if problem.hint else "")
    position = f"file={_property(problem.path)},line={problem.line},col={problem.column}"
    command = "notice" if problem.level == "info" else problem.level
    return f"::{command} {position},title={_property(problem.rule)}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

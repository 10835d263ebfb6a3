"""The phases of requests, and how texts say in which of them they are shown.

A text without other words is shown in all phases. Its words for ``closed`` take its place while
requests are closed, and before they open, too, unless it has words for ``not_yet``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator
from typing import Literal, cast

from brochure.text.code import without_code_and_comments

Phase = Literal["open", "not_yet", "closed"]
Phases = frozenset[Phase]
ALWAYS: Phases = frozenset({"open", "not_yet", "closed"})
# Those in which a text may have other words than while requests are open.
OTHERS: tuple[Phase, ...] = ("closed", "not_yet")

# What is added to the name of a text in messages.
IN_WORDS = {"open": "", "closed": " while requests are closed", "not_yet": " before requests open"}

# In prose, the words for a phase follow a line with its name in braces.
_MARKER = re.compile(rf"^\{{({'|'.join(OTHERS)})\}}[ \t]*$", re.MULTILINE)


def owner(phase: Phase, others: Collection[str]) -> Phase:
    """Return whose words are shown in a phase, of a text that has words for ``others``."""
    if phase in others:
        return phase
    return "closed" if phase == "not_yet" and "closed" in others else "open"


def shown_in(phase: Phase, others: Collection[str]) -> Phases:
    """Return where the words for a phase are shown, of a text that has words for ``others``."""
    return _shown_in(phase, frozenset(others))


@functools.cache
def _shown_in(phase: Phase, others: frozenset[str]) -> Phases:
    return frozenset(shown for shown in ALWAYS if owner(shown, others) == phase)


def markers(prose: str) -> Iterator[tuple[Phase, int, int]]:
    """Yield each line that begins the words for a phase: the phase, and the line's offsets."""
    if "{" in prose:
        for match in _MARKER.finditer(without_code_and_comments(prose, is_prose=True)):
            yield cast("Phase", match[1]), *match.span()


def without_markers(prose: str) -> str:
    """Return prose, equally long, without these lines."""
    for _, start, end in markers(prose):
        prose = prose[:start] + " " * (end - start) + prose[end:]
    return prose


def marker(phase: str) -> str:
    """Return the line that begins the words for a phase."""
    return f"{{{phase}}}"


def with_phase(name: str, phase: Phase) -> str:
    """Return the name of a text's words for a phase."""
    return name if phase == "open" else f"{name}.{phase}"


def parts(name: str) -> tuple[str, Phase]:
    """Return the name of a text, and the phase that its words are for."""
    text, _, phase = name.rpartition(".")
    return (text, phase) if phase in OTHERS else (name, "open")

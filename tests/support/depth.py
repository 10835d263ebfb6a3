"""How deep a run of the tests goes: quick, offline, normal or soak.

The environment variable ``TESTS`` decides it, set by the Makefile. *offline* leaves out what needs
a browser or a server other than PostgreSQL, *quick* also that and what takes seconds; *soak* runs
every round, page, language and look.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

T = TypeVar("T")
DEPTHS = ("quick", "offline", "normal", "soak")
DEPTH = os.environ.get("TESTS", "normal")
SOAK = DEPTH == "soak"

# Fixtures that run a separate program: a browser, Java, a database, a web server.
_PROGRAMS = frozenset({"browser", "nu_check", "programs", "traced"})


def rounds(normal: int, soak: int) -> int:
    """Return how often to repeat something in this run."""
    return soak if SOAK else normal


def some(normal: Sequence[T], soak: Sequence[T]) -> Sequence[T]:
    """Return the values to go through in this run."""
    return soak if SOAK else normal


def load_hypothesis_profile() -> None:
    """Choose which examples Hypothesis draws; on a busy machine slowness is not a failure.

    The soak draws new ones each time; other runs draw the same ones, so that what they report
    comes from the change that is tested.
    """
    settings.register_profile(
        DEPTH,
        max_examples={"quick": 5, "offline": 5, "normal": 15, "soak": 300}[DEPTH],
        derandomize=not SOAK,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile(DEPTH)


def runs(item: pytest.Item) -> bool:
    """Whether a test is part of this run."""
    if item.get_closest_marker("soak"):
        return SOAK
    if DEPTH == "quick":
        return not takes_long(item)
    return DEPTH != "offline" or not needs_a_program(item)


def takes_long(item: pytest.Item) -> bool:
    """Whether a test takes seconds, or starts a program."""
    return bool(item.get_closest_marker("slow")) or needs_a_program(item)


def needs_a_program(item: pytest.Item) -> bool:
    """Whether a test needs a browser or a server: by its fixtures, parameters or marks.

    PostgreSQL does not count in the run *offline*, which tries the code that speaks to it.
    """
    names = set(getattr(item, "fixturenames", ()))
    parameters = getattr(item, "callspec", None)
    return bool(
        names & _PROGRAMS
        or item.get_closest_marker("server")
        or (DEPTH != "offline" and parameters and "postgresql" in parameters.params.values())
    )

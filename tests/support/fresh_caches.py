"""A pytest plugin for the run on mutants: no test leaves what another one needs.

The code's caches are emptied before each test, so that a test depends on every function that it
needs, not only on those that no test before it has called with the same arguments.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterator


class _Reached(set[str]):
    """The functions that a test has reached; threads of a service add to them meanwhile."""

    def __iter__(self) -> Iterator[str]:
        return iter(frozenset(self))


def pytest_configure() -> None:
    """Let mutmut collect what tests reach, also where a service still runs in a thread."""
    if mutmut := sys.modules.get("mutmut.state"):
        mutmut.state()._stats = _Reached()


def pytest_runtest_setup() -> None:
    """Empty the caches of all functions of the code."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in {"brochure", "engine", "intake"}:
            for value in list(vars(module).values()):
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()

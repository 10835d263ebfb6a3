"""A pytest plugin that empties the code's caches before each test.

With it, a test depends on every function that it needs, not only on those that no test before it
has called with the same arguments. The run on mutants uses it.
"""

from __future__ import annotations

import functools
import sys


def pytest_runtest_setup() -> None:
    """Empty the caches of all functions of the code."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in {"brochure", "engine", "intake"}:
            for value in list(vars(module).values()):
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()

"""The progress of long commands."""

from __future__ import annotations

import sys
import time

_INTERVAL = 1.5  # seconds before the first line, and between lines


class Progress:
    """Prints to standard error how much is done, such as ``3 of 12 pages read``."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.printed = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Print the progress, at most every 1.5 seconds."""
        now = time.monotonic()
        if now - self.printed >= _INTERVAL:
            self.printed = now
            print(f"{done:,} of {total:,} {self.what}", file=sys.stderr)

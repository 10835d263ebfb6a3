"""Words on how far a long command is."""

from __future__ import annotations

import sys
import time

_INTERVAL = 1.5  # seconds before the first word, and between words


class Progress:
    """Tells on standard error how much is done, such as ``3 of 12 pages read``."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.said = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Tell it if the last word was a while ago."""
        now = time.monotonic()
        if now - self.said >= _INTERVAL:
            self.said = now
            print(f"{done:,} of {total:,} {self.what}", file=sys.stderr)

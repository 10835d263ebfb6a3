"""What ``intake doctor`` finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What was tried, whether it is well, and what was seen."""

    what: str
    is_well: bool
    seen: str

    def __str__(self) -> str:
        return f"{'ok   ' if self.is_well else 'WRONG'}  {self.what}: {self.seen}"

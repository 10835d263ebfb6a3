"""The results of ``intake doctor``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CheckResult:
    """What was checked, whether it is well, and what was seen."""

    what: str
    is_well: bool
    seen: str

    def __str__(self) -> str:
        return f"{'ok   ' if self.is_well else 'WRONG'}  {self.what}: {self.seen}"

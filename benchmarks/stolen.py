"""Time that a virtual machine's host gave to others: it slows all that is measured meanwhile.

Source: Linux, proc_stat(5), the eighth number of the line "cpu": ``steal``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_STAT = Path("/proc/stat")
_STEAL, _LAST = 7, 8  # the numbers behind it are part of those before it


@dataclass(frozen=True)
class Clock:
    """The processors' ticks since the machine started: those that others got, and all."""

    stolen: int
    all: int

    @classmethod
    def now(cls, stat: Path = _STAT) -> Clock:
        """Read it; where the system does not tell, nothing ever passes."""
        try:
            first = stat.read_text(encoding="ascii").partition("\n")[0]
        except OSError:
            return cls(0, 0)
        ticks = [int(number) for number in first.split()[1:]][:_LAST]
        return cls(ticks[_STEAL], sum(ticks))

    def since(self, before: Clock) -> str:
        """Return the share that others got since then, such as ``12 %``."""
        passed = self.all - before.all
        return f"{100 * (self.stolen - before.stolen) / passed:.0f} %" if passed else "unknown"

"""CPU time that the host of a virtual machine gave to others: it slows down everything measured.

Source: Linux, proc_stat(5), the eighth number of the line "cpu": ``steal``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_STAT = Path("/proc/stat")
_STEAL, _LAST = 7, 8  # the numbers after it are included in those before it


@dataclass(frozen=True)
class CpuTicks:
    """Clock ticks of all CPUs since the machine started: stolen ticks and the total."""

    stolen: int
    total: int

    @classmethod
    def now(cls, stat: Path = _STAT) -> CpuTicks:
        """Read them; zero if the system does not report them."""
        try:
            first = stat.read_text(encoding="ascii").partition("\n")[0]
        except OSError:
            return cls(0, 0)
        ticks = [int(number) for number in first.split()[1:]][:_LAST]
        return cls(ticks[_STEAL], sum(ticks))

    def since(self, before: CpuTicks) -> str:
        """Return the share stolen since ``before``, such as ``12 %``."""
        passed = self.total - before.total
        return f"{100 * (self.stolen - before.stolen) / passed:.0f} %" if passed else "unknown"

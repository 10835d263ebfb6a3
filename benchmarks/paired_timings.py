"""Results: pairs of timings, each measured one right after the other, and their ratios."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class PairedTimings:
    """Seconds of this project and of the baseline, round by round.

    ``ratio_limit`` is the highest ratio that the project allows itself and ``seconds_limit`` the
    longest time; None without such a target.
    """

    name: str
    ratio_limit: float | None = None
    seconds_limit: float | None = None
    ours: list[float] = field(default_factory=list)
    baseline: list[float] = field(default_factory=list)

    def add(self, ours: float, baseline: float) -> None:
        """Add one round."""
        self.ours.append(ours)
        self.baseline.append(baseline)

    @property
    def ratios(self) -> list[float]:
        """Ours divided by the baseline's, round by round: disturbances slow down both."""
        return [ours / baseline for ours, baseline in zip(self.ours, self.baseline, strict=True)]

    @property
    def verdict(self) -> str:
        """Whether the targets are met; empty if there are none."""
        met = []
        if self.ratio_limit is not None:
            met.append(statistics.median(self.ratios) <= self.ratio_limit)
        if self.seconds_limit is not None:
            met.append(statistics.median(self.ours) <= self.seconds_limit)
        return "" if not met else "met" if all(met) else "missed"

    @staticmethod
    def header() -> str:
        """Return the line above the results."""
        return f"{'':42}{'ours':>9}{'stock':>9}{'ratio':>8}{'from – to':>15}{'target':>17}"

    def __str__(self) -> str:
        """Return the medians, the spread, and whether the targets are met."""
        ratios = self.ratios
        seconds = [f"{statistics.median(times):.2f} s" for times in (self.ours, self.baseline)]
        spread = f"{min(ratios):.2f} – {max(ratios):.2f}"
        limits = [f"{self.ratio_limit:.2f}"] if self.ratio_limit is not None else []
        limits += [f"{self.seconds_limit:.1f} s"] if self.seconds_limit is not None else []
        target = f"≤ {', '.join(limits)}" if limits else ""
        return (
            f"{self.name:42}{seconds[0]:>9}{seconds[1]:>9}{statistics.median(ratios):>8.2f}"
            f"{spread:>15}{target:>17}  {self.verdict}"
        ).rstrip()


def in_turn(number: int, *measurements: Callable[[], float]) -> list[float]:
    """Run all, starting with a different one each round; return their seconds in the given order.

    So none gains from always coming first, or from what the one before it left in memory.
    """
    count = len(measurements)
    order = [(number + step) % count for step in range(count)]
    seconds = {index: measurements[index]() for index in order}
    return [seconds[index] for index in range(count)]


def print_now(text: str) -> None:
    """Write a line without buffering."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()

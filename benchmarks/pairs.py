"""Results: pairs of seconds, each measured one right after the other, and their ratios."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Pairs:
    """What was measured, in seconds: ours and stock's, round by round.

    ``target`` is the highest ratio that the project allows itself.
    """

    name: str
    target: float
    ours: list[float] = field(default_factory=list)
    stock: list[float] = field(default_factory=list)

    @property
    def ratios(self) -> list[float]:
        """Ours divided by stock's, round by round: what slows a round slows both."""
        return [one / other for one, other in zip(self.ours, self.stock, strict=True)]

    @staticmethod
    def header() -> str:
        """Return the line above the results."""
        return f"{'':24}{'ours':>9}{'stock':>9}{'ratio':>9}{'from – to':>15}{'target':>10}"

    def __str__(self) -> str:
        """Show the medians, the spread, and whether the target is met."""
        ratios = self.ratios
        ratio = statistics.median(ratios)
        seconds = [f"{statistics.median(times):.2f} s" for times in (self.ours, self.stock)]
        spread = f"{min(ratios):.2f} – {max(ratios):.2f}"
        verdict = "met" if ratio <= self.target else "missed"
        return (
            f"{self.name:24}{seconds[0]:>9}{seconds[1]:>9}{ratio:>9.2f}{spread:>15}"
            f"{f'≤ {self.target:.2f}':>10}  {verdict}"
        )


def in_turn(number: int, *measurements: Callable[[], float]) -> list[float]:
    """Run all, beginning with another one each round; return their seconds in the order given.

    So none gains from always coming first, or from what the one before it left in memory.
    """
    count = len(measurements)
    order = [(number + step) % count for step in range(count)]
    seconds = {index: measurements[index]() for index in order}
    return [seconds[index] for index in range(count)]


def say(text: str) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()

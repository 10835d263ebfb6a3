"""A command of the project, run several times: its seconds, from its start to its end."""

from __future__ import annotations

import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import project_copy
from benchmarks.paired_timings import print_now


@dataclass(frozen=True)
class CommandTimes:
    """The seconds that a command took on a site of some ``size``, and those that it may take."""

    name: str
    size: str
    seconds: tuple[float, ...]
    target: float

    @staticmethod
    def header() -> str:
        """Return the line above the results."""
        return f"{'command':46}{'median':>9}{'from – to':>18}{'target':>10}"

    def __str__(self) -> str:
        """Return the figures, and whether the target is met."""
        median = statistics.median(self.seconds)
        span = f"{min(self.seconds):.2f} – {max(self.seconds):.2f} s"
        met = "met" if median < self.target else "missed"
        target = f"< {self.target:g} s"
        return f"{self.name + ': ' + self.size:46}{median:>7.2f} s{span:>18}{target:>10}  {met}"


def timed(place: Path, rounds: int, *command: str | Path) -> tuple[float, ...]:
    """Run a command in a folder so often and return the seconds of each run.

    Raises:
        RuntimeError: it fails.
    """
    seconds = []
    for number in range(rounds):
        began = time.perf_counter()
        run(place, *command)
        seconds.append(time.perf_counter() - began)
        print_now(f"{command[1]} {number + 1} of {rounds}: {seconds[-1]:.2f} s")
    return tuple(seconds)


def run(place: Path, *command: str | Path) -> None:
    """Run a command in a folder.

    Raises:
        RuntimeError: it fails.
    """
    result = subprocess.run(  # noqa: S603 - the project's own command
        command, cwd=place, env=project_copy.environment(), capture_output=True, check=False
    )
    if result.returncode:
        output = (result.stdout + result.stderr).decode()[-2000:]
        raise RuntimeError(f"{' '.join(map(str, command[1:]))} failed:\n{output}")

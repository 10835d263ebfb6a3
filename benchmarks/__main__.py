"""``make bench``: one run that measures both sides and prints their ratios, then the intake.

``make bench ARGS="--rounds 20"`` for a quieter result, ``--only pages --languages 24`` for a part
of it. Seconds depend on the machine and on what else it does; the ratios of pairs hardly do.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import signal
import sys
import tempfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from benchmarks import (
    audit,
    build,
    desk,
    edit,
    extras,
    intake,
    journeys,
    load,
    pages,
    paint,
    paper,
    sites,
    status,
)
from benchmarks.command_times import CommandTimes
from benchmarks.cpu_steal import CpuTicks
from benchmarks.paired_timings import PairedTimings, print_now
from brochure.problems import ProblemsError, render

ROOT = Path(__file__).parent.parent
OF_A_COPY = (
    "extras",
    "paint",
    "journeys",
    "load",
    "intake",
    "desk",
    "paper",
    "audit",
    "status",
)
PARTS = ("pages", "build", "edit", *OF_A_COPY)
STOCK = ("mkdocs", "mkdocs-material", "mkdocs-static-i18n")


def main() -> int:
    """Measure; return 0 whatever the results, and 1 if nothing can be measured."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="pairs of each kind (default: 9)")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this alone")
    parser.add_argument(
        "--languages", type=int, choices=sites.SIZES, action="append", help="in this size alone"
    )
    options = parser.parse_args()
    begin = CpuTicks.now()
    # If the run is terminated, so are its servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    try:
        results = measure(
            max(1, options.rounds), options.only or PARTS, options.languages or sites.SIZES
        )
    except ProblemsError as error:
        sys.stderr.write(f"{render(error.problems)}\nFix this first: nothing was measured.\n")
        return 1
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 1
    print_now("")
    stolen = CpuTicks.now().since(begin)
    print_now(
        f"Python {platform.python_version()}, {os.cpu_count()} CPUs, CPU time stolen: {stolen}."
    )
    if results.pairs:
        print_now(f"Stock: {', '.join(f'{name} {version(name)}' for name in STOCK)}.")
        print_now(
            "A ratio is ours divided by stock's: the median of pairs, then the lowest and highest."
        )
        print_now("\n".join(["", PairedTimings.header(), *map(str, results.pairs)]))
    tables = (
        (CommandTimes, results.commands),
        (paint.Result, results.paints),
        (journeys.Result, results.journeys),
        (load.Result, results.loads),
        (intake.Result, results.intake),
        (desk.Result, results.desk),
    )
    for kind, lines in tables:
        if lines:
            print_now("\n".join(["", kind.header(), *map(str, lines)]))
    return 0


@dataclass
class Results:
    """What was measured."""

    pairs: list[PairedTimings] = field(default_factory=list)
    intake: list[intake.Result] = field(default_factory=list)
    desk: list[desk.Result] = field(default_factory=list)
    journeys: list[journeys.Result] = field(default_factory=list)
    loads: list[load.Result] = field(default_factory=list)
    commands: list[CommandTimes] = field(default_factory=list)
    paints: list[paint.Result] = field(default_factory=list)


def measure(rounds: int, parts: Collection[str], sizes: Iterable[int]) -> Results:
    """Create the sites in a temporary folder and measure the requested parts."""
    results = Results()
    with tempfile.TemporaryDirectory(prefix="brochure-bench-", ignore_cleanup_errors=True) as name:
        os.environ["TMPDIR"] = tempfile.tempdir = name  # also for what commands leave behind
        programs = ROOT / ".venv" / "bin"
        for size in sizes if {"pages", "build", "edit"} & set(parts) else ():
            print_now(f"{size} languages: creating both sites …")
            pair = sites.make(ROOT, Path(name), size)
            few = rounds if size == min(sites.SIZES) else math.ceil(rounds / 3)
            if "pages" in parts:
                results.pairs += pages.measure(pair, few)
            if "build" in parts:
                results.pairs += build.measure(pair, programs, few)
            if "edit" in parts:
                results.pairs += edit.measure(pair, programs, few)
        if set(OF_A_COPY) & set(parts):
            _measure_copy(sites.copy(ROOT, Path(name, "ours")), programs, rounds, parts, results)
    return results


def _measure_copy(
    ours: Path, programs: Path, rounds: int, parts: Collection[str], results: Results
) -> None:
    """Measure what needs no other site to compare with."""
    if "extras" in parts:
        results.commands += extras.measure(ours, programs, math.ceil(rounds / 3))
    if "paint" in parts:
        results.paints += paint.measure(ours, programs, rounds)
    if "journeys" in parts:
        results.journeys += journeys.measure(ours, programs)
    if "load" in parts:
        results.loads += load.measure(ours, programs)
    if "intake" in parts:
        results.intake += intake.measure(ours, math.ceil(rounds / 9))
    if "desk" in parts:
        results.desk += desk.measure(ours)
    if "paper" in parts:
        results.commands += paper.measure(ours, programs, math.ceil(rounds / 3))
    if "audit" in parts:
        results.commands.append(audit.measure(ours, programs, math.ceil(rounds / 3)))
    if "status" in parts:  # last: it changes the copy
        results.commands.append(status.measure(ours, programs, rounds))


if __name__ == "__main__":
    sys.exit(main())

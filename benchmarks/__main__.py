"""``make bench``: one run that measures both sides and prints their ratios, then the intake.

``make bench ARGS="--rounds 20"`` for a quieter result, ``--only intake`` for a part of it. Seconds
depend on the machine and on what else it does; the ratios of pairs hardly do.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from benchmarks import build, edit, intake, ours, status, stock
from benchmarks.pairs import Pairs, say
from benchmarks.stolen import Clock
from brochure.checks.run import site_or_raise
from brochure.problems import ProblemsError, render
from brochure.translation import languages

ROOT = Path(__file__).parent.parent
STOCK = ("mkdocs", "mkdocs-material", "mkdocs-static-i18n")


def main() -> int:
    """Measure; return 0 whatever the result, and 1 where nothing can be measured."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="pairs of each kind (default: 9)")
    parser.add_argument(
        "--only", choices=["build", "edit", "intake", "status"], help="measure this alone"
    )
    options = parser.parse_args()
    begin = Clock.now()
    # Whoever ends the run from outside ends its servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    try:
        results = measure(max(1, options.rounds), options.only)
    except ProblemsError as error:
        sys.stderr.write(f"{render(error.problems)}\nNothing is measured before this is mended.\n")
        return 1
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 1
    pairs, intakes, statuses = results
    say("")
    if pairs:
        say(f"Stock: {', '.join(f'{name} {version(name)}' for name in STOCK)}.")
        say("A ratio is ours divided by stock's: the median of pairs, then the lowest and highest.")
    stolen = Clock.now().since(begin)
    say(f"Python {platform.python_version()}, {os.cpu_count()} processors, time stolen: {stolen}.")
    if pairs:
        say("\n".join(["", Pairs.header(), *map(str, pairs)]))
    if statuses:
        say("\n".join(["", status.Result.header(), *map(str, statuses)]))
    if intakes:
        say("\n".join(["", intake.Result.header(), *map(str, intakes)]))
    return 0


Results = tuple[list[Pairs], list[intake.Result], list[status.Result]]


def measure(rounds: int, only: str | None) -> Results:
    """Make both sites in a temporary folder and measure what is asked for."""
    site = site_or_raise(ROOT)
    pairs: list[Pairs] = []
    intakes: list[intake.Result] = []
    statuses: list[status.Result] = []
    with tempfile.TemporaryDirectory(prefix="brochure-bench-", ignore_cleanup_errors=True) as name:
        here, there = Path(name, "ours"), Path(name, "stock")
        os.environ["TMPDIR"] = tempfile.tempdir = name  # the same for what commands leave behind
        ours.copy(ROOT, here)
        for draft in site.excluded_drafts:  # stock has the published languages alone
            languages.remove(here, draft, force=True)
        stock.write(site, there)
        if only in {None, "build"}:
            pairs += build.measure(here, there, ROOT / ".venv" / "bin", rounds)
        if only in {None, "edit"}:
            pairs += edit.measure(here, there, ROOT / ".venv" / "bin", site.tags, rounds)
        if only in {None, "intake"}:
            intakes += intake.measure(here, rounds)
        if only in {None, "status"}:  # last: it makes another site of the copy
            statuses += status.measure(here, ROOT / ".venv" / "bin", rounds)
    return pairs, intakes, statuses


if __name__ == "__main__":
    sys.exit(main())

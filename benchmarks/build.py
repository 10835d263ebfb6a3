"""Complete builds, each by a command in its own process: ``make build`` and ``mkdocs build``."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import project_copy
from benchmarks.paired_timings import PairedTimings, in_turn, print_now
from benchmarks.sites import Sites

RATIO_LIMITS = {"cold": None, "warm": 1.0}
_TAG = re.compile(r"<[^>]*>")


def measure(sites: Sites, programs: Path, rounds: int) -> list[PairedTimings]:
    """Build both sites in turn, ours with and without what an earlier build stored in ``.cache``.

    The first build of each, which compiles Python's modules, is not counted.

    Raises:
        RuntimeError: a site does not build.
    """
    stock = (str(programs / "mkdocs"), "build")
    for command, folder, element in (
        (project_copy.BUILD, sites.ours, "main"),
        (stock, sites.baseline, "article"),
    ):
        run(command, folder)
        print_now(f"{folder.name}: {describe(folder / 'site', element)}")
    results = []
    for state, limit in RATIO_LIMITS.items():
        timings = PairedTimings(f"{sites.label}: build, {state}", limit)
        for number in range(rounds):
            if state == "cold":
                shutil.rmtree(sites.ours / ".cache", ignore_errors=True)
            one, other = in_turn(
                number,
                lambda: run(project_copy.BUILD, sites.ours),
                lambda: run(stock, sites.baseline),
            )
            timings.add(one, other)
            print_now(
                f"{timings.name} {number + 1} of {rounds}: ours {one:.2f} s, stock {other:.2f} s"
            )
        results.append(timings)
    return results


def run(command: Sequence[str], folder: Path) -> float:
    """Run a command in a folder and return its seconds.

    Raises:
        RuntimeError: it fails.
    """
    began = time.perf_counter()
    result = subprocess.run(  # noqa: S603 - the two commands above
        command,
        cwd=folder,
        env=project_copy.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - began
    if result.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{result.stdout}{result.stderr}")
    return seconds


def describe(site: Path, element: str) -> str:
    """Count a built site's pages, and the words in the element that holds a page's own text."""
    pages = [page.read_text(encoding="utf-8") for page in sorted(site.rglob("*.html"))]
    texts = [page.partition(f"<{element}")[2].partition(f"</{element}")[0] for page in pages]
    words = sum(len(_TAG.sub(" ", f"<{text}").split()) for text in texts)
    return f"{len(pages)} pages with {words:,} words"

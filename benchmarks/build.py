"""Whole builds, each by a command in a process of its own: ``make build`` and ``mkdocs build``."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import ours
from benchmarks.pairs import Pairs, in_turn, say

TARGET = 1.0
_TAG = re.compile(r"<[^>]*>")


def measure(here: Path, there: Path, programs: Path, rounds: int) -> list[Pairs]:
    """Build both sites in turn; the first round, which fills caches, is not counted.

    Raises:
        RuntimeError: a site does not build.
    """
    stock = (str(programs / "mkdocs"), "build")
    for command, folder, element in ((ours.BUILD, here, "main"), (stock, there, "article")):
        run(command, folder)
        say(f"{folder.name}: {describe(folder / 'site', element)}")
    pairs = Pairs("build", TARGET)
    for number in range(rounds):
        one, other = in_turn(number, lambda: run(ours.BUILD, here), lambda: run(stock, there))
        pairs.ours.append(one)
        pairs.stock.append(other)
        say(f"build {number + 1} of {rounds}: ours {one:.2f} s, stock {other:.2f} s")
    return [pairs]


def run(command: Sequence[str], folder: Path) -> float:
    """Run a command in a folder and return its seconds.

    Raises:
        RuntimeError: it fails.
    """
    began = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - the two commands above
        command, cwd=folder, env=ours.environment(), capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} fails:\n{done.stdout}{done.stderr}")
    return seconds


def describe(site: Path, element: str) -> str:
    """Count a built site's pages, and the words in the element that holds a page's own text."""
    pages = [page.read_text(encoding="utf-8") for page in sorted(site.rglob("*.html"))]
    texts = [page.partition(f"<{element}")[2].partition(f"</{element}")[0] for page in pages]
    words = sum(len(_TAG.sub(" ", f"<{text}").split()) for text in texts)
    return f"{len(pages)} pages with {words:,} words"

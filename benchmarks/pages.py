"""Rendering without loading and checking: a whole site, repeatedly in one process.

A preview is such a process. Its first time, in which caches are filled and templates compiled, is
``cold``; each one after it is ``warm``. All pages are rendered each time, on both sides. ``Markdown
and templates`` is the part of it in which pages' Markdown is turned into HTML and their templates
run: the compiling of templates, which stock does for each language and build, does not count.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO, cast

import jinja2
import mkdocs.commands.build
from mkdocs.config import load_config

from benchmarks import project_copy
from benchmarks.paired_timings import PairedTimings, print_now
from benchmarks.sites import Sites
from brochure.checks.run import site_or_raise
from engine.build import make

RATIO_LIMITS = {3: 0.7, 24: 0.3}  # of pages, warm, by the number of languages


def measure(sites: Sites, rounds: int) -> list[PairedTimings]:
    """Render both sites in turn, once cold and then ``rounds`` times warm.

    Raises:
        RuntimeError: a site does not render.
    """
    cold = PairedTimings(f"{sites.label}: pages, cold")
    warm = PairedTimings(f"{sites.label}: pages, warm", RATIO_LIMITS[len(sites.tags)])
    inner = PairedTimings(f"{sites.label}: Markdown and templates, warm")
    with _worker("ours", sites.ours) as ours, _worker("baseline", sites.baseline) as baseline:
        for number in range(-1, rounds):
            if number % 2:
                ours_seconds, baseline_seconds = ours(), baseline()
            else:
                baseline_seconds, ours_seconds = baseline(), ours()
            timings = warm if number >= 0 else cold
            timings.add(ours_seconds.all, baseline_seconds.all)
            if number >= 0:
                inner.add(ours_seconds.inner, baseline_seconds.inner)
            print_now(f"{timings.name}: ours {ours_seconds}, stock {baseline_seconds}")
    return [cold, warm, inner]


@dataclass(frozen=True)
class Seconds:
    """The duration of a rendering: all of it, and its Markdown and templates."""

    all: float
    inner: float

    def __str__(self) -> str:
        """Return both."""
        return f"{self.all:.2f} s ({self.inner:.2f} s)"


@contextmanager
def _worker(side: str, folder: Path) -> Iterator[Callable[[], Seconds]]:
    """Start a process that renders a site whenever the function is called."""
    with subprocess.Popen(  # noqa: S603 - this module
        [sys.executable, "-m", __name__, side, str(folder)],
        env=project_copy.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as process:
        orders, answers = cast("TextIO", process.stdin), cast("TextIO", process.stdout)

        def render() -> Seconds:
            with contextlib.suppress(BrokenPipeError):  # readline reports the end
                orders.write("\n")
                orders.flush()
            answer = answers.readline()
            if not answer:
                raise RuntimeError(f"{folder.name} does not render; the error is above.")
            return Seconds(*map(float, answer.split()))

        yield render
        orders.close()


def _renderer(side: str, root: Path) -> Callable[[Path], object]:
    """Return a function that renders a site into a folder."""
    if side == "ours":
        site = site_or_raise(root)
        return lambda folder: make(site, folder)

    def render(folder: Path) -> None:
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder))
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs.commands.build.build(config)

    return render


class _Stopwatch:
    """Sums up the seconds spent in some functions, except those spent in excluded calls."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._is_running = False

    def count(self, owner: Any, name: str) -> None:
        """Count the time of a function."""

        def counted(call: Callable[[], Any]) -> Any:
            self._is_running, began = True, time.perf_counter()
            try:
                return call()
            finally:
                self._is_running = False
                self.seconds += time.perf_counter() - began

        _wrap(owner, name, counted)

    def exclude(self, owner: Any, name: str) -> None:
        """Exclude the time of a function when a counted one calls it."""

        def excluded(call: Callable[[], Any]) -> Any:
            began = time.perf_counter()
            try:
                return call()
            finally:
                if self._is_running:
                    self.seconds -= time.perf_counter() - began

        _wrap(owner, name, excluded)


def _wrap(owner: Any, name: str, around: Callable[[Callable[[], Any]], Any]) -> None:
    wrapped = getattr(owner, name)
    setattr(owner, name, lambda *args, **options: around(lambda: wrapped(*args, **options)))


def _work(side: str, root: Path) -> None:
    """Render once for each line of the input, and print the seconds."""
    render = _renderer(side, root)
    inner = _Stopwatch()
    inner.count(mkdocs.commands.build, "_populate_page")
    inner.count(mkdocs.commands.build, "_build_page")
    inner.exclude(jinja2.Environment, "compile")
    for _ in sys.stdin:
        folder = Path(tempfile.mkdtemp())
        inner.seconds, began = 0.0, time.perf_counter()
        render(folder / "site")
        sys.stdout.write(f"{time.perf_counter() - began} {inner.seconds}\n")
        sys.stdout.flush()
        shutil.rmtree(folder)


if __name__ == "__main__":
    _work(sys.argv[1], Path(sys.argv[2]))

"""What cards and the index of the search add to a build: with all cards made, and with none."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from benchmarks.command_times import CommandTimes, run, timed
from benchmarks.paired_timings import print_now
from brochure.checks.run import site_or_raise
from brochure.render import cards, search

BUILD, INDEX = 3.0, 1.0  # seconds
CARDS = 6.0


def measure(place: Path, commands: Path, rounds: int) -> list[CommandTimes]:
    """Measure on the copy in ``place``; each page has a card in each language.

    Raises:
        RuntimeError: the site does not build.
    """
    build = (commands / "brochure", "build")
    run(place, *build)
    size = f"{len(list((place / 'site' / 'images' / 'cards').glob('*.png')))} cards"
    seconds: list[float] = []
    for _ in range(rounds):
        shutil.rmtree(place / cards.FOLDER)
        seconds += timed(place, 1, *build)
    made = CommandTimes("build, all cards made", size, tuple(seconds), CARDS)
    none = CommandTimes("build, no card made", size, timed(place, rounds, *build), BUILD)
    return [made, none, CommandTimes("index", size, tuple(_index(place, rounds)), INDEX)]


def _index(place: Path, rounds: int) -> list[float]:
    """Write the index of the built site again, and return the seconds of each time."""
    site, seconds = site_or_raise(place).as_shown(), []
    for _ in range(rounds):
        began = time.perf_counter()
        search.write_index(site, place / "site")
        seconds.append(time.perf_counter() - began)
    print_now(f"index: {rounds} times")
    return seconds

"""Sends per second: one server process, SQLite with full synchronisation, 60 connections.

Drafts in which everything has been answered are sent from the page to check, for a minute or more
at the rate that is wanted. One counts when it is safe: on the disk, with its two emails in the
outbox. Two figures explain the result: how often a second this disk can synchronise a small file,
and which share of the processors' time the host of a virtual machine gave to others meanwhile.
"""

from __future__ import annotations

import os
import secrets
import statistics
import time
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from benchmarks import load_generator
from benchmarks.cpu_steal import CpuTicks
from benchmarks.paired_timings import print_now
from benchmarks.service import open_site, serving

PER_SECOND = 200
CONNECTIONS = 60
_WARM, _COUNTED = 500, PER_SECOND * 60


@dataclass(frozen=True)
class Result:
    """What one round measured."""

    per_second: float
    half: float
    most: float
    all: float
    syncs: float
    stolen: str

    @staticmethod
    def header() -> str:
        """Return the line above the results."""
        waits = f"{'p50':>9}{'p99':>9}{'slowest':>10}"
        return f"{'sends of drafts':16}{'per second':>12}{waits}{'fsync/s':>10}{'stolen':>9}"

    def __str__(self) -> str:
        """Return the figures, and whether the target is met."""
        waits = f"{_ms(self.half):>9}{_ms(self.most):>9}{_ms(self.all):>10}"
        met = "met" if self.per_second >= PER_SECOND else "missed"
        target = f"≥ {PER_SECOND}/s"
        name = f"{CONNECTIONS} connections"
        machine = f"{self.syncs:>10.0f}{self.stolen:>9}"
        return f"{name:16}{self.per_second:>12.0f}{waits}{machine}  {target}  {met}"


def measure(place: Path, rounds: int) -> list[Result]:
    """Run the service on a copy of the project in ``place``, with requests open.

    Raises:
        RuntimeError: it does not start, or an answer is not what it should be.
    """
    results = []
    for number in range(rounds):
        results.append(_round(place, place / f"intake{number}.db"))
        print_now(f"intake {number + 1} of {rounds}: {results[-1].per_second:.0f} sends per second")
    return results


def _round(place: Path, database: Path) -> Result:
    requests = load_generator.make_requests(open_site(place), database, _WARM + _COUNTED)
    with serving(place, database) as service:
        load_generator.send(service.port, requests[:_WARM], CONNECTIONS)
        syncs = _syncs(place / "sync")
        before = CpuTicks.now()
        run = load_generator.send(service.port, requests[_WARM:], CONNECTIONS)
        stolen = CpuTicks.now().since(before)
    if run.statuses.keys() != {HTTPStatus.SEE_OTHER}:
        raise RuntimeError(f"not all submissions were stored: {dict(run.statuses)}")
    if (stored := service.submissions()) != len(requests):
        raise RuntimeError(f"{len(requests)} were acknowledged, but {stored} are stored")
    parts = statistics.quantiles(run.waits, n=100)
    return Result(len(run.waits) / run.seconds, parts[49], parts[98], max(run.waits), syncs, stolen)


def _syncs(file: Path) -> float:
    """Return how many times per second the disk can synchronise a file of one page."""
    count, until = 0, time.perf_counter() + 1
    with file.open("wb", buffering=0) as opened:
        while time.perf_counter() < until:
            opened.seek(0)
            opened.write(secrets.token_bytes(4096))
            os.fsync(opened.fileno())
            count += 1
    return count


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"

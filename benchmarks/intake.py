"""Submissions per second: one server process, SQLite with full synchronisation, 60 connections.

A submission counts when it is safe: on the disk, with its two mails in the outbox. Two figures
explain the result: how often a second this disk can synchronise a small file, and which share of
the processors' time the host of a virtual machine gave to others meanwhile.
"""

from __future__ import annotations

import os
import re
import secrets
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from benchmarks import load_generator, project_copy
from benchmarks.cpu_steal import CpuTicks
from benchmarks.paired_timings import print_now
from intake import settings
from intake.service import open_service

PER_SECOND = 200
CONNECTIONS = 60
_WARM, _COUNTED = 500, 4000
_TIMEOUT = 60.0


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
        return f"{'intake':16}{'per second':>12}{waits}{'fsync/s':>10}{'stolen':>9}"

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
    source = place / "content" / "site.yaml"
    opened = re.sub(r"(?m)^  requests: .*$", "  requests: open", source.read_text(encoding="utf-8"))
    source.write_text(opened, encoding="utf-8")
    results = []
    for number in range(rounds):
        results.append(_round(place, place / f"intake{number}.db"))
        print_now(
            f"intake {number + 1} of {rounds}: {results[-1].per_second:.0f} submissions per second"
        )
    return results


def _round(place: Path, database: Path) -> Result:
    service = open_service(settings.load(_settings(place, database)), creates=True)
    store = service.store()
    requests = load_generator.prepare(service.site, store, _WARM + _COUNTED)
    store.close()
    with _serving(place, database) as port:
        load_generator.send(port, requests[:_WARM], CONNECTIONS)
        syncs = _syncs(place / "sync")
        before = CpuTicks.now()
        run = load_generator.send(port, requests[_WARM:], CONNECTIONS)
        stolen = CpuTicks.now().since(before)
    if run.statuses.keys() != {HTTPStatus.SEE_OTHER}:
        raise RuntimeError(f"not all submissions were stored: {dict(run.statuses)}")
    with closing(sqlite3.connect(database)) as connection:
        (stored,) = connection.execute("SELECT count(*) FROM submissions").fetchone()
    if stored != len(requests):
        raise RuntimeError(f"{len(requests)} were acknowledged, but {stored} are stored")
    parts = statistics.quantiles(run.waits, n=100)
    return Result(len(run.waits) / run.seconds, parts[49], parts[98], max(run.waits), syncs, stolen)


def _settings(place: Path, database: Path) -> dict[str, str]:
    return {
        "INTAKE_ROOT": str(place),
        "INTAKE_DATABASE": f"sqlite:///{database}",
        "INTAKE_POSTS_PER_HOUR": "0",
    }


@contextmanager
def _serving(place: Path, database: Path) -> Iterator[int]:
    with socket.create_server((load_generator.HOST, 0)) as free:
        port: int = free.getsockname()[1]
    log = place / "intake.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - the project's own service
            [sys.executable, "-m", "intake", "serve", "--port", str(port)],
            env={k: v for k, v in project_copy.environment().items() if not k.startswith("INTAKE_")}
            | _settings(place, database),
            stderr=output,
        )
    try:
        _wait(f"http://{load_generator.HOST}:{port}/", process, log)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.perf_counter() + _TIMEOUT
    while True:
        try:
            urllib.request.urlopen(address)  # noqa: S310 - the port above
        except urllib.error.HTTPError:  # it responds, if only with 404
            return
        except OSError as error:
            if process.poll() is not None or time.perf_counter() > until:
                output = log.read_text(encoding="utf-8")
                raise RuntimeError(f"The intake does not start. Its output:\n{output}") from error
            time.sleep(0.02)


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

"""Sends at a steady rate for minutes beside readers of pages, through the sample of nginx with TLS.

Drafts in which everything has been answered are sent from the page to check, and pages of the site
are asked for, each at its own rate and whether or not those before were answered: an answer's time
counts from when it was due. Only the sample's limit of requests a client is left out, since all
come from one address here. What was acknowledged and is not in the database is lost.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import ssl
import statistics
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import cast

import uvloop

from benchmarks import load_generator
from benchmarks.command_times import run
from benchmarks.cpu_steal import CpuTicks
from benchmarks.paired_timings import print_now
from benchmarks.service import Service, open_site, serving
from tests.support import nginx

SENDS, PAGES, SECONDS = 200, 300, 180
_CONNECTIONS = 60  # nginx closes one after a thousand requests
_LIMIT = "limit_req zone="
_GROWTH = 1.1  # of the service's memory after its first third
_TICK, _TIMEOUT = 0.005, 60


@dataclass
class Run:
    """What was asked for: seconds to each answer, answers by status, and what went wrong."""

    asked: int = 0
    waits: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)


@dataclass
class Result:
    """What one run measured."""

    sends: Run
    pages: Run
    seconds: float
    stored: int
    memory: tuple[float, float]
    stolen: str

    @property
    def unanswered(self) -> int:
        """How many had no answer a minute after the last one was due."""
        return sum(run_.asked - len(run_.waits) for run_ in (self.sends, self.pages))

    @staticmethod
    def header() -> str:
        """Return the line above the results."""
        waits = f"{'p50':>9}{'p99':>9}{'slowest':>10}"
        return f"{'load, through nginx':28}{'per second':>12}{waits}{'lost':>7}{'stolen':>9}"

    def __str__(self) -> str:
        """Return the figures of sends and of pages, and whether the target is met."""
        lost = max(0, self.sends.statuses[HTTPStatus.SEE_OTHER] - self.stored)
        grown = self.memory[1] / self.memory[0]
        is_met = (
            not (lost or self.unanswered)
            and self.sends.statuses.keys() == {HTTPStatus.SEE_OTHER}
            and self.pages.statuses.keys() == {HTTPStatus.OK}
            and not (self.sends.faults or self.pages.faults)
            and self.seconds < SECONDS * 1.02
            and grown < _GROWTH
        )
        target = f"≥ {SENDS}/s, none lost  {'met' if is_met else 'missed'}"
        memory = f"memory {self.memory[0]:.0f} MB, then {self.memory[1]:.0f} MB"
        memory += f", {self.unanswered} not answered" if self.unanswered else ""
        return "\n".join(
            (
                f"{self._line('sends', self.sends)}{lost:>7}{self.stolen:>9}  {target}",
                f"{self._line('pages beside them', self.pages)}{'':16}  {memory}",
            )
        )

    def _line(self, name: str, run_: Run) -> str:
        parts = statistics.quantiles(run_.waits, n=100)
        waits = "".join(f"{seconds * 1000:>6.0f} ms" for seconds in (parts[49], parts[98]))
        slowest = f"{max(run_.waits) * 1000:>7.0f} ms"
        name = f"{run_.asked} {name}"
        return f"{name:28}{len(run_.waits) / self.seconds:>12.1f}{waits}{slowest}"


def measure(place: Path, commands: Path) -> list[Result]:
    """Build the copy in ``place`` with requests open, send its form and read its pages.

    Raises:
        RuntimeError: the site cannot be built, or a server does not start.
    """
    database = place / "load.db"
    sends = load_generator.make_requests(open_site(place), database, SENDS * SECONDS, nginx.HOST)
    with serving(place, database) as service:
        run(place, commands / "brochure", "build")
        site, folder = place / "site", place / "nginx-load"
        with nginx.running(site, folder, service.port, edits={_LIMIT: f"# {_LIMIT}"}) as server:
            print_now(f"{SENDS} sends and {PAGES} pages a second for {SECONDS} s …")
            before = CpuTicks.now()
            result = uvloop.run(_both(service, server, sends, _pages(site)))
            result.stolen = CpuTicks.now().since(before)
    result.stored = service.submissions()
    for fault in (result.sends.faults + result.pages.faults).most_common(5):
        print_now(f"load: {fault}")
    return [result]


def _pages(site: Path) -> Iterator[bytes]:
    """Yield requests for all pages of the site, again and again."""
    files = sorted(file.relative_to(site).as_posix() for file in site.rglob("index.html"))
    for file in itertools.cycle(files):
        path = file.removesuffix("index.html")
        head = f"GET /{path} HTTP/1.1\r\nHost: {nginx.HOST}\r\nAccept-Encoding: gzip\r\n"
        # Who comes from the site's own pages is not led to another language.
        yield f"{head}Sec-Fetch-Site: same-origin\r\n\r\n".encode()


async def _both(
    service: Service, server: nginx.Nginx, sends: list[bytes], pages: Iterator[bytes]
) -> Result:
    trust = ssl.create_default_context(cafile=server.folder / "fullchain.pem")
    trust.check_hostname = False  # it is asked for by its number
    began = time.perf_counter()
    memory = asyncio.create_task(_memory_after(service, SECONDS / 3))
    first, second = await asyncio.gather(
        _steadily(server.port, trust, iter(sends), SENDS),
        _steadily(server.port, trust, pages, PAGES),
    )
    seconds = time.perf_counter() - began
    return Result(first, second, seconds, 0, (await memory, service.memory()), "")


async def _memory_after(service: Service, seconds: float) -> float:
    await asyncio.sleep(seconds)
    return service.memory()


async def _steadily(port: int, trust: ssl.SSLContext, requests: Iterator[bytes], rate: int) -> Run:
    """Ask for something at a rate, over connections that are free, until the time is over."""
    run_, lane = Run(), _Lane(rate * SECONDS)
    loop = asyncio.get_running_loop()
    for _ in range(_CONNECTIONS):
        await loop.create_connection(
            lambda: _Connection(run_, lane), load_generator.HOST, port, ssl=trust
        )
    began = time.perf_counter()
    while run_.asked < rate * SECONDS:
        due = min(int((time.perf_counter() - began) * rate) + 1, rate * SECONDS)
        for number in range(run_.asked, due):
            lane.waiting.append((began + number / rate, next(requests)))
        run_.asked = due
        lane.go()
        await asyncio.sleep(_TICK)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(lane.done.wait(), _TIMEOUT)
    return run_


class _Lane:
    """What is due and not asked for yet, and the connections that are free."""

    def __init__(self, wanted: int) -> None:
        self.wanted, self.done = wanted, asyncio.Event()
        self.waiting: deque[tuple[float, bytes]] = deque()
        self.free: deque[_Connection] = deque()

    def go(self) -> None:
        """Ask as far as connections are free."""
        while self.waiting and self.free:
            self.free.popleft().ask(*self.waiting.popleft())


class _Connection(asyncio.Protocol):
    """One connection; of an answer it reads the status and the length."""

    def __init__(self, run_: Run, lane: _Lane) -> None:
        self._run, self._lane, self._answer, self._due = run_, lane, b"", 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Be free."""
        self._transport = cast("asyncio.Transport", transport)
        self._lane.free.append(self)

    def ask(self, due: float, request: bytes) -> None:
        """Send a request that was due at a time."""
        self._due, self._answer = due, b""
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Record a complete answer, and go on."""
        self._answer += data
        head, found, body = self._answer.partition(b"\r\n\r\n")
        length = head.lower().partition(b"content-length: ")[2].split()
        if found and length and len(body) >= int(length[0]):
            self._run.waits.append(time.perf_counter() - self._due)
            self._run.statuses[int(head[9:12])] += 1
            self._due = 0
            if len(self._run.waits) == self._lane.wanted:
                self._lane.done.set()
            self._lane.free.append(self)
            self._lane.go()

    def connection_lost(self, error: Exception | None) -> None:
        """Be missing: those who waited for an answer get none."""
        with_error = type(error).__name__ if error else "hung up"
        if self._due:
            self._run.faults[f"{with_error} before an answer"] += 1
        elif self in self._lane.free:
            self._lane.free.remove(self)

"""Whole journeys through the form, behind the sample of nginx: begun at a steady rate for minutes.

Each sender has a connection of their own, as a browser has, with TLS and compressed pages; they
open every page and post every step, from the button to the receipt. Only the sample's limit of
requests a client is left out, since all come from one address here. A journey counts when its
submission is in the database.
"""

from __future__ import annotations

import asyncio
import gzip
import html
import re
import ssl
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import load_generator
from benchmarks.command_times import run
from benchmarks.cpu_steal import CpuTicks
from benchmarks.paired_timings import print_now
from benchmarks.service import Service, serving
from brochure.site import form_answers
from brochure.site.site import Site
from tests.support import nginx

PER_SECOND = 10
SECONDS = 180
_LIMIT = "limit_req zone="
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_NAMED = re.compile(r'<(?:input|select|textarea)\b[^>]*? name="([\w-]+)"')
_ACTION = re.compile(r'<form class="(?:form|group)" method="post" action="([^"]+)"')


@dataclass
class Result:
    """What one run measured: seconds to each answer, and of each whole journey."""

    begun: int = 0
    journeys: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    stored: int = 0
    seconds: float = 0.0
    stolen: str = ""

    @staticmethod
    def header() -> str:
        """Return the line above the results."""
        waits = f"{'p50':>9}{'p99':>9}{'slowest':>10}"
        return f"{'journeys, through nginx':28}{'per second':>12}{waits}{'lost':>7}{'stolen':>9}"

    def __str__(self) -> str:
        """Return the figures, and whether the target is met."""
        parts = statistics.quantiles(self.answers, n=100)
        waits = "".join(f"{seconds * 1000:>6.1f} ms" for seconds in (parts[49], parts[98]))
        slowest = f"{max(self.answers) * 1000:>7.1f} ms"
        rate, lost = len(self.journeys) / self.seconds, self.begun - self.stored
        # What is begun last ends a little after the time is over.
        met = "met" if not lost and not self.faults and rate >= 0.98 * PER_SECOND else "missed"
        name = f"{self.begun} in {self.seconds:.0f} s"
        figures = f"{rate:>12.1f}{waits}{slowest}{lost:>7}{self.stolen:>9}"
        return f"{name:28}{figures}  ≥ {PER_SECOND}/s, none lost  {met}"


def measure(place: Path, commands: Path) -> list[Result]:
    """Build the copy in ``place`` with requests open, and send people through its form.

    Raises:
        RuntimeError: the site cannot be built, or a server does not start.
    """
    with serving(place, place / "journeys.db") as service:
        run(place, commands / "brochure", "build")
        site, folder = place / "site", place / "nginx"
        with nginx.running(site, folder, service.port, edits={_LIMIT: f"# {_LIMIT}"}) as server:
            trust = ssl.create_default_context(cafile=server.folder / "fullchain.pem")
            trust.check_hostname = False
            print_now(f"{PER_SECOND} journeys a second for {SECONDS} s …")
            before = CpuTicks.now()
            result = asyncio.run(_steadily(service, server.port, trust))
            result.stolen = CpuTicks.now().since(before)
    result.stored = service.submissions()
    for fault in sorted(set(result.faults))[:5]:
        print_now(f"journey: {fault}")
    return [result]


async def _steadily(service: Service, port: int, trust: ssl.SSLContext) -> Result:
    result, under_way = Result(), list[asyncio.Task[None]]()
    began = time.perf_counter()
    while (now := time.perf_counter() - began) < SECONDS:
        if result.begun <= now * PER_SECOND:
            sender = _Sender(service.site, service.endpoint, port, trust, result)
            under_way.append(asyncio.create_task(sender.go(result.begun)))
            result.begun += 1
        else:
            await asyncio.sleep(result.begun / PER_SECOND - now)
    await asyncio.gather(*under_way)
    result.seconds = time.perf_counter() - began
    return result


class _Sender:
    """Somebody who goes through the form as fast as its pages come."""

    def __init__(
        self, site: Site, endpoint: str, port: int, trust: ssl.SSLContext, result: Result
    ) -> None:
        assert site.content.form  # noqa: S101 - checked by the caller
        self.fields = {one.id: one for one in form_answers.fields(site.content.form)}
        self.site, self.start, self.result = site, f"{endpoint}{site.tags[0]}/new", result
        self.port, self.trust = port, trust

    async def go(self, number: int) -> None:
        """Go from the button to the receipt."""
        began = time.perf_counter()
        try:
            self.reader, self.writer = await asyncio.open_connection(
                load_generator.HOST, self.port, ssl=self.trust, server_hostname=nginx.HOST
            )
            address = await self._post(self.start, {})
            while "/receipt/" not in address:
                page = await self._get(address)
                action = html.unescape(_ACTION.findall(page)[0])
                address = await self._post(action, self._answers(page, number))
            await self._get(address)
            self.writer.close()
        except (OSError, RuntimeError, IndexError, EOFError) as error:
            self.result.faults.append(f"{type(error).__name__}: {error}")
        else:
            self.result.journeys.append(time.perf_counter() - began)

    def _answers(self, page: str, number: int) -> Mapping[str, str]:
        hidden = {name: html.unescape(value) for name, value in _HIDDEN.findall(page)}
        asked = [self.fields[name] for name in self.fields.keys() & set(_NAMED.findall(page))]
        return hidden | {one.id: load_generator.answer(self.site, one, number) for one in asked}

    async def _get(self, address: str) -> str:
        status, _, body = await self._ask("GET", address.partition("#")[0])
        if status != HTTPStatus.OK:
            raise RuntimeError(f"{status} for a page")
        return body.decode()

    async def _post(self, address: str, given: Mapping[str, str]) -> str:
        status, location, _ = await self._ask("POST", address, urlencode(given).encode())
        if status != HTTPStatus.SEE_OTHER:
            raise RuntimeError(f"{status} for a post to {address.rpartition('/')[2]}")
        return location

    async def _ask(self, method: str, address: str, body: bytes = b"") -> tuple[int, str, bytes]:
        lines = [f"{method} {address} HTTP/1.1", f"Host: {nginx.HOST}", "Accept-Encoding: gzip"]
        if method == "POST":
            lines += [
                f"Origin: https://{nginx.HOST}",
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
        began = time.perf_counter()
        self.writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        fields = dict(re.findall(r"(?m)^([\w-]+): ([^\r\n]*)", head))
        known = {name.lower(): value for name, value in fields.items()}
        content = await self._body(known)
        self.result.answers.append(time.perf_counter() - began)
        if known.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        return int(head[9:12]), known.get("location", ""), content

    async def _body(self, known: Mapping[str, str]) -> bytes:
        if known.get("transfer-encoding") != "chunked":
            return await self.reader.readexactly(int(known.get("content-length", 0)))
        content = b""
        while size := int(await self.reader.readuntil(b"\r\n"), 16):
            content += (await self.reader.readexactly(size + 2))[:-2]
        await self.reader.readexactly(2)
        return content

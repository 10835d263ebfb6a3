"""Sends the form over many connections at once, with little overhead.

It shares the machine with the server, so it does only what it must: bodies are made beforehand,
and of an answer it reads the status and the length.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

import uvloop

from brochure.schema import FormField
from brochure.site import form_answers
from brochure.site.site import Site
from intake.journey import names
from intake.journey.draft import Draft
from intake.journey.form_version import FormVersion
from intake.journey.journey import Journey, PostedStep
from intake.storage.database import connect
from intake.storage.store import Store

HOST = "127.0.0.1"


@dataclass
class Run:
    """Measurements: seconds to each response, responses by status code, and total seconds."""

    waits: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0


def make_requests(site: Site, database: Path, count: int, host: str = HOST) -> list[bytes]:
    """Store drafts in which every question is answered, and return what sends each of them."""
    form = site.content.form
    assert form  # noqa: S101 - checked by the caller
    version, tag = FormVersion.of(site, form), site.tags[0]
    journey, store = (
        Journey(site, form, version),
        Store(connect(f"sqlite:///{database}"), form, version, ""),
    )
    requests, stored = [], []
    for number in range(count):
        draft = _answered(journey, tag, number)
        stored.append(store.drafts.begin(draft))
        body = urlencode({names.SEEN: journey.seen(draft)}).encode()
        head = (
            f"POST {form.endpoint}{tag}/draft/{draft.id}/check HTTP/1.1\r\nHost: {host}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        requests.append(head.encode() + body)
    for one in stored:
        one.result()
    store.close()
    return requests


def _answered(journey: Journey, tag: str, number: int) -> Draft:
    """Return a draft in which each step has been answered, as its pages do it."""
    draft = Draft(tag)
    while step := journey.step_to_do(draft):
        asked = journey.asked(step, draft.answers)
        entered = {one.id: [answer(journey.site, one, number)] for one in asked}
        shown = tuple(one.id for one in asked)
        draft, _ = journey.answer(
            draft, step, PostedStep(entered, tag, journey.seen(draft, step), shown)
        )
        if step.id in draft.attempts:
            raise RuntimeError(f"the answers to {step.id} are not accepted")
    return draft


def answer(site: Site, field: FormField, number: int) -> str:
    """Return an answer to a question, of the sender with a number."""
    if choices := form_answers.values(site, field):
        return choices[-1]
    if field.type == "textarea":
        return f"{'What the institution needs, and why. ' * 12}{number}"
    short = {"email": f"a{number}@example.org", "telephone": "+351 21 000 00 00"}
    return short.get(field.type, "São Tomé")


def send(port: int, requests: list[bytes], connections: int) -> Run:
    """Send all requests; a connection waits for the response before it sends the next one."""
    run, waiting = Run(), iter(requests)

    async def send_all() -> None:
        loop = asyncio.get_running_loop()
        ends = [loop.create_future() for _ in range(connections)]
        began = time.perf_counter()
        for end in ends:
            await loop.create_connection(lambda end=end: _Connection(run, waiting, end), HOST, port)  # type: ignore[misc]
        await asyncio.gather(*ends)
        run.seconds = time.perf_counter() - began

    uvloop.run(send_all())
    return run


class _Connection(asyncio.Protocol):
    """One connection."""

    def __init__(self, run: Run, waiting: Iterator[bytes], end: asyncio.Future[None]) -> None:
        self.run, self.waiting, self.end = run, waiting, end
        self.answer, self.began = b"", 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first request."""
        self.transport = cast("asyncio.Transport", transport)
        self._next()

    def data_received(self, data: bytes) -> None:
        """Record a complete response, and send the next request."""
        self.answer += data
        head, found, body = self.answer.partition(b"\r\n\r\n")
        if found and len(body) >= int(head.lower().partition(b"content-length: ")[2].split()[0]):
            self.run.waits.append(time.perf_counter() - self.began)
            self.run.statuses[int(head[9:12])] += 1
            self._next()

    def connection_lost(self, error: Exception | None) -> None:
        """Finish, with or without an error."""
        if not self.end.done():
            self.end.set_exception(error or ConnectionError("the server hung up"))

    def _next(self) -> None:
        request = next(self.waiting, None)
        if request is None:
            self.end.set_result(None)
            self.transport.close()
            return
        self.answer, self.began = b"", time.perf_counter()
        self.transport.write(request)

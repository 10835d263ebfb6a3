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
from typing import cast
from urllib.parse import urlencode

import uvloop

from brochure.schema import FormField
from brochure.site import form_answers
from brochure.site.form_answers import Answers
from brochure.site.site import Site
from intake.draft import Answered, Draft
from intake.journey import Journey
from intake.names import SEEN
from intake.storage import Store

HOST = "127.0.0.1"


@dataclass
class Run:
    """Measurements: seconds to each response, responses by status code, and total seconds."""

    waits: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0


def prepare(site: Site, store: Store, count: int) -> list[bytes]:
    """Store drafts in which every question was answered, and return requests that send them."""
    assert site.content.form  # noqa: S101 - checked by the caller
    form, tag = site.content.form, site.tags[0]
    journey = Journey(site, form, store.version)
    answers: Answers = {field.id: (_answer(site, field),) for field in form_answers.fields(form)}
    text = next(field.id for field in form_answers.fields(form) if field.type == "textarea")
    sender = next(f.id for f in form_answers.fields(form) if f.role == "sender-address")
    steps = {
        step.id: Answered(
            store.version.step_digest(step.id, tag), tag, tuple(field.id for field in step.fields)
        )
        for step in form.steps
    }
    drafts = [
        Draft(
            tag,
            answers
            | {text: (f"{answers[text][0][:400]} {number}",), sender: (f"a{number}@example.org",)},
            steps=steps,
        )
        for number in range(count)
    ]
    for stored in [store.begin(draft) for draft in drafts]:
        stored.result()
    return [_request(form.endpoint, tag, draft, journey.seen(draft)) for draft in drafts]


def _request(endpoint: str, tag: str, draft: Draft, seen: str) -> bytes:
    body = urlencode({SEEN: seen}).encode()
    head = (
        f"POST {endpoint}{tag}/draft/{draft.id}/check HTTP/1.1\r\nHost: {HOST}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _answer(site: Site, field: FormField) -> str:
    if choices := form_answers.values(site, field):
        return choices[-1]
    short = {"email": "a@example.org", "telephone": "+351 21 000 00 00", "text": "São Tomé"}
    return short.get(field.type, "What the institution needs, and why. " * 12)


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

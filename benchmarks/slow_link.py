"""A link as slow as a bad mobile one: a proxy on this machine that holds back what passes.

A packet takes half a round trip each way, and the link carries so many bits a second, shared by all
connections. To set up a connection takes a round trip of its own, as on a real network: what a
client says first waits for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_PACKET = 1_460


@dataclass
class Link:
    """A link with its round trip in seconds and its bits a second."""

    round_trip: float
    bits: int
    _free: dict[str, float] = field(default_factory=dict)

    def arrival(self, direction: str, size: int) -> float:
        """Return when a packet arrives that is sent now, after those that were sent before it."""
        begins = max(self._free.get(direction, 0.0), time.monotonic())
        self._free[direction] = begins + size * 8 / self.bits
        return self._free[direction] + self.round_trip / 2


async def _carry(
    link: Link,
    direction: str,
    source: asyncio.StreamReader,
    target: asyncio.StreamWriter,
    opened: float,
) -> None:
    """Carry one direction of a connection that exists from ``opened`` on."""
    pending: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def deliver() -> None:
        while True:
            arrival, packet = await pending.get()
            await asyncio.sleep(arrival - time.monotonic())
            if not packet:
                break
            target.write(packet)
            await target.drain()
        target.close()

    delivery = asyncio.create_task(deliver())
    with contextlib.suppress(OSError):
        while packet := await source.read(_PACKET):
            await asyncio.sleep(opened - time.monotonic())
            pending.put_nowait((link.arrival(direction, len(packet)), packet))
    pending.put_nowait((link.arrival(direction, 0), b""))
    with contextlib.suppress(OSError):
        await delivery


@contextmanager
def slowed(port: int, link: Link) -> Iterator[int]:
    """Pass what comes to the yielded port on to another port of this machine, over a link."""
    loop = asyncio.new_event_loop()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened = time.monotonic() + link.round_trip
        try:
            to_reader, to_writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(
            _carry(link, "up", reader, to_writer, opened),
            _carry(link, "down", to_reader, writer, opened),
        )

    server = loop.run_until_complete(asyncio.start_server(connect, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        server.close()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

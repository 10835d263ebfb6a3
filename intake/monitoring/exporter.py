"""Shows operators how the service is, on an address of their own: ``/health`` and ``/metrics``."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector
from sqlalchemy import Engine

from intake.metrics import REGISTRY
from intake.monitoring.health import Health
from intake.settings.server_addresses import Address
from intake.storage import listing
from intake.storage.database import Unavailable

_TIMEOUT = 10  # seconds that a slow client has
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class _Server(ThreadingMixIn, WSGIServer):
    """Answers each client in a thread of its own: a slow one keeps nobody waiting."""

    daemon_threads = True

    def server_bind(self) -> None:
        """Listen, without the look-up of our own name that could take long."""
        # Also where a connection to a process that has just ended is still known.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]
        self.setup_environ()


class _Server6(_Server):
    address_family = socket.AF_INET6


class _Handler(WSGIRequestHandler):
    timeout = _TIMEOUT

    def log_message(self, *_given: Any) -> None:
        """Log nothing: it would be an address."""


class _FromDatabase(Collector):
    """What is in the database, and whether the service is well, at the moment of asking."""

    def __init__(self, engine: Engine, health: Health) -> None:
        self._engine, self._health = engine, health

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Return the figures; without a database, those of the service alone."""
        is_up = self._health.check()["status"] == "ok"
        yield GaugeMetricFamily("intake_up", "Whether submissions can be stored now.", int(is_up))
        if not is_up:
            return
        try:
            figures = listing.figures(self._engine)
        except Unavailable:
            return
        states = GaugeMetricFamily("intake_outbox", "Emails by status.", labels=["status"])
        for status, number in figures.mails.items():
            states.add_metric([status], number)
        yield states
        yield GaugeMetricFamily(
            "intake_outbox_oldest_seconds", "Age of the oldest unsent email.", figures.oldest_mail
        )
        yield GaugeMetricFamily("intake_held", "Submissions that wait for staff.", figures.held)
        yield GaugeMetricFamily("intake_drafts", "Drafts that were not sent yet.", figures.drafts)


@contextmanager
def serving(address: Address | None, engine: Engine, health: Health) -> Iterator[int]:
    """Answer operators until the block ends; yield the port, or 0 without an address.

    Raises:
        OSError: the address cannot be listened on.
    """
    if address is None:
        yield 0
        return
    registry = CollectorRegistry()
    registry.register(_FromDatabase(engine, health))

    def answer(environ: dict[str, Any], start: StartResponse) -> list[bytes]:
        path = environ["PATH_INFO"]
        if path == "/metrics":
            start("200 OK", [("content-type", CONTENT_TYPE_PLAIN_0_0_4)])
            return [generate_latest(REGISTRY), generate_latest(registry)]
        if path == "/health":
            found = health.check()
            status = "200 OK" if found["status"] == "ok" else "503 Service Unavailable"
            start(status, [("content-type", "application/json")])
            return [json.dumps(found).encode()]
        start("404 Not Found", [("content-type", "text/plain")])
        return [b"Here are /health and /metrics.\n"]

    kind = _Server6 if ":" in address.host else _Server
    with make_server(address.host, address.port, answer, kind, _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, name="monitoring", daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()

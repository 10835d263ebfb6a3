"""The intake as it is run: in this process on a real port, or as a separate process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from brochure.site.site import Site
from intake.service import Service
from intake.settings import settings
from intake.storage import listing
from intake.storage.database import connect
from tests.intake import databases
from tests.intake.answers import Entered, encoded
from tests.intake.walking import FORM, Walker
from tests.support import plain_http

_TIMEOUT = 60


@dataclass
class RunningIntake:
    """A running intake and a client for it; the client follows no redirects."""

    service: Service
    client: httpx.Client

    def post(self, step: str, entered: Entered, tag: str = "en", **headers: str) -> httpx.Response:
        """Send a form as a browser does; ``x_y`` is the header ``x-y``."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.raw(f"{tag}/{step}", encoded(entered), **(FORM | more))

    def raw(self, path: str, body: bytes | Iterator[bytes], **headers: str) -> httpx.Response:
        """Send bytes to an address below the intake's."""
        return self.client.post(self.service.form.endpoint + path, content=body, headers=headers)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Open an address, or one below the intake's."""
        below = "" if path.startswith("/") else self.service.form.endpoint
        return self.client.get(below + path, headers=headers)

    @property
    def drafts(self) -> int:
        """How many drafts there are."""
        return listing.figures(self.service.engine).drafts

    def walker(self, tag: str = "en") -> Walker:
        """Return somebody who walks through the form."""
        return Walker(self.client, self.service.form, tag)

    def send(self, entered: Entered, tag: str = "en") -> Walker:
        """Walk through the form to the receipt."""
        return self.walker(tag).whole(entered)


def environment(project: Path, database: str, **given: str) -> dict[str, str]:
    """Return the settings of a test's intake; ``posts_per_hour="5"`` adds to them."""
    values = {"root": str(project), "database": database} | given
    return {f"INTAKE_{name.upper()}": value for name, value in values.items()}


def process_environment(variables: dict[str, str]) -> dict[str, str]:
    """Return this process's environment with these settings of an intake, and no others."""
    others = {name: v for name, v in os.environ.items() if not name.startswith("INTAKE_")}
    return others | variables


def client_of(port: int, timeout: float) -> httpx.Client:
    """Return a client of what listens on a port of this machine; ``timeout`` in seconds."""
    return httpx.Client(
        base_url=f"http://127.0.0.1:{port}", timeout=timeout, verify=plain_http.trust()
    )


@contextmanager
def in_thread(service: Service) -> Iterator[RunningIntake]:
    """Serve on a free port in a thread of this process."""
    server = service.server("127.0.0.1", 0)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.uvicorn.run, args=([listener],), daemon=True)
        thread.start()
        with client_of(listener.getsockname()[1], 20) as client:
            try:
                yield RunningIntake(service, client)
            finally:
                server.uvicorn.should_exit = True
                thread.join(_TIMEOUT)


@contextmanager
def in_process(site: Site, database: str, **given: str) -> Iterator[RunningIntake]:
    """Serve a site with a database and settings."""
    assert site.content.form
    chosen = settings.load(environment(site.root, database, **given))
    engine = connect(databases.make_sqlite(database))
    with in_thread(Service(chosen, site, site.content.form, engine)) as running:
        yield running
    engine.dispose()


@dataclass
class Server:
    """A separate process."""

    process: subprocess.Popen[bytes]
    client: httpx.Client
    port: int
    variables: dict[str, str] = field(default_factory=dict)

    def kill(self) -> None:
        """End it abruptly, as a power cut does."""
        self.process.kill()
        self.process.wait()
        self.client.close()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it in order and return its exit code."""
        self.process.send_signal(how)
        code = self.process.wait(_TIMEOUT)
        self.client.close()
        return code


def start(log: Path, variables: dict[str, str], *prefix: str) -> Server:
    """Run ``python -m intake serve`` and wait until it answers; its output goes to ``log``.

    A ``prefix`` such as ``strace`` is put before the command.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = (sys.executable, "-m", "intake", "serve", "--port", str(port))
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*prefix, *command],
            env=process_environment(variables),
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
        )
    client = client_of(port, 40)
    server = Server(process, client, port, variables)
    until = time.monotonic() + _TIMEOUT
    while True:
        try:
            client.get("/intake/health")
        except httpx.TransportError:
            assert process.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < until, "the intake does not answer"
            time.sleep(0.02)
        else:
            return server

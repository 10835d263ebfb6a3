"""A site that is served while it is edited: by ``brochure serve``, or by ``mkdocs serve``."""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import project_copy

HOST = "127.0.0.1"
_TIMEOUT = 300.0
_EVERY = 0.01


@dataclass(frozen=True)
class Server:
    """A running server: the site's folder, the port, and the file with its output."""

    folder: Path
    port: int
    log: Path
    process: subprocess.Popen[bytes]

    def wait(self, address: str, text: str) -> None:
        """Request a page until it contains a text.

        Raises:
            RuntimeError: it never does, or the server has ended.
        """
        until = time.perf_counter() + _TIMEOUT
        while text not in self._get(address):
            if self.process.poll() is not None or time.perf_counter() > until:
                output = self.log.read_text(encoding="utf-8")
                message = f"{self.folder.name}: /{address} does not come up with {text!r}"
                raise RuntimeError(f"{message}. Its output:\n{output}")
            time.sleep(_EVERY)

    def _get(self, address: str) -> str:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=_TIMEOUT)
        try:
            connection.request("GET", f"/{address}")
            return connection.getresponse().read().decode()
        except OSError:  # not running yet
            return ""
        finally:
            connection.close()


@contextmanager
def serving(command: list[str], folder: Path) -> Iterator[Server]:
    """Run a command with the port added to its last word; wait until it serves; stop it."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
    log = folder / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - the commands in edit.py
            [*command[:-1], f"{command[-1]}{port}"],
            cwd=folder,
            env=project_copy.environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        server = Server(folder, port, log, process)
        server.wait("", "</html>")
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

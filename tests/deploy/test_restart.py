"""A restart under load loses no request: who connects waits in the socket that systemd holds."""

from __future__ import annotations

import http.client
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

import pytest

from brochure.site.site import Site
from tests.engine import project
from tests.intake.senders import ConcurrentSenders
from tests.intake.serving import environment, process_environment
from tests.support import depth, nginx
from tests.support.nginx import HOST, Nginx

pytestmark = [pytest.mark.server, pytest.mark.soak]

RESTARTS = depth.rounds(2, 20)
_HANDED_OVER = 'export LISTEN_PID=$$ LISTEN_FDS=1; exec "$@" 3<&0 0</dev/null'


class Held:
    """A service whose socket is held by another process, as by systemd."""

    def __init__(self, listener: socket.socket, log: Path, variables: dict[str, str]) -> None:
        self._listener, self._log, self._variables = listener, log, variables
        self.start()

    def start(self) -> None:
        """Hand the socket over."""
        command = ["sh", "-c", _HANDED_OVER, "sh", sys.executable, "-m", "intake", "serve"]
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                command,
                env=process_environment(self._variables),
                stdin=self._listener.fileno(),
                stdout=output,
                stderr=output,
            )

    def stop(self) -> None:
        """End it in order."""
        self._process.terminate()
        self._process.wait(60)

    def restart(self) -> float:
        """Stop it, then start it, as systemd does; return for how many seconds nobody answers."""
        began = time.monotonic()
        self.stop()
        self.start()
        port = self._listener.getsockname()[1]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/intake/health")
        connection.getresponse()
        connection.close()
        return time.monotonic() - began


def _send(server: Nginx, people: int, site: Site, held: Held) -> tuple[ConcurrentSenders, float]:
    """Restart while people send; return the senders, and how long the longest restart took."""
    trust = ssl.create_default_context(cafile=server.folder / "fullchain.pem")
    trust.check_hostname = False  # it is asked for by its number

    def connect(port: int) -> http.client.HTTPConnection:
        return http.client.HTTPSConnection("127.0.0.1", port, timeout=60, context=trust)

    senders, longest = ConcurrentSenders(site), 0.0
    with senders.sending(server.port, people, connect):
        for _ in range(RESTARTS):
            senders.wait_for_receipts(5)
            longest = max(longest, held.restart())
        senders.wait_for_receipts(5)
    return senders, longest


def test_a_restart_under_load_loses_no_request(
    built_site: Path, site: Site, tmp_path: Path
) -> None:
    place = project.copy(tmp_path / "project")
    project.set_requests(place, "open")
    database = f"sqlite:///{place}/intake.db"
    given = {"site_url": f"https://{HOST}/", "proxies": "1", "posts_per_hour": "0"}
    fast = {"rate=20r/s": "rate=5000r/s"}
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
        held = Held(listener, tmp_path / "log", environment(place, database, **given))
        port = listener.getsockname()[1]
        with nginx.running(built_site, tmp_path / "nginx", port, fast) as server:
            senders, longest = _send(server, 16, site, held)
        held.stop()
    assert set(senders.statuses) == {http.HTTPStatus.SEE_OTHER}
    assert senders.interrupted == 0
    assert longest < 20  # nginx waits for half a minute
    senders.check(database)
    print(f"{RESTARTS} restarts, {sum(senders.statuses.values())} posts, longest {longest:.1f} s")

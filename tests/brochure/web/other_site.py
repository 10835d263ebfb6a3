"""Another site, on this machine: it has moved, is gone, busy, slow or broken."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CERTIFICATE = Path(__file__).with_name("unknown-issuer.pem")  # a key with it, for tests alone

_STATUS = {
    "/here": 200,
    "/no-head": 200,
    "/gone": 410,
    "/missing": 404,
    "/private": 403,
    "/broken": 500,
    "/other": 299,
}
_REDIRECTS = {
    "/moved": (301, "/here"),
    "/moved-twice": (308, "/moved"),
    "/moved-then-elsewhere": (301, "/elsewhere"),
    "/elsewhere": (302, "/here"),
    "/moved-away": (301, "/missing"),
    "/circle": (302, "/circle"),
}
SLOW = 5  # seconds


@dataclass
class OtherSite:
    """What was asked of it: the method, the path and the time of each request."""

    address: str = ""
    asked: list[tuple[str, str, float]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def methods(self, path: str) -> list[str]:
        """Return the methods with which a path was asked for."""
        return [method for method, asked, _ in self.asked if asked == path]


def _answer(path: str, method: str, times: int) -> tuple[int, dict[str, str]]:
    """Return status and headers for a path that was asked for some times before."""
    if path in _REDIRECTS:
        status, address = _REDIRECTS[path]
        return status, {"Location": address}
    if path in ("/busy", "/busy-until"):
        later = "1" if path == "/busy" else formatdate(time.time() + 1)
        return (200 if times else 429), {"Retry-After": later}
    if path == "/busy-for-hours":
        return 503, {"Retry-After": "7200"}
    if path == "/slow":
        time.sleep(SLOW)
    is_refused = path == "/no-head" and method == "HEAD"
    return 405 if is_refused else _STATUS.get(path, 404), {}


@contextmanager
def other_site(*, secure: bool = False) -> Iterator[OtherSite]:
    """Run the site until the end of the block."""
    site = OtherSite()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            path, times = self.path, len(site.methods(self.path))
            site.asked.append((self.command, path, time.monotonic()))
            site.agents.add(self.headers["User-Agent"])
            status, headers = _answer(path, self.command, times)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": "0"}.items():
                self.send_header(name, value)
            self.end_headers()

        do_GET = do_HEAD = answer  # noqa: N815 - as the library calls them

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            pass  # a guest that goes away

    with Server(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads, server.block_on_close = True, False
        if secure:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        site.address = f"{'https' if secure else 'http'}://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()

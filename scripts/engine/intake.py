"""Runs the intake beside a preview, on the preview's own host, as a web server does.

It is a separate process. After an edit it is restarted, but only when someone sends the form.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from brochure.site.site import Site

# The headers that the intake reads; all others are for the preview.
_FORWARDED = (
    *("CONTENT_TYPE", "HTTP_ORIGIN", "HTTP_SEC_FETCH_SITE", "HTTP_HOST"),
    "HTTP_COOKIE",  # of the desk alone: browsers send it to no other page
)
# Seconds to wait for a response, and for a start, which takes longer on a busy machine.
_TIMEOUT, _START_TIMEOUT = 20, 60


class IntakeProcess:
    """The intake for a site that is previewed at ``url``.

    Its emails are written into the folder ``mails``, unless the environment names a mail server.
    """

    def __init__(self, url: str, mails: Path) -> None:
        self.url, self.mails = url, mails
        self.prefix = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0
        self._ready = False
        self._lock = threading.Lock()
        self._root = ""
        self._edits, self._known_edits = 0, 0  # of the site, and those that the process knows
        self._closed = threading.Event()

    def follow(self, site: Site) -> None:
        """Use this version of the site from now on."""
        self.prefix = site.form_path
        self._root = str(site.root)
        self._edits += 1  # without the lock: an edit must not wait for the intake to start

    def start(self) -> None:
        """Start in the background, so that the first sender of the form need not wait."""
        threading.Thread(target=self._start_quietly, daemon=True).start()

    def answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Pass a request on to the intake, and its response back."""
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length) if length else None
        headers = {
            name.removeprefix("HTTP_").replace("_", "-"): environ[name]
            for name in _FORWARDED
            if environ.get(name)
        }
        try:
            with self._lock:
                self._start()
                port = self._port
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
            query = environ.get("QUERY_STRING", "")
            address = quote(environ["PATH_INFO"], encoding="latin-1") + (
                f"?{query}" if query else ""
            )
            connection.request(environ["REQUEST_METHOD"], address, body, headers)
            response = connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException) as error:
            start_response("502 Bad Gateway", [("Content-Type", "text/plain; charset=utf-8")])
            return [f"Intake unavailable: {error}".encode()]
        passed = [(name, value) for name, value in response.getheaders() if name != "connection"]
        start_response(f"{response.status} {response.reason}", passed)
        return [content]

    def close(self) -> None:
        """Stop the intake, even while it is starting."""
        self._closed.set()
        with self._lock:
            self._stop()

    def _start_quietly(self) -> None:
        with contextlib.suppress(OSError), self._lock:  # a sender of the form sees the error
            if self.prefix:
                self._start()

    def _start(self) -> None:
        if self._closed.is_set():  # while this waited for the lock
            raise ConnectionError("the preview has ended")
        edits = self._edits
        if edits != self._known_edits:
            self._stop()
        if self._process is None or self._process.poll() is not None:
            self._process, self._ready, self._known_edits = self._new(), False, edits
        end = time.monotonic() + _START_TIMEOUT
        while not self._ready:
            is_late = time.monotonic() > end
            if is_late or self._closed.is_set() or self._process.poll() is not None:
                raise ConnectionError("it did not start; see the terminal")
            try:
                socket.create_connection(("127.0.0.1", self._port), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                self._ready = True

    def _new(self) -> subprocess.Popen[bytes]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        defaults = {
            "INTAKE_SITE_URL": self.url,
            "INTAKE_DRAFTS": "yes",
            "INTAKE_SMTP": f"folder:{self.mails}",
            "INTAKE_MAILS_PER_DAY": "1000",  # who tries the form out gets one each time
        }
        environment = defaults | os.environ | {"INTAKE_ROOT": self._root}
        command = [sys.executable, "-m", "intake", "serve", "--port", str(self._port)]
        # In a session of its own: Ctrl+C is the preview's alone, which then stops it.
        return subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603 - our own command

    def _stop(self) -> None:
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(_TIMEOUT)
            except subprocess.TimeoutExpired:  # its emails wait for the next start
                self._process.kill()
                self._process.wait()
            self._process = None

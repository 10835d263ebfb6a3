"""The intake as it is run, on a copy of the project with requests open."""

from __future__ import annotations

import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import load_generator, project_copy
from brochure.checks.run import site_or_raise
from brochure.site.site import Site

_TIMEOUT = 60.0


@dataclass(frozen=True)
class Service:
    """A running intake: the site, its database, and the port."""

    site: Site
    endpoint: str
    database: Path
    port: int
    process: int

    def memory(self) -> float:
        """Return how many megabytes of memory it has."""
        status = Path(f"/proc/{self.process}/status").read_text(encoding="utf-8")
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024

    def submissions(self) -> int:
        """Return how many submissions are stored."""
        with closing(sqlite3.connect(self.database)) as connection:
            (stored,) = connection.execute("SELECT count(*) FROM submissions").fetchone()
        return int(stored)


def open_site(place: Path) -> Site:
    """Return the site of a copy, in which requests are open from now on.

    Raises:
        RuntimeError: it has no form.
    """
    source = place / "content" / "site.yaml"
    opened = re.sub(r"(?m)^  requests: .*$", "  requests: open", source.read_text(encoding="utf-8"))
    source.write_text(opened, encoding="utf-8")
    site = site_or_raise(place)
    if site.content.form is None:
        raise RuntimeError("content/form.yaml is missing; expected a form to send")
    return site


@contextmanager
def serving(place: Path, database: Path | str) -> Iterator[Service]:
    """Run the service on a copy of the project, and wait until it answers.

    The database is a file of SQLite, or an address.

    Raises:
        RuntimeError: it does not start.
    """
    site = open_site(place)
    assert site.content.form  # noqa: S101 - see above
    with socket.create_server((load_generator.HOST, 0)) as free:
        port: int = free.getsockname()[1]
    settings = {
        "INTAKE_ROOT": str(place),
        "INTAKE_DATABASE": database if isinstance(database, str) else f"sqlite:///{database}",
        "INTAKE_POSTS_PER_HOUR": "1000000",  # they are counted, and never too many
        "INTAKE_SITE_URL": "https://www.example.org/",
    }
    log = place / "intake.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - the project's own service
            [sys.executable, "-m", "intake", "serve", "--port", str(port)],
            env={k: v for k, v in project_copy.environment().items() if not k.startswith("INTAKE_")}
            | settings,
            stderr=output,
        )
    try:
        _wait(f"http://{load_generator.HOST}:{port}/", process, log)
        yield Service(site, site.content.form.endpoint, Path(database), port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.perf_counter() + _TIMEOUT
    while True:
        try:
            urllib.request.urlopen(address)  # noqa: S310 - the port above
        except urllib.error.HTTPError:  # it responds, if only with 404
            return
        except OSError as error:
            if process.poll() is not None or time.perf_counter() > until:
                output = log.read_text(encoding="utf-8")
                raise RuntimeError(f"The intake does not start. Its output:\n{output}") from error
            time.sleep(0.02)

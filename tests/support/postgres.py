"""A PostgreSQL server for the tests: in a temporary folder, on a socket, without a password."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.support import disk

_TIMEOUT = 30


@dataclass
class Postgres:
    """A server that can be started and stopped; its ``folder`` has a short path, for the socket."""

    programs: Path
    folder: Path
    options: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    databases: int = field(default=0)

    def start(self) -> None:
        """Start the server and wait until it answers.

        Raises:
            RuntimeError: it does not.
        """
        data, log = self.folder / "data", self.folder / "log"
        settings = ("listen_addresses=", f"unix_socket_directories={self.folder}", *self.options)
        command = [str(self.programs / "postgres"), "-D", str(data)]
        for setting in settings:
            command += ["-c", setting]
        with log.open("ab") as output:
            process: subprocess.Popen[bytes] = subprocess.Popen(
                command, cwd=self.folder, stdout=output, stderr=output, **_owner()
            )
        self.process = process
        until = time.monotonic() + _TIMEOUT
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
            except psycopg.OperationalError as error:
                if process.poll() is None and time.monotonic() < until:
                    time.sleep(0.02)
                    continue
                raise RuntimeError(f"PostgreSQL does not start:\n{log.read_text()}") from error
            return

    def stop(self) -> None:
        """Stop at once, as ``pg_ctl stop -m immediate``: the next start has to recover."""
        if self.process:
            self.process.send_signal(signal.SIGQUIT)
            self.thaw()  # a test that failed may have left it frozen
            self.process.wait(_TIMEOUT)

    def kill(self) -> None:
        """Kill all of its processes at once, as a power cut does."""
        for process in reversed(self.processes):
            with contextlib.suppress(ProcessLookupError):  # the server ends if one of its own did
                os.kill(process, signal.SIGKILL)
        if self.process:
            self.process.wait(_TIMEOUT)

    @property
    def processes(self) -> list[int]:
        """The server and its processes for connections."""
        return disk.family(self.process.pid) if self.process else []

    def freeze(self) -> None:
        """Stop answering, with all connections open."""
        for process in self.processes:
            os.kill(process, signal.SIGSTOP)

    def thaw(self) -> None:
        """Answer again."""
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)

    def url(self, database: str) -> str:
        """Return the address of a database, as the intake's settings have it."""
        return f"postgresql://intake@/{database}?host={self.folder}"

    def create(self, tablespace: Path | None = None) -> str:
        """Create a new database, with its tables in a separate folder on request."""
        self.databases += 1
        name = f"test{self.databases}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            where = ""
            if tablespace:
                self.give(tablespace)
                connection.execute(f"CREATE TABLESPACE {name} LOCATION '{tablespace}'")
                where = f" TABLESPACE {name}"
            connection.execute(f"CREATE DATABASE {name}{where}")
        return self.url(name)

    def give(self, folder: Path) -> None:
        """Allow the server's user to write to a folder."""
        if owner := _owner():
            shutil.chown(folder, owner["user"], owner["group"])


@contextmanager
def running(programs: Path, *options: str) -> Iterator[Postgres]:
    """Make a new cluster, run a server on it, and remove both at the end."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        server = Postgres(programs, Path(name), options)
        server.give(server.folder)
        make = (programs / "initdb", "-D", server.folder / "data", "-U", "intake", "-A", "trust")
        subprocess.run(
            [*make, "--encoding=UTF8", "--no-locale", "--no-sync", "--wal-segsize=1"],
            cwd=server.folder,
            stdout=subprocess.DEVNULL,
            check=True,
            **_owner(),
        )
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _owner() -> dict[str, Any]:
    """Return the user to run as: PostgreSQL does not run as root."""
    if os.geteuid():
        return {}
    users = {user.pw_name: user.pw_gid for user in pwd.getpwall()}
    name = "postgres" if "postgres" in users else "nobody"
    return {"user": name, "group": users[name], "extra_groups": []}

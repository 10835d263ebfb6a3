"""A bare Debian with systemd as its first process, in namespaces of its own: a server to set up.

It is made by debootstrap and runs under systemd-nspawn. What it needs from outside is installed
before it is booted; then it has a network of its own, in which nobody else is.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.support import machine

T = TypeVar("T")
_SYSTEM = "systemd-sysv,dbus,ca-certificates"
_TIMEOUT = 60
_NEW_NETWORK = 0x40000000  # CLONE_NEWNET of setns(2)
# The machine's own. Never bind it into the root: systemd-nspawn would copy it onto itself, which
# empties it for everybody.
_NAMES = Path("/etc/resolv.conf")


@dataclass
class Debian:
    """A root folder, and the process that runs it once it is booted."""

    root: Path
    first: int = 0

    @classmethod
    def make(cls, root: Path) -> Debian:
        """Make one that has nothing but what every Debian server has."""
        options = ("--variant=minbase", f"--include={_SYSTEM}")
        command = [str(machine.debootstrap()), *options, "bookworm", str(root)]
        search = f"{os.environ['PATH']}:/usr/sbin:/sbin"  # it starts others of root's programs
        done = subprocess.run(
            command, env=os.environ | {"PATH": search}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout[-3000:]
        return cls(root)

    def write(self, path: str, text: str, mode: int = 0o644) -> None:
        """Write a file."""
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        file.chmod(mode)

    def prepare(self, commands: str, *binds: Path) -> str:
        """Run commands with the machine's network, before it is booted; nothing is started."""
        self.write("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", 0o755)
        self.write("/etc/resolv.conf", _NAMES.read_text(encoding="utf-8"))
        folders = [f"--bind-ro={path}" for path in binds if path.exists()]
        certificates = os.environ.get("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt")
        folders += [f"--bind-ro={certificates}:/run/host.crt", "--setenv=PIP_CERT=/run/host.crt"]
        options = ("--pipe", "--setenv=DEBIAN_FRONTEND=noninteractive", *folders)
        try:
            return _run([*_nspawn(self.root), *options, "sh", "-exc", commands])
        finally:
            (self.root / "usr/sbin/policy-rc.d").unlink()

    @contextmanager
    def booted(self, log: Path) -> Iterator[None]:
        """Boot it, with no network but its own loopback, and power it off at the end."""
        with log.open("wb") as output:
            options = ("--boot", "--private-network", "--console=passive")
            nspawn = subprocess.Popen(
                [*_nspawn(self.root), *options],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        try:
            self.first = self._first(nspawn)
            state = self.run("systemctl is-system-running --wait || true").strip()
            assert state == "running", self.run(
                "systemctl --failed; journalctl -b --no-pager -n 50"
            )
            yield
        finally:
            nspawn.terminate()
            nspawn.wait(_TIMEOUT)

    def _first(self, nspawn: subprocess.Popen[bytes]) -> int:
        """Return the process that is the first one inside, once it takes commands."""
        children = Path(f"/proc/{nspawn.pid}/task/{nspawn.pid}/children")
        until = time.monotonic() + _TIMEOUT
        while time.monotonic() < until and nspawn.poll() is None:
            for child in children.read_text(encoding="utf-8").split():
                if Path("/proc", str(child), "root", "run/systemd/private").exists():
                    return int(child)
            time.sleep(0.1)
        raise TimeoutError("Debian does not boot")

    def run(self, commands: str) -> str:
        """Run commands inside, as root; return what they print."""
        inside = ["nsenter", f"--target={self.first}", "-m", "-u", "-i", "-n", "-p", "-C", "--root"]
        search = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        return _run(
            [*inside, "env", "-i", search, "LANG=C.UTF-8", "HOME=/root", "sh", "-ec", commands]
        )

    def within(self, do: Callable[[], T]) -> T:
        """Do something in its network, by a thread of its own."""
        results: list[T] = []
        errors: list[BaseException] = []

        def inside() -> None:
            try:
                with Path(f"/proc/{self.first}/ns/net").open() as network:
                    assert ctypes.CDLL(None).setns(network.fileno(), _NEW_NETWORK) == 0
                results.append(do())
            except BaseException as error:  # noqa: BLE001 - raised again below
                errors.append(error)

        thread = threading.Thread(target=inside)
        thread.start()
        thread.join()
        if errors:
            raise errors[0]
        return results[0]


def can_be_made() -> bool | None:
    """Return whether this machine can make and boot one; ``None`` if it cannot."""
    return True if machine.debootstrap() and machine.nspawn() and not os.geteuid() else None


def _nspawn(root: Path) -> list[str]:
    alone = ("--register=no", "--keep-unit", "--resolv-conf=off", "--timezone=off")
    return ["systemd-nspawn", "--quiet", f"--directory={root}", *alone]


def _run(command: list[str]) -> str:
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode == 0, f"{command[-1]}\n{done.stdout[-4000:]}"
    return done.stdout

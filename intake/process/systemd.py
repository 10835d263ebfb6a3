"""Communicates with systemd, as sd_listen_fds(3) and sd_notify(3) do.

Without systemd there is nothing to tell: no socket is passed, and notes go nowhere.
"""

from __future__ import annotations

import contextlib
import os
import socket

_FIRST = 3  # the number of the first file that is passed


def sockets() -> list[socket.socket] | None:
    """Return the sockets that systemd holds open for us, or ``None`` if there are none.

    While the service is restarted, new connections wait in them.
    """
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return None
    count = int(os.environ.get("LISTEN_FDS", "0"))
    return [socket.socket(fileno=number) for number in range(_FIRST, _FIRST + count)] or None


def notify(note: str) -> None:
    """Notify systemd of the service's state: ``READY=1``, ``WATCHDOG=1``."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with (
        contextlib.suppress(OSError),  # it is busy, or gone: it is told again
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there,
    ):
        # A name that begins with @ is not that of a file.
        there.connect(address.replace("@", "\0", 1) if address[0] == "@" else address)
        there.sendall(note.encode())

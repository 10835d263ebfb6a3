"""Clients that are slow, or silent, keep nobody else waiting and are not waited for without end."""

from __future__ import annotations

import contextlib
import socket
import time

import pytest

from intake.web import connections
from tests.intake.serving import RunningIntake

HEAD = b"POST /intake/en/new HTTP/1.1\r\nHost: x\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n"


def connected(running: RunningIntake) -> socket.socket:
    url = running.client.base_url
    wire = socket.create_connection((url.host, url.port or 0))
    wire.settimeout(10)
    return wire


@pytest.mark.parametrize("begun", [b"", b"PO", HEAD, HEAD + FORM, HEAD + FORM + b"need="])
def test_who_does_not_finish_a_request_is_hung_up_on(
    running: RunningIntake, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(connections, "TIMEOUT", 0.2)
    with connected(running) as slow:
        slow.sendall(begun)
        assert running.get("health").status_code == 200
        began = time.monotonic()
        with contextlib.suppress(ConnectionResetError):
            assert slow.recv(100) == b""
        assert time.monotonic() - began < 5


def test_a_byte_now_and_then_is_not_enough(
    running: RunningIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "TIMEOUT", 0.3)
    sent = 0
    with connected(running) as slow, contextlib.suppress(ConnectionError):
        for byte in HEAD + FORM:
            slow.sendall(bytes([byte]))
            sent += 1
            time.sleep(0.02)
    assert sent < len(HEAD + FORM)


def test_who_sends_one_request_after_another_is_served_as_long_as_they_like(
    running: RunningIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "TIMEOUT", 0.2)
    with connected(running) as wire:
        for _ in range(4):
            wire.sendall(b"GET /intake/health HTTP/1.1\r\nHost: x\r\n\r\n")
            assert wire.recv(4096).startswith(b"HTTP/1.1 200 ")
            time.sleep(0.1)

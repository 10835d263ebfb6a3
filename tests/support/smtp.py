"""A real SMTP server that stores what it receives, rejects given recipients, and can go away."""

from __future__ import annotations

import asyncio
import email
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any
from weakref import WeakSet

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from intake.settings.server_addresses import Smtp


class _Connection(SMTP):
    """A connection that can be ended."""

    def connection_made(self, transport: Any) -> None:
        """Note the connection."""
        self.event_handler.connections.add(transport)
        super().connection_made(transport)


class _Controller(Controller):
    """Runs a server, which hangs up on everyone when it stops."""

    def factory(self) -> SMTP:
        """Return what answers a client."""
        return _Connection(self.handler, **self.SMTP_kwargs)

    def stop(self, no_assert: bool = False) -> None:  # noqa: FBT001, FBT002 - as aiosmtpd has it
        """Hang up, and stop."""
        asyncio.run_coroutine_threadsafe(self._hang_up(), self.loop).result()
        super().stop(no_assert)

    async def _hang_up(self) -> None:
        for transport in list(self.handler.connections):
            transport.abort()
        await asyncio.sleep(0)  # then their sockets are closed


@dataclass
class MailServer:
    """``replies`` are responses to recipients instead of an acceptance, such as ``550 No``.

    ``to_sender`` and ``to_data`` are those to each sender, and to each email as a whole. The server
    goes away in the middle of emails to those whom it ``hangs_up_on``; one takes it ``seconds``.
    ``when_received`` is called with each email, before it is acknowledged to its sender. With a
    ``password``, the user *intake* has to log in with it.
    """

    port: int = 0
    received: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    replies: dict[str, str] = field(default_factory=dict)
    to_sender: str = ""
    to_data: str = ""
    hangs_up_on: set[str] = field(default_factory=set)
    seconds: float = 0
    password: str = ""
    when_received: Callable[[], None] | None = None
    connections: WeakSet[Any] = field(default_factory=WeakSet)
    _controller: Controller | None = None
    _arrived: threading.Condition = field(default_factory=threading.Condition)

    def start(self) -> None:
        """Listen, on the same port each time."""
        if not self.port:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        self._controller = _Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            auth_require_tls=False,
            authenticator=self._authenticate if self.password else None,
        )
        self._controller.start()

    @property
    def address(self) -> Smtp:
        """The server as the intake's settings have it."""
        return Smtp("127.0.0.1", self.port, None, None, tls=False)

    def _authenticate(
        self, _server: Any, _session: Any, _envelope: Any, _how: str, given: Any
    ) -> AuthResult:
        return AuthResult(success=given.password == self.password.encode(), handled=False)

    def stop(self) -> None:
        """Go away."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    def wait(self, count: int, seconds: float = 10) -> list[EmailMessage]:
        """Return all emails once there are ``count`` of them, or what there is after a while."""
        with self._arrived:
            self._arrived.wait_for(lambda: len(self.received) >= count, seconds)
            return list(self.received)

    async def handle_MAIL(  # noqa: N802 - as aiosmtpd calls it
        self, _server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take a sender, or answer what was asked for."""
        if self.password and not session.authenticated:
            return "530 5.7.0 Authentication required"
        if self.to_sender:
            return self.to_sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or answer what was asked for."""
        if address in self.replies:
            return self.replies[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep an email, or answer what was asked for."""
        if self.hangs_up_on.intersection(envelope.rcpt_tos):
            server.transport.abort()
            return ""
        if self.to_data:
            return self.to_data
        await asyncio.sleep(self.seconds)
        message = email.message_from_bytes(envelope.content, policy=default)
        with self._arrived:
            self.raw.append(envelope.content)
            self.received.append(message)
            self.recipients.append(list(envelope.rcpt_tos))
            self._arrived.notify_all()
        if self.when_received:
            self.when_received()
        return "250 OK"

"""A conversation with a mail server: from the connection to the goodbye."""

from __future__ import annotations

import contextlib
import ipaddress
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from intake.mail import smtp_replies
from intake.mail.smtp_replies import (
    About,
    AwayError,
    BrokenError,
    MailRefusedError,
    as_bytes,
    kind,
    reason,
    text_of,
)
from intake.settings.server_addresses import Smtp

# Seconds that a server has for a reply. After an email's last line it may look into it for long:
# who hangs up then gets it to deliver the email, and sends it again.
# Source: RFC 5321, section 4.5.3.2.
REPLY_TIMEOUT, DATA_TIMEOUT = 60, 600
_GOODBYE_TIMEOUT = 5
_OK, _WILL_FORWARD, _CLOSING = 250, 251, 421


@contextmanager
def conversation(smtp: Smtp) -> Iterator[SmtpSender]:
    """Connect, with TLS if the server offers it, and log in if a user is set.

    Raises:
        AwayError: there is no server, or it refuses us.
    """
    try:
        server = _connect(smtp)
    except OSError as error:  # among them all of smtplib's
        raise AwayError(reason(error), kind(error)) from error
    try:
        yield SmtpSender(server)
    finally:
        _hang_up(server)


def _connect(smtp: Smtp) -> smtplib.SMTP:
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if smtp.tls:
        server = smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=REPLY_TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(smtp.host, smtp.port, timeout=REPLY_TIMEOUT)
    try:
        server.ehlo_or_helo_if_needed()
        if not smtp.tls and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
        if smtp.user:
            _log_in(server, smtp.user, smtp.password or "")
    except Exception:
        server.close()
        raise
    return server


def _log_in(server: smtplib.SMTP, user: str, password: str) -> None:
    if not isinstance(server.sock, ssl.SSLSocket) and not _is_loopback(server):
        raise AwayError("the server offers no TLS, so the password was not sent", "no TLS")
    if not (user + password).isascii():
        raise AwayError("user and password must be ASCII", "not ASCII")
    server.login(user, password)


def _hang_up(server: smtplib.SMTP) -> None:
    """End the conversation; sent emails stay sent, whatever the server answers."""
    with contextlib.suppress(OSError):
        _give(server, _GOODBYE_TIMEOUT)
        server.quit()
    server.close()


def _give(server: smtplib.SMTP, seconds: float) -> None:
    """Set the timeout for each of the server's replies."""
    if server.sock is not None:
        server.sock.settimeout(seconds)


def _is_loopback(server: smtplib.SMTP) -> bool:
    host = server.sock.getpeername()[0] if server.sock is not None else "::"
    return ipaddress.ip_address(host.partition("%")[0]).is_loopback


class SmtpSender:
    """A conversation with a mail server, after the login."""

    def __init__(self, server: smtplib.SMTP) -> None:
        self.server = server

    @property
    def has_tls(self) -> bool:
        """Whether the connection is encrypted."""
        return isinstance(self.server.sock, ssl.SSLSocket)

    def send(self, mail: EmailMessage, sender: str, recipient: str) -> None:
        """Send an email; see ``intake.mail.delivery.Sender``."""
        data = mail.as_bytes()
        try:
            self.name(sender, recipient, len(data))
            code, reply = self._data(data)
        except OSError as error:
            raise BrokenError(reason(error), in_mail=True) from error
        if code != _OK:
            self._refuse(code, reply, "us")

    def name(self, sender: str, recipient: str, size: int = 0) -> None:
        """Name the sender and the recipient of an email, as ``send`` does first; send nothing."""
        options = [f"size={size}"] if size and self.server.has_extn("size") else []
        try:
            code, reply = self.server.mail(sender, options)
        except OSError as error:
            raise BrokenError(reason(error), in_mail=False) from error
        if code != _OK and not smtp_replies.is_about_one_mail(code):
            raise AwayError(f"{code} {text_of(reply)} (sender {sender})", f"sender refused: {code}")
        if code != _OK:
            self._refuse(code, reply, "us")
        code, reply = self.server.rcpt(recipient)
        if code not in {_OK, _WILL_FORWARD}:
            self._refuse(code, reply, smtp_replies.to_recipient(code, text_of(reply)))

    def _data(self, data: bytes) -> tuple[int, bytes]:
        _give(self.server, DATA_TIMEOUT)
        try:
            return self.server.data(data)
        except smtplib.SMTPDataError as error:  # it does not even want to read it
            return error.smtp_code, as_bytes(error.smtp_error)
        finally:
            _give(self.server, REPLY_TIMEOUT)

    def _refuse(self, code: int, reply: bytes, about: About) -> None:
        said = f"{code} {text_of(reply)}"
        if code == _CLOSING:
            raise BrokenError(said, in_mail=True)
        with contextlib.suppress(OSError):  # it may hang up now: the refusal holds
            self.server.rset()
        raise MailRefusedError(about, said)

    def abort(self) -> None:
        """Hang up now, from another thread."""
        sock = self.server.sock
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

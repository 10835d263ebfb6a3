"""Hands mails to what takes them: a mail server, or a folder in place of one."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any, Protocol

from intake.settings import MailFolder, Smtp

SMTP_TIMEOUT = 30  # seconds
_PERMANENT = range(500, 600)


class Sender(Protocol):
    """What mails are handed to: a connection to a mail server, or a folder."""

    def send_message(self, msg: EmailMessage, from_addr: str, to_addrs: list[str]) -> Any:
        """Send a mail."""
        ...


@contextmanager
def connection(smtp: Smtp | MailFolder) -> Iterator[Sender]:
    """Connect, with TLS if the server offers it, and log in if a user is set."""
    if isinstance(smtp, MailFolder):
        yield _FolderSender(smtp)
        return
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if smtp.tls:
        server = smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=SMTP_TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(smtp.host, smtp.port, timeout=SMTP_TIMEOUT)
    with server:
        server.ehlo_or_helo_if_needed()
        if not smtp.tls and server.has_extn("starttls"):
            server.starttls(context=context)
        if smtp.user:
            server.login(smtp.user, smtp.password or "")
        yield server


class _FolderSender:
    """Writes mails as files into a folder, where one that is sent again replaces itself."""

    def __init__(self, folder: MailFolder) -> None:
        self.path = folder.path
        self.path.mkdir(parents=True, exist_ok=True)

    def send_message(self, msg: EmailMessage, _from_addr: str, _to_addrs: list[str]) -> None:
        name = msg["Message-ID"].strip("<>").partition("@")[0]
        new = self.path / f".{name}"
        new.write_bytes(msg.as_bytes())
        new.rename(self.path / f"{name}.eml")


def is_permanent(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException) -> bool:
    """Whether the server has rejected a mail for good."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code in _PERMANENT for code, _ in error.recipients.values())
    return error.smtp_code in _PERMANENT

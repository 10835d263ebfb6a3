"""Delivers emails to a mail server, or to a folder in place of one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Protocol

from intake.mail.smtp_conversation import conversation
from intake.mail.smtp_replies import AwayError, kind
from intake.settings.server_addresses import MailFolder, Smtp


class Sender(Protocol):
    """What emails are handed to: a conversation with a mail server, or a folder."""

    def send(self, mail: EmailMessage, sender: str, recipient: str) -> None:
        """Send an email.

        Raises:
            AwayError, BrokenError, MailRefusedError: it was not sent, or may not have been.
        """
        ...

    def abort(self) -> None:
        """Hang up now, from another thread."""
        ...


@contextmanager
def connection(smtp: Smtp | MailFolder) -> Iterator[Sender]:
    """Connect to a mail server, or use the folder.

    Raises:
        AwayError: there is no server, or it refuses us; the folder cannot be used.
    """
    if isinstance(smtp, MailFolder):
        yield _FolderSender(smtp)
        return
    with conversation(smtp) as sender:
        yield sender


class _FolderSender:
    """Writes emails as files into a folder, where one that is sent again replaces itself."""

    def __init__(self, folder: MailFolder) -> None:
        self.path = folder.path
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise AwayError(str(error), kind(error)) from error

    def send(self, mail: EmailMessage, _sender: str, _recipient: str) -> None:
        name = mail["Message-ID"].strip("<>").partition("@")[0]
        new = self.path / f".{name}"
        try:
            new.write_bytes(mail.as_bytes())
            new.rename(self.path / f"{name}.eml")
        except OSError as error:
            raise AwayError(str(error), kind(error)) from error

    def abort(self) -> None:
        """Do nothing: writing a file takes no time."""

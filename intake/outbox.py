"""Sends what waits in the outbox: at least once, with growing waits, and never lost.

Without a mail server, or while it is away, mails wait. A mail that the server refuses for good
stays in the outbox as failed, where staff see it.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from intake.database import Unavailable
from intake.mail import message
from intake.settings import Smtp
from intake.tables import outbox

log = logging.getLogger("intake.outbox")

# One minute, then two, four … up to six hours: about a hundred tries in three weeks.
_FIRST_WAIT, _LONGEST_WAIT, _ATTEMPTS = 60, 6 * 3600, 100
# How long a process may take over the mails that it has claimed.
_CLAIM = 300
_TIMEOUT = 30
_BATCH = 50
_FOR_GOOD = range(500, 600)


class Outbox:
    """A thread that sends; ``wake`` it when there is something new."""

    def __init__(self, engine: Engine, smtp: Smtp | None, sender: str, pause: float = 15) -> None:
        self.engine, self.smtp, self.sender, self.pause = engine, smtp, sender, pause
        self._woken = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)

    def start(self) -> None:
        """Begin to send, if there is a mail server to send through."""
        if self.smtp:
            self._thread.start()
        else:
            log.warning("no mail server is set: mails wait in the outbox")

    def wake(self) -> None:
        """Look for new mails now."""
        self._woken.set()

    def close(self) -> None:
        """Stop after the mail that is being sent."""
        self._ended = True
        self.wake()
        if self._thread.is_alive():
            self._thread.join(_TIMEOUT)

    def _run(self) -> None:
        while not self._ended:
            self._woken.clear()
            try:
                sent = self.send_due()
            except Unavailable as error:
                log.warning("the outbox cannot be read", extra={"error": type(error).__name__})
                sent = 0
            if not sent:
                self._woken.wait(self.pause)

    def send_due(self) -> int:
        """Send what is due; return how many mails were tried."""
        rows = self._claim()
        if not rows or not self.smtp:
            return 0
        try:
            with _connection(self.smtp) as server:
                for row in rows:
                    self._send(server, row)
        except (OSError, smtplib.SMTPException) as error:
            log.warning("the mail server is away", extra={"error": type(error).__name__})
            for row in rows:
                self._postpone(row, str(error))
        return len(rows)

    def _claim(self) -> list[dict[str, Any]]:
        """Take due mails so that no other process takes them at the same time."""
        now = int(time.time())
        due = (outbox.c.status == "waiting", outbox.c.due <= now)
        with self.engine.begin() as connection:
            query = sa.select(outbox).where(*due).order_by(outbox.c.created).limit(_BATCH)
            rows = [dict(row) for row in connection.execute(query).mappings()]
            taken = []
            for row in rows:
                claimed = connection.execute(
                    sa.update(outbox).where(outbox.c.id == row["id"], *due).values(due=now + _CLAIM)
                )
                if claimed.rowcount:
                    taken.append(row)
        return taken

    def _send(self, server: smtplib.SMTP, row: dict[str, Any]) -> None:
        try:
            mail = message(row, self.sender)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others go out
            self._fail(row, f"cannot be written: {error}")
            return
        try:
            server.send_message(mail, self.sender, [row["recipient"]])
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            if all(code in _FOR_GOOD for code in _codes(error)):
                self._fail(row, str(error))
            else:
                self._postpone(row, str(error))
        else:
            self._set(row, status="sent", error="", body="", attempts=row["attempts"] + 1)
            row["status"] = "sent"

    def _fail(self, row: dict[str, Any], error: str) -> None:
        self._set(row, status="failed", attempts=row["attempts"] + 1, error=error)
        row["status"] = "failed"
        log.warning("a mail cannot be sent", extra={"kind": row["kind"]})

    def _postpone(self, row: dict[str, Any], error: str) -> None:
        if row["status"] != "waiting":
            return
        attempts = row["attempts"] + 1
        wait = min(_FIRST_WAIT * 2 ** min(row["attempts"], 20), _LONGEST_WAIT)
        status = "failed" if attempts >= _ATTEMPTS else "waiting"
        self._set(row, attempts=attempts, due=int(time.time()) + wait, error=error, status=status)
        row["status"] = "postponed"

    def _set(self, row: dict[str, Any], **values: Any) -> None:
        with self.engine.begin() as connection:
            connection.execute(sa.update(outbox).where(outbox.c.id == row["id"]).values(**values))


@contextmanager
def _connection(smtp: Smtp) -> Iterator[smtplib.SMTP]:
    """Connect, with TLS where the server has it, and say who we are where that is set."""
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if smtp.tls:
        server = smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=_TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(smtp.host, smtp.port, timeout=_TIMEOUT)
    with server:
        server.ehlo_or_helo_if_needed()
        if not smtp.tls and server.has_extn("starttls"):
            server.starttls(context=context)
        if smtp.user:
            server.login(smtp.user, smtp.password or "")
        yield server


def _codes(
    error: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException,
) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code]

"""Sends the mails in the outbox: at least once, retried at growing intervals, never lost.

Without a mail server, or while it is unavailable, mails wait. A mail that the server rejects
permanently stays in the outbox as failed, where staff see it.
"""

from __future__ import annotations

import logging
import smtplib
import threading
import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from intake.database import Unavailable
from intake.delivery import SMTP_TIMEOUT, Sender, connection, is_permanent
from intake.draft_table import load
from intake.mail import MailBuilder, OutboxEntry
from intake.settings import MailFolder, Smtp
from intake.submission_table import find
from intake.tables import outbox

log = logging.getLogger("intake.outbox")

# Seconds: one minute, then two, four … up to six hours. A hundred attempts take three weeks.
_FIRST_WAIT, _LONGEST_WAIT, _MAX_ATTEMPTS = 60, 6 * 3600, 100
# Seconds that a process has to send the mails that it has claimed.
_CLAIM_TIMEOUT = 300
_MAX_BATCH = 50


class Outbox:
    """A thread that sends what is due, every ``pause`` seconds and when ``wake`` is called."""

    def __init__(
        self,
        engine: Engine,
        smtp: Smtp | MailFolder | None,
        mail_builder: MailBuilder,
        pause: float = 15,
    ) -> None:
        self.engine, self.smtp, self.mail_builder, self.pause = engine, smtp, mail_builder, pause
        self._woken = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)

    def start(self) -> None:
        """Start sending, if a mail server is configured."""
        if self.smtp:
            self._thread.start()
        else:
            log.warning("no mail server configured: mails stay in the outbox")

    def wake(self) -> None:
        """Send new mails now."""
        self._woken.set()

    def close(self) -> None:
        """Stop after the mail being sent."""
        self._closing = True
        self.wake()
        if self._thread.is_alive():
            self._thread.join(SMTP_TIMEOUT)

    def _run(self) -> None:
        while not self._closing:
            self._woken.clear()
            try:
                attempted = self.send_due()
            except Unavailable as error:
                log.warning("could not read outbox", extra={"error": type(error).__name__})
                attempted = 0
            if not attempted:
                self._woken.wait(self.pause)

    def send_due(self) -> int:
        """Send what is due; return how many mails were attempted."""
        entries = self._claim()
        if not entries or not self.smtp:
            return 0
        try:
            with connection(self.smtp) as server:
                for entry in entries:
                    self._send(server, entry)
        except (OSError, smtplib.SMTPException) as error:
            log.warning("mail server unavailable", extra={"error": type(error).__name__})
            for entry in entries:
                if entry.status == "waiting":
                    self._postpone(entry, str(error))
        return len(entries)

    def _claim(self) -> list[OutboxEntry]:
        """Claim due mails, so that no other process sends them at the same time."""
        now = int(time.time())
        due = (outbox.c.status == "waiting", outbox.c.due <= now)
        oldest = sa.select(outbox).where(*due).order_by(outbox.c.created).limit(_MAX_BATCH)
        with self.engine.begin() as connection:
            rows = connection.execute(oldest).all()
            claims = [_update(row.id).where(*due).values(due=now + _CLAIM_TIMEOUT) for row in rows]
            claimed = [connection.execute(claim).rowcount for claim in claims]
            ours = [row for row, is_ours in zip(rows, claimed, strict=True) if is_ours]
            return [entry for row in ours if (entry := _entry(connection, row))]

    def _send(self, server: Sender, entry: OutboxEntry) -> None:
        try:
            mail = self.mail_builder.build(entry)
        except Exception as error:  # noqa: BLE001 - one mail must not stop the others
            log.error("could not build mail", extra={"kind": entry.kind})  # noqa: TRY400 - a trace may quote what was typed
            self._postpone(entry, f"could not build mail: {error}")  # until someone fixes it
            return
        try:
            server.send_message(mail, self.mail_builder.sender, [entry.recipient])
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            if is_permanent(error):
                log.warning("mail rejected", extra={"kind": entry.kind})
                self._record(entry, "failed", str(error))
            else:
                self._postpone(entry, str(error))
        else:
            self._record(entry, "sent")

    def _postpone(self, entry: OutboxEntry, error: str) -> None:
        wait = min(_FIRST_WAIT * 2 ** min(entry.attempts, 20), _LONGEST_WAIT)
        is_last = entry.attempts + 1 >= _MAX_ATTEMPTS
        due = int(time.time()) + wait
        self._record(entry, "failed" if is_last else "waiting", error, due=due)
        entry.status = "postponed"  # not to be attempted again in this batch

    def _record(self, entry: OutboxEntry, status: str, error: str = "", **more: int) -> None:
        """Record an attempt and its outcome."""
        values = {"status": status, "error": error, "attempts": entry.attempts + 1} | more
        with self.engine.begin() as connection:
            connection.execute(_update(entry.id).values(**values))
        entry.status = status


def _entry(connection: sa.Connection, row: Any) -> OutboxEntry | None:
    """Return a mail with what it is about, or ``None`` if that was deleted this moment."""
    about = find(connection, row.submission) if row.submission else load(connection, row.draft)
    if about is None:
        return None
    return OutboxEntry(about, row.id, row.kind, row.recipient, row.created, attempts=row.attempts)


def _update(mail: str) -> sa.Update:
    return sa.update(outbox).where(outbox.c.id == mail)

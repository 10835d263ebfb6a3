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
from intake.mail import Composer, Mailing
from intake.settings import Smtp
from intake.submission import Submission, read_answers
from intake.tables import outbox, submissions

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

    def __init__(
        self, engine: Engine, smtp: Smtp | None, composer: Composer, pause: float = 15
    ) -> None:
        self.engine, self.smtp, self.composer, self.pause = engine, smtp, composer, pause
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
        mailings = self._claim()
        if not mailings or not self.smtp:
            return 0
        try:
            with _connection(self.smtp) as server:
                for mailing in mailings:
                    self._send(server, mailing)
        except (OSError, smtplib.SMTPException) as error:
            log.warning("the mail server is away", extra={"error": type(error).__name__})
            for mailing in mailings:
                if mailing.status == "waiting":
                    self._postpone(mailing, str(error))
        return len(mailings)

    def _claim(self) -> list[Mailing]:
        """Take due mails so that no other process takes them at the same time."""
        now = int(time.time())
        due = (outbox.c.status == "waiting", outbox.c.due <= now)
        query = sa.select(
            *(outbox.c.kind, outbox.c.recipient, outbox.c.created, outbox.c.attempts),
            *(submissions.c.id, submissions.c.reference, submissions.c.language),
            submissions.c.answers,
        ).join(submissions)
        with self.engine.begin() as connection:
            rows = connection.execute(query.where(*due).order_by(outbox.c.created).limit(_BATCH))
            mailings = [_mailing(row) for row in rows]
            claims = [_change(mailing).where(*due).values(due=now + _CLAIM) for mailing in mailings]
            taken = [connection.execute(claim).rowcount for claim in claims]
        return [mailing for mailing, mine in zip(mailings, taken, strict=True) if mine]

    def _send(self, server: smtplib.SMTP, mailing: Mailing) -> None:
        try:
            mail = self.composer(mailing)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others go out
            log.error("a mail cannot be written", extra={"kind": mailing.kind})  # noqa: TRY400 - a trace may quote what was typed
            self._postpone(mailing, f"cannot be written: {error}")  # until someone has mended it
            return
        try:
            server.send_message(mail, self.composer.sender, [mailing.recipient])
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            if all(code in _FOR_GOOD for code in _codes(error)):
                log.warning("a mail cannot be sent", extra={"kind": mailing.kind})
                self._note(mailing, "failed", str(error))
            else:
                self._postpone(mailing, str(error))
        else:
            self._note(mailing, "sent")

    def _postpone(self, mailing: Mailing, error: str) -> None:
        wait = min(_FIRST_WAIT * 2 ** min(mailing.attempts, 20), _LONGEST_WAIT)
        is_last = mailing.attempts + 1 >= _ATTEMPTS
        due = int(time.time()) + wait
        self._note(mailing, "failed" if is_last else "waiting", error, due=due)
        mailing.status = "postponed"  # it has had its turn

    def _note(self, mailing: Mailing, status: str, error: str = "", **more: int) -> None:
        """Count an attempt, and what came of it."""
        values = {"status": status, "error": error, "attempts": mailing.attempts + 1} | more
        with self.engine.begin() as connection:
            connection.execute(_change(mailing).values(**values))
        mailing.status = status


def _mailing(row: Any) -> Mailing:
    submission = Submission(
        read_answers(row.answers), row.language, id=row.id, reference=row.reference
    )
    return Mailing(submission, row.kind, row.recipient, row.created, attempts=row.attempts)


def _change(mailing: Mailing) -> sa.Update:
    return sa.update(outbox).where(
        outbox.c.submission == mailing.submission.id, outbox.c.kind == mailing.kind
    )


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

"""Sends the emails in the outbox: retried at growing intervals, never lost, never sent by two.

While the mail server is away, or refuses us, all emails wait and none is blamed: they go out once
that is fixed. An email whose recipient's address receives nothing stays in the outbox as failed,
where staff see it. An email is sent twice, with the same Message-ID, only if the process is killed,
or the connection cut, after the server has accepted it and before that is recorded.
"""

from __future__ import annotations

import logging
import threading
import time

import sqlalchemy as sa
from sqlalchemy import Engine

from intake import metrics
from intake.mail.attempts import Attempts
from intake.mail.builder import MailBuilder, OutboxEntry
from intake.mail.delivery import Sender, connection
from intake.mail.leases import Leases
from intake.mail.smtp_replies import AwayError, BrokenError, MailRefusedError
from intake.settings.server_addresses import MailFolder, Smtp
from intake.storage.tables import outbox

log = logging.getLogger("intake.outbox")

# Seconds until a server that was away is tried again: half a minute, then one, two … up to five.
_FIRST_PAUSE, _LONGEST_PAUSE = 30, 300
_RECORDING_PAUSE = 1
_BATCH = 20
# A server that hangs up on so many emails in a row is away: the emails are not to blame.
_MOST_BROKEN = 2
_LAST_MAIL = 60  # seconds for the email that is being sent, at a shutdown


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
        self.leases = Leases(engine)
        self.attempts = Attempts(self.leases)
        self._woken = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._run, args=[smtp], name="outbox", daemon=True)
        self._broken = 0  # conversations in a row
        self._failures = 0  # of the server or the database, in a row
        self._next_try = 0.0
        # How it was when it was last tried: "ok", "not configured", or what is wrong.
        self.server = "not tried yet" if smtp else "not configured"

    def start(self) -> None:
        """Start sending, if a mail server is configured."""
        if self.smtp:
            self._thread.start()
        else:
            log.warning("no mail server configured: emails stay in the outbox")

    @property
    def is_alive(self) -> bool:
        """Whether emails are being sent, or there is no mail server to which to send them."""
        return not self.smtp or self._thread.is_alive()

    def wake(self) -> None:
        """Send new emails now."""
        self._woken.set()

    def close(self) -> None:
        """Stop after the email being sent."""
        self._closing = True
        self.wake()
        if self._thread.is_alive():
            self._thread.join(_LAST_MAIL)

    def _run(self, smtp: Smtp | MailFolder) -> None:
        self._try_server(smtp)
        while not self._closing:
            self._woken.clear()
            pause = self.pause
            try:
                if time.monotonic() >= self._next_try:
                    self.send_due()
            except Exception as error:  # noqa: BLE001 - nothing may end the outbox
                # Of the exception only the type: its text may quote what was typed.
                metrics.interruptions_total.inc()
                log.error("outbox interrupted", extra={"error": type(error).__name__})  # noqa: TRY400
                pause = _RECORDING_PAUSE
            self._woken.wait(pause)

    def _try_server(self, smtp: Smtp | MailFolder) -> None:
        """Log at the start whether the mail server accepts us: there may be nothing to send."""
        try:
            with connection(smtp):
                self._server_is("ok")
                log.info("mail server ready")
        except Exception as error:  # noqa: BLE001 - nothing may end the outbox
            kind = error.kind if isinstance(error, AwayError) else type(error).__name__
            self._server_is(kind)
            log.warning("mail server unavailable", extra={"error": kind})

    def _server_is(self, state: str) -> None:
        self.server = state
        metrics.mail_server_up.set(state == "ok")

    def send_due(self) -> int:
        """Send what is due; return how many emails were attempted.

        Raises:
            Unavailable: the database cannot be used.
        """
        attempted = 0
        self.leases.record_again()
        while self.smtp and not self._closing and self.leases.any_due():
            try:
                attempted += self._converse(self.smtp)
            except AwayError as error:
                self._wait_for_server(error)
                break
        return attempted

    def _converse(self, smtp: Smtp | MailFolder) -> int:
        """Send what is due in one conversation with the server, unless it is cut off."""
        attempted = 0
        with connection(smtp) as server, self.leases.renewed(server.abort):
            while not self._closing and (entries := self.leases.take(_BATCH)):
                try:
                    while entries and self.leases.begin(entries[0]) and not self._closing:
                        self._send(server, entries[0])
                        del entries[0]
                        attempted += 1
                        self._broken = self._failures = 0
                        self._server_is("ok")
                except BrokenError as error:
                    attempted += self._blame(entries, error)
                    break
                finally:
                    self.leases.release(entries)
        return attempted

    def _blame(self, entries: list[OutboxEntry], error: BrokenError) -> int:
        """Postpone the email in whose middle the server hung up; return how many that is.

        Raises:
            AwayError: it has done so before: the server is to blame.
        """
        self._broken += 1
        if error.in_mail:
            self.attempts.postpone(entries.pop(0), str(error))
        if self._broken >= _MOST_BROKEN:
            raise AwayError(str(error), "hangs up") from error
        return int(error.in_mail)

    def _wait_for_server(self, error: AwayError) -> None:
        """Try the server again later, and let staff see why emails wait."""
        wait = min(_FIRST_PAUSE * 2 ** min(self._failures, 20), _LONGEST_PAUSE)
        self._failures += 1
        self._next_try = time.monotonic() + wait
        self._server_is(error.kind)
        log.warning("mail server unavailable", extra={"error": error.kind})
        waiting = (outbox.c.status == "waiting", outbox.c.due <= int(time.time()))
        with self.engine.begin() as connection:
            connection.execute(sa.update(outbox).where(*waiting).values(error=str(error)))

    def _send(self, server: Sender, entry: OutboxEntry) -> None:
        try:
            mail = self.mail_builder.build(entry)
        except Exception as error:  # noqa: BLE001 - one email must not stop the others
            log.error("could not build email", extra={"kind": entry.kind})  # noqa: TRY400 - a trace may quote what was typed
            # Until someone fixes it.
            self.attempts.postpone(entry, f"could not build email: {error}")
            return
        try:
            server.send(mail, self.mail_builder.sender, entry.recipient)
        except MailRefusedError as error:
            self.attempts.refused(entry, error)
        else:
            self.attempts.sent(entry)

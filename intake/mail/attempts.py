"""The results of attempts to send emails: sent, failed, or to be tried again later.

It is tried again at growing intervals: after one minute, then two, four … up to six hours if its
recipient cannot receive it now, and to one if we are at fault. A hundred attempts take three weeks.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from intake import metrics
from intake.mail.builder import OutboxEntry
from intake.mail.leases import LONGEST_WAIT, Leases
from intake.mail.smtp_replies import MailRefusedError

log = logging.getLogger("intake.outbox")

_FIRST_WAIT, _OUR_LONGEST_WAIT = 60, 3600  # seconds
_MAX_ATTEMPTS = 100


class Attempts:
    """Records what each attempt has led to, for emails that are leased."""

    def __init__(self, leases: Leases) -> None:
        self.leases = leases

    def sent(self, entry: OutboxEntry) -> None:
        """Record that an email was sent."""
        metrics.last_sent.set_to_current_time()
        self._record(entry, "sent")

    def refused(self, entry: OutboxEntry, error: MailRefusedError) -> None:
        """Try an email again later that was refused; for ever refused, it has failed."""
        log.warning("mail refused", extra={"kind": entry.kind, "about": error.about})
        is_last = error.about == "recipient" and entry.attempts + 1 >= _MAX_ATTEMPTS
        if error.about == "address" or is_last:
            self._record(entry, "failed", str(error))
        else:
            longest = LONGEST_WAIT if error.about == "recipient" else _OUR_LONGEST_WAIT
            self.postpone(entry, str(error), longest)

    def postpone(self, entry: OutboxEntry, error: str, longest: int = _OUR_LONGEST_WAIT) -> None:
        """Try an email again later, after ``longest`` seconds at the latest."""
        wait = min(_FIRST_WAIT * 2 ** min(entry.attempts, 20), longest)
        self._record(entry, "waiting", error, due=int(time.time()) + wait)

    def _record(self, entry: OutboxEntry, status: str, error: str = "", **more: Any) -> None:
        metrics.mails_total.labels(status if status != "waiting" else "postponed").inc()
        # Databases may refuse other characters, and then nothing could be recorded any more.
        error = "".join(filter(str.isprintable, error))
        attempts = entry.attempts + 1
        self.leases.record(entry, status=status, error=error, attempts=attempts, **more)

"""Queues the morning mail on schedule."""

from __future__ import annotations

import asyncio
import datetime
import logging

from intake import metrics
from intake.desk.morning_mail import MorningMail
from intake.mail.outbox import Outbox
from intake.storage.store import Store
from intake.web.responses import stored

log = logging.getLogger("intake")

_PAUSE = 60  # seconds between two looks at the clock


async def each_morning(morning_mail: MorningMail, store: Store, outbox: Outbox) -> None:
    """Queue each day's email when it is time, or later if that was not possible."""
    last: datetime.date | None = None
    while True:
        now = datetime.datetime.now(datetime.UTC)
        try:
            if morning_mail.is_due(now, last):
                await _queue(morning_mail, now, store, outbox)
                last = now.astimezone(morning_mail.zone).date()
        except Exception as error:  # noqa: BLE001 - nothing may end the mornings
            metrics.interruptions_total.inc()
            log.error("could not queue the morning mail", extra={"error": type(error).__name__})  # noqa: TRY400 - a trace may quote what was typed
        await asyncio.sleep(_PAUSE)


async def _queue(
    morning_mail: MorningMail, now: datetime.datetime, store: Store, outbox: Outbox
) -> None:
    if number := await stored(store.do("", lambda connection: morning_mail.queue(connection, now))):
        log.info("queued the morning mail", extra={"mails": number})
        outbox.wake()

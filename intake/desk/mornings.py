"""Sees to it that the mail of each morning goes out as long as the service runs."""

from __future__ import annotations

import asyncio
import datetime
import logging

from intake import metrics
from intake.desk.digest import Digest
from intake.mail.outbox import Outbox
from intake.storage.store import Store
from intake.web.responses import stored

log = logging.getLogger("intake")

_PAUSE = 60  # seconds between two looks at the clock


async def each_morning(digest: Digest, store: Store, outbox: Outbox) -> None:
    """Queue the mail of each day when it is time, or later if that was not possible."""
    last: datetime.date | None = None
    while True:
        now = datetime.datetime.now(datetime.UTC)
        try:
            if digest.is_due(now, last):
                await _queue(digest, now, store, outbox)
                last = now.astimezone(digest.zone).date()
        except Exception as error:  # noqa: BLE001 - nothing may end the mornings
            metrics.interruptions_total.inc()
            log.error("could not queue the digest", extra={"error": type(error).__name__})  # noqa: TRY400 - a trace may quote what was typed
        await asyncio.sleep(_PAUSE)


async def _queue(digest: Digest, now: datetime.datetime, store: Store, outbox: Outbox) -> None:
    if number := await stored(store.do("", lambda connection: digest.queue(connection, now))):
        log.info("queued the digest", extra={"mails": number})
        outbox.wake()

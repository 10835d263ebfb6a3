"""Whether the service does what it is for: store what people send, and email it."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any

from intake.mail.outbox import Outbox
from intake.monitoring.reach import Reach
from intake.storage.store import Store

# Seconds: how long an answer holds, so that nobody can make the service write by asking; and how
# long the database may take for it.
_HOLDS, _TIMEOUT = 5, 5


class Health:
    """Finds out, at most every few seconds, however many ask."""

    def __init__(self, store: Store, outbox: Outbox, reach: Reach) -> None:
        self._store, self._outbox, self.reach = store, outbox, reach
        self._lock = threading.Lock()
        self._found: Mapping[str, Any] = {}
        self._until = 0.0

    def check(self) -> Mapping[str, Any]:
        """Return ``status`` (*ok* or *unavailable*), and what operators want to know of it.

        It is *ok* only if something as large as a submission has just been written to the disk, by
        the same thread that writes submissions, and the thread that sends emails is alive.
        """
        with self._lock:
            if time.monotonic() >= self._until:
                self._found = self._find()
                self._until = time.monotonic() + _HOLDS
            return self._found

    def _find(self) -> Mapping[str, Any]:
        began = time.monotonic()
        try:
            self._store.try_to_store().result(_TIMEOUT)
            storage = "ok"
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing can be stored
            storage = type(error).__name__
        seconds = round(time.monotonic() - began, 3)
        is_mailing = self._outbox.is_alive
        is_ok = storage == "ok" and is_mailing
        return {
            "status": "ok" if is_ok else "unavailable",
            "storage": storage,
            "storage_seconds": seconds,
            "writing_thread": "ok" if self._store.is_alive else "dead",
            "mail_thread": "ok" if is_mailing else "dead",
            "mail_server": self._outbox.server,
            "site": self.reach.state,
        }

"""Limits how often one client may post: an office behind one address passes, a flood does not."""

from __future__ import annotations

import hmac
import time
from collections import OrderedDict

_HOUR = 3600
# Clients tracked at a time; the least recently seen one is dropped first.
_MAX_CLIENTS = 50_000


class RateLimiter:
    """A token bucket for each client: ``per_hour`` posts, refilled evenly; zero is no limit.

    Addresses are stored only in memory, as hashes keyed with ``secret``.
    """

    def __init__(self, per_hour: int, secret: bytes) -> None:
        self.per_hour, self._secret = per_hour, secret
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def allow(self, client: str, now: float | None = None) -> bool:
        """Count a post and return whether it may pass; ``now`` is in seconds, for tests."""
        if not self.per_hour:
            return True
        now = time.monotonic() if now is None else now
        key = hmac.digest(self._secret, client.encode(), "sha256")
        tokens, seen = self._buckets.pop(key, (float(self.per_hour), now))
        tokens = min(self.per_hour, tokens + (now - seen) * self.per_hour / _HOUR)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > _MAX_CLIENTS:
            self._buckets.popitem(last=False)
        return allowed

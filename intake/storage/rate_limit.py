"""Limits how often one client may post: an office behind one address passes, a flood does not."""

from __future__ import annotations

import hmac
import secrets
import time
from collections import OrderedDict

from intake.storage.periods import HOUR

# Clients tracked at a time; the least recently seen one is dropped first.
_MAX_CLIENTS = 50_000


class RateLimiter:
    """A token bucket for each client: ``posts`` in a period, refilled evenly; zero means no limit.

    Addresses are stored only in memory, as hashes with a key that nobody knows. The period is in
    seconds.
    """

    def __init__(self, posts: int, period: int = HOUR) -> None:
        self.posts, self._period, self._key = posts, period, secrets.token_bytes(32)
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def allow(self, client: str, now: float | None = None) -> bool:
        """Count a post and return whether it may pass; ``now`` is in seconds, for tests."""
        if not self.posts:
            return True
        now = time.monotonic() if now is None else now
        key = hmac.digest(self._key, client.encode(), "sha256")
        tokens, seen = self._buckets.pop(key, (float(self.posts), now))
        tokens = min(self.posts, tokens + (now - seen) * self.posts / self._period)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > _MAX_CLIENTS:
            self._buckets.popitem(last=False)
        return allowed

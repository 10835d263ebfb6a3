"""Signs of spam: a field that people cannot see was filled in, or the form was sent too fast."""

from __future__ import annotations

import hmac
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Fields of the pages that are not questions: ids have no underscore, so that none can be equal.
HONEYPOT, STAMP = "web_site", "signed_at"
# Seconds: nobody reviews answers in less, and an older page is shown again.
_MIN_AGE, _MAX_AGE = 1.0, 24 * 3600


@dataclass(frozen=True)
class SignedTimestamps:
    """Timestamps on the review page, which nobody can forge without the secret.

    They have milliseconds, because ages around one second must be distinguished: itsdangerous,
    whose timestamps are whole seconds, would not do.
    """

    secret: bytes

    def new(self, now: float | None = None) -> str:
        """Return the timestamp of a page that is made now, or at ``now`` (seconds since 1970)."""
        seconds = f"{now if now is not None else time.time():.3f}"
        return f"{seconds}.{self._sign(seconds)}"

    def age(self, stamp: str, now: float | None = None) -> float | None:
        """Return the age in seconds, or ``None`` if the timestamp is forged or expired."""
        seconds, _, signature = stamp.rpartition(".")
        if not stamp.isascii() or not hmac.compare_digest(self._sign(seconds), signature):
            return None
        age = (now if now is not None else time.time()) - float(seconds)
        return age if age <= _MAX_AGE else None

    def _sign(self, text: str) -> str:
        return hmac.digest(self.secret, text.encode(), "sha256").hex()[:32]


def spam_reason(entered: Mapping[str, Sequence[str]], age: float) -> str:
    """Return why staff should look at a submission before it is answered; empty if they need not.

    ``age`` is that of the review page, in seconds.
    """
    if any(entered.get(HONEYPOT, ())):
        return "honeypot"
    return "too fast" if age < _MIN_AGE else ""

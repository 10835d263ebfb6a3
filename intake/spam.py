"""Signs of spam: a field that people cannot see was filled in, or the form was sent too fast."""

from __future__ import annotations

import hmac
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Fields of the pages that are no questions: no id has an underscore, so that none can be the same.
HONEYPOT, STAMP = "web_site", "signed_at"
# Nobody checks their answers faster than this; a page older than this is shown again.
_MIN_AGE, _MAX_AGE = 1.0, 24 * 3600


@dataclass(frozen=True)
class SignedTimestamps:
    """Timestamps on the page to check, which nobody without the secret can make.

    To the millisecond, because pages are told apart that are a second old: itsdangerous, whose
    timestamps are whole seconds, would not do.
    """

    secret: bytes

    def new(self, now: float | None = None) -> str:
        """Return the timestamp of a page that is made now, or at ``now`` (seconds since 1970)."""
        made = f"{now if now is not None else time.time():.3f}"
        return f"{made}.{self._sign(made)}"

    def age(self, stamp: str, now: float | None = None) -> float | None:
        """Return the age in seconds, or ``None`` if the timestamp is forged or expired."""
        made, _, signature = stamp.rpartition(".")
        if not stamp.isascii() or not hmac.compare_digest(self._sign(made), signature):
            return None
        age = (now if now is not None else time.time()) - float(made)
        return age if age <= _MAX_AGE else None

    def _sign(self, text: str) -> str:
        return hmac.digest(self.secret, text.encode(), "sha256").hex()[:32]


def spam_reason(entered: Mapping[str, Sequence[str]], age: float) -> str:
    """Return why staff should look at a submission before it is answered, mostly nothing.

    ``age`` is that of the page to check, in seconds.
    """
    if any(entered.get(HONEYPOT, ())):
        return "honeypot"
    return "too fast" if age < _MIN_AGE else ""

"""What the service counts, for Prometheus. Nothing here names a person, an address or an answer."""

from __future__ import annotations

import logging
import math

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

log = logging.getLogger("intake")

REGISTRY = CollectorRegistry()

stored_total = Counter(
    "intake_stored", "What was stored for senders, and answered for.", ["what"], registry=REGISTRY
)
last_stored = Gauge(
    "intake_last_stored_timestamp_seconds", "When something was last stored.", registry=REGISTRY
)
refused_total = Counter(
    "intake_refused", "Posts that were refused, by reason.", ["reason"], registry=REGISTRY
)
request_seconds = Histogram(
    "intake_request_seconds",
    "How long requests took.",
    ["method", "status"],
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30),
    registry=REGISTRY,
)
mails_total = Counter(
    "intake_mails", "Attempts to send an email, by outcome.", ["outcome"], registry=REGISTRY
)
last_sent = Gauge(
    "intake_last_mail_timestamp_seconds", "When an email was last sent.", registry=REGISTRY
)
mail_server_up = Gauge(
    "intake_mail_server_up",
    "Whether the mail server accepted the last connection.",
    registry=REGISTRY,
)
site_reached = Gauge(
    "intake_site_reached", "Whether the site's address leads to this service.", registry=REGISTRY
)
site_reached.set(math.nan)  # until it has been asked
interruptions_total = Counter(
    "intake_interruptions", "Errors after which a thread carried on.", registry=REGISTRY
)


def stored(what: str) -> None:
    """Count a stored ``draft``, ``step`` or ``submission``."""
    stored_total.labels(what).inc()
    last_stored.set_to_current_time()


def refused(reason: str) -> None:
    """Count a post that was refused, and log it; the log has a sample of them."""
    refused_total.labels(reason).inc()
    log.info("refused", extra={"reason": reason})

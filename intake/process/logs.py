"""Structured logs: one JSON object per line, without anything that anyone typed."""

from __future__ import annotations

import json
import logging
import threading
import time
from datetime import UTC, datetime

_SAMPLED = "refused"  # the message of which there may be a flood
_SAMPLE = 60  # seconds between two lines with it that have the same reason
_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}


class JsonFormatter(logging.Formatter):
    """Formats time, level, logger and message, and the ``extra`` values."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line; of an exception only the type, because its text may quote input."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {k: v for k, v in vars(record).items() if k not in _STANDARD}
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False, default=str)


class Sample(logging.Filter):
    """Passes refusals for the same reason once a minute, with how many there were since then."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._logged: dict[str, float] = {}
        self._since: dict[str, int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to log a record: of refusals only a sample."""
        if record.msg != _SAMPLED:
            return True
        reason: str = vars(record)["reason"]
        now = time.monotonic()
        with self._lock:
            number = self._since.get(reason, 0) + 1
            self._since[reason] = number
            if now - self._logged.get(reason, -_SAMPLE) < _SAMPLE:
                return False
            self._logged[reason], self._since[reason] = now, 0
        record.number = number
        return True


def set_up() -> None:
    """Send all logs to standard error in this format."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    handler.addFilter(Sample())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)

"""Periods, in seconds."""

from __future__ import annotations

HOUR, DAY = 3600, 86_400

"""Tries the database and the disk under it, for ``intake doctor``."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine

from intake.storage import draft_table
from intake.storage.check_result import CheckResult
from intake.storage.tables import submissions

_LITTLE_SPACE = 200_000_000  # bytes
_CLOCK = 5  # seconds that two clocks may differ


def storage(engine: Engine) -> Iterator[CheckResult]:
    """Write as the service does; nothing of it stays."""
    began = time.monotonic()
    with engine.begin() as connection:
        draft_table.try_to_store(connection)
    seconds = time.monotonic() - began
    yield CheckResult("storage", is_well=True, seen=f"written to the disk in {seconds:.3f} s")


def durability(engine: Engine) -> Iterator[CheckResult]:
    """Check that PostgreSQL's commits are on the disk."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            fsync = connection.execute(sa.text("SHOW fsync")).scalar_one()
        seen = f"fsync is {fsync}" + (": a power cut loses what was received" * (fsync != "on"))
        yield CheckResult("durability", fsync == "on", seen)


def disk(engine: Engine) -> Iterator[CheckResult]:
    """Check SQLite's file: its permissions, its owner, and the free space."""
    if engine.dialect.name != "sqlite":
        return
    file = Path(engine.url.database or "")
    for path in (file, file.parent):
        mode = stat.S_IMODE(path.stat().st_mode)
        # Who can list the folder sees no more than the database's name.
        is_private = not mode & (0o077 if path == file else 0o022)
        yield CheckResult("permissions", is_private, f"{path} has mode {mode:o}")
    owner = file.stat().st_uid
    is_ours = os.geteuid() in {owner, 0} and owner == file.parent.stat().st_uid
    yield CheckResult("owner", is_ours, f"{file} and its folder belong to user {owner}")
    free = shutil.disk_usage(file.parent).free
    yield CheckResult("disk", free > _LITTLE_SPACE, f"{free // 1_000_000} MB are free")


def clock(engine: Engine) -> Iterator[CheckResult]:
    """Compare the clock with PostgreSQL's, and with what was received."""
    newest = sa.select(sa.func.max(submissions.c.received))
    with engine.connect() as connection:
        received = connection.execute(newest).scalar_one() or 0
        if engine.dialect.name == "postgresql":
            now = sa.text("SELECT extract(epoch FROM clock_timestamp())")
            differs = float(connection.execute(now).scalar_one()) - time.time()
            seen = f"PostgreSQL's differs by {differs:.1f} s"
            yield CheckResult("clock", abs(differs) < _CLOCK, seen)
    is_later = received - time.time() > _CLOCK
    seen = "earlier than the newest submission: the clock was set back" if is_later else "plausible"
    yield CheckResult("clock", not is_later, seen)

"""The versions of the form that submissions answer, each read once."""

from __future__ import annotations

import functools

from sqlalchemy import Engine

from intake.journey.form_version import FormVersion
from intake.storage import draft_table


class Versions:
    """Finds versions by digest; what was sent before there were any answers the ``current`` one."""

    def __init__(self, engine: Engine, current: FormVersion) -> None:
        self._engine, self.current = engine, current
        self._stored = functools.lru_cache(maxsize=16)(self._read)

    def get(self, digest: str | None) -> FormVersion:
        """Return a version."""
        return self.current if digest in {None, self.current.digest} else self._stored(digest)

    def _read(self, digest: str) -> FormVersion:
        with self._engine.connect() as connection:
            return draft_table.version(connection, digest)

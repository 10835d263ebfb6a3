"""Compiled templates that all sites of the tests share, whichever folder each site is in."""

from __future__ import annotations

from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

FOLDER = Path(__file__).parents[2] / ".cache" / "templates-of-tests"


class SharedTemplates(jinja2.FileSystemBytecodeCache):
    """Finds a compiled template by its name and its source, and gives it the file of the site."""

    def __init__(self) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        super().__init__(str(FOLDER))

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 - jinja2's
        """Return the key of a template, whatever folder it is in."""
        return super().get_cache_key(name)

    def get_bucket(
        self, environment: jinja2.Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Return the compiled template; errors in it name the file of this site."""
        bucket = super().get_bucket(environment, name, filename, source)
        if bucket.code and filename:
            bucket.code = bucket.code.replace(co_filename=filename)
        return bucket

"""Runs PostgreSQL's own programs on the service's database."""

from __future__ import annotations

import os
import shutil
import subprocess

import sqlalchemy as sa


class ToolError(Exception):
    """A program is missing, or has failed; the text is its own first line."""


def run(program: str, database: str, *arguments: str) -> None:
    """Run ``pg_dump`` or ``pg_restore``; no list of processes shows the password.

    Raises:
        ToolError: it is not installed, or it has failed.
    """
    found = shutil.which(program)
    if found is None:
        raise ToolError(f"{program} is missing: install PostgreSQL's client (postgresql-client)")
    address = sa.make_url(database)
    given = {"PGPASSWORD": str(address.password)} if address.password else {}
    without = sa.URL.create(
        "postgresql",
        address.username,
        host=address.host,
        port=address.port,
        database=address.database,
        query=address.query,
    )
    name = without.render_as_string(hide_password=False)
    done = subprocess.run(  # noqa: S603 - the program's path is absolute, and no shell reads it
        [found, f"--dbname={name}", "--no-password", *arguments],
        env=os.environ | given,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        first = done.stderr.strip().partition("\n")[0]
        raise ToolError(first or f"{program} failed with exit code {done.returncode}")

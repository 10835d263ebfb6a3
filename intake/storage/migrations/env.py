"""Alembic's environment: it migrates on a given connection, in its transaction."""

from __future__ import annotations

from alembic import context

from intake.storage.migrations.layout import version_table
from intake.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=version_table.name,
)
context.run_migrations()

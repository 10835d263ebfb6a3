"""What Alembic runs to migrate: on the connection, and in the transaction, that it is given."""

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

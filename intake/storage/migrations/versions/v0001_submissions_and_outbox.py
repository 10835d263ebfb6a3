"""Submissions and the outbox, as the first version had them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "submissions",
        sa.Column("id", sa.String(38), primary_key=True),
        sa.Column("digest", sa.String(32), nullable=False, unique=True),
        sa.Column("reference", sa.String(11), nullable=False, unique=True),
        sa.Column("received", sa.Integer, nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("answers", sa.Text, nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column(
            "submission",
            sa.String(38),
            sa.ForeignKey("submissions.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("created", sa.Integer, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due", sa.Integer, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
    )
    op.create_index("outbox_due", "outbox", ["status", "due"])
    acknowledgements = sa.text("kind = 'acknowledgement'")
    op.create_index(
        "outbox_mailbox",
        "outbox",
        [sa.text("lower(recipient)"), "created"],
        sqlite_where=acknowledgements,
        postgresql_where=acknowledgements,
    )

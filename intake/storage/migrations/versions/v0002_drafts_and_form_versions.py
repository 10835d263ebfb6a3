"""Drafts, and the versions of the form that drafts and submissions answer.

One draft is one submission: equal answers are no longer taken for the same one. An email may be
about a draft, and there may be several of one kind.
"""

from __future__ import annotations

import hashlib
import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the new tables, and change the old ones."""
    op.create_table(
        "forms",
        sa.Column("digest", sa.String(32), primary_key=True),
        sa.Column("form", sa.Text, nullable=False),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("created", sa.Integer, nullable=False),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("form", sa.String(32), sa.ForeignKey("forms.digest")),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("attempts", sa.Text, nullable=False),
        sa.Column("steps", sa.Text, nullable=False),
        sa.Column("trapped", sa.Boolean, nullable=False),
    )
    op.create_index("drafts_changed", "drafts", ["changed"])
    _change_submissions()
    _make_outbox_again()


def _change_submissions() -> None:
    with op.batch_alter_table("submissions") as table:
        table.drop_column("digest")
        table.add_column(sa.Column("draft", sa.String(22)))
        table.add_column(sa.Column("form", sa.String(32)))
        table.add_column(sa.Column("key", sa.String(22)))
        table.create_unique_constraint("submissions_draft_key", ["draft"])
        table.create_foreign_key("submissions_form_fkey", "forms", ["form"], ["digest"])
    rows = sa.table("submissions", sa.column("id"), sa.column("key"))
    connection = op.get_bind()
    for name in connection.execute(sa.select(rows.c.id)).scalars().all():
        key = secrets.token_urlsafe(16)
        connection.execute(sa.update(rows).where(rows.c.id == name).values(key=key))
    with op.batch_alter_table("submissions") as table:
        table.alter_column("key", existing_type=sa.String(22), nullable=False)


def _make_outbox_again() -> None:
    connection = op.get_bind()
    before = [dict(row) for row in connection.execute(sa.text("SELECT * FROM outbox")).mappings()]
    op.drop_table("outbox")
    outbox = op.create_table(
        "outbox",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column(
            "submission",
            sa.String(38),
            sa.ForeignKey("submissions.id", ondelete="CASCADE"),
        ),
        sa.Column("draft", sa.String(22), sa.ForeignKey("drafts.id", ondelete="CASCADE")),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("created", sa.Integer, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due", sa.Integer, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.CheckConstraint("(submission IS NULL) <> (draft IS NULL)", name="outbox_about_one"),
    )
    op.create_index("ix_outbox_submission", "outbox", ["submission"])
    op.create_index("ix_outbox_draft", "outbox", ["draft"])
    op.create_index("outbox_due", "outbox", ["status", "due"])
    op.create_index("outbox_mailbox", "outbox", [sa.text("lower(recipient)"), "created"])
    if before:
        op.bulk_insert(outbox, [row | {"id": _message_id(row), "draft": None} for row in before])


def _message_id(row: dict[str, str]) -> str:
    """Return the id under which an email may have been sent already, if it is sent again."""
    return hashlib.sha256(f"{row['submission']}.{row['kind']}".encode()).hexdigest()[:40]

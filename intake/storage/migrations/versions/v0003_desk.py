"""What staff do with submissions: who they are, states, notes, and a history.

Whether a submission is held is the state of its case now. An email may be about neither a
submission nor a draft, such as one with which staff sign in.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables of the desk, with a case for each submission; change the outbox."""
    _make_staff()
    _make_shared()
    _make_cases()
    _fill_cases()
    with op.batch_alter_table("submissions") as table:
        table.drop_column("status")
        table.add_column(sa.Column("address", sa.String(254)))
    _make_outbox_again()


def _make_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("address", sa.String(254), unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("digest", sa.Boolean, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created", sa.Integer, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column(
            "staff",
            sa.String(22),
            sa.ForeignKey("staff.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("created", sa.Integer, nullable=False),
        sa.Column("used", sa.Integer, nullable=False),
    )
    op.create_index("ix_sessions_staff", "sessions", ["staff"])
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("created", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("staff", sa.String(22), sa.ForeignKey("staff.id", ondelete="CASCADE")),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_index("ix_sign_ins_staff", "sign_ins", ["staff"])
    op.create_index("sign_ins_created", "sign_ins", ["created"])


def _make_shared() -> None:
    """Make what several processes share: limits, and by what they know each other."""
    op.create_table(
        "limits",
        sa.Column("who", sa.String(64), primary_key=True),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_limits_until", "limits", ["until"])
    op.create_table(
        "service",
        sa.Column("one", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(22), nullable=False),
    )


def _make_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("reference", sa.String(11), primary_key=True),
        sa.Column(
            "submission",
            sa.String(38),
            sa.ForeignKey("submissions.id", ondelete="SET NULL"),
            unique=True,
        ),
        sa.Column("received", sa.Integer, nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("assigned", sa.String(22), sa.ForeignKey("staff.id", ondelete="SET NULL")),
        sa.Column("touched", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("institution", sa.Text, nullable=False),
        sa.Column("country", sa.String(64), nullable=False),
        sa.Column("areas", sa.Text, nullable=False),
        sa.Column("sought", sa.Text, nullable=False),
    )
    op.create_index("ix_cases_assigned", "cases", ["assigned"])
    op.create_index("cases_received", "cases", ["received", "reference", "state"])
    op.create_index("cases_touched", "cases", ["touched", "reference", "state"])
    op.create_index("cases_state", "cases", ["state", "country", "areas"])
    op.create_table(
        "texts",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("case", sa.String(11), sa.ForeignKey("cases.reference")),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
    )
    op.create_index("ix_texts_case", "texts", ["case"])
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case", sa.String(11), sa.ForeignKey("cases.reference")),
        sa.Column("at", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("actor", sa.String(22)),
        sa.Column("detail", sa.String(200), nullable=False),
        sa.Column("text", sa.String(22), sa.ForeignKey("texts.id", ondelete="SET NULL")),
    )
    op.create_index("ix_events_case", "events", ["case"])


def _fill_cases() -> None:
    """Add a case for each submission; the service fills in what the form knows of its answers."""
    op.execute(
        """
        INSERT INTO cases (reference, submission, received, language, state, touched, revision,
                           institution, country, areas, sought)
        SELECT reference, id, received, language,
               CASE status WHEN 'held' THEN 'held' ELSE '' END,
               received, 0, '', '', '', ''
        FROM submissions
        """
    )


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
        sa.Column("staff", sa.String(22), sa.ForeignKey("staff.id", ondelete="CASCADE")),
        sa.Column("text", sa.String(22), sa.ForeignKey("texts.id", ondelete="CASCADE")),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("created", sa.Integer, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due", sa.Integer, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.CheckConstraint("submission IS NULL OR draft IS NULL", name="outbox_about_one"),
    )
    for column in ("submission", "draft", "staff", "text"):
        op.create_index(f"ix_outbox_{column}", "outbox", [column])
    op.create_index("outbox_due", "outbox", ["status", "due"])
    op.create_index("outbox_mailbox", "outbox", [sa.text("lower(recipient)"), "created"])
    if before:
        op.bulk_insert(outbox, [row | {"staff": None, "text": None} for row in before])

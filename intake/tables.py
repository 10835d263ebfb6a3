"""The tables: submissions, and the outbox of mails that follow from them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    func,
)

metadata = MetaData()

# Times are whole seconds since 1970, UTC: both databases order and compare them alike.
submissions = Table(
    "submissions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),  # equal answers are one submission
    Column("reference", String(11), nullable=False, unique=True),
    Column("token", String(43), nullable=False, unique=True),  # the receipt's address
    Column("received", Integer, nullable=False, index=True),
    Column("language", String(35), nullable=False),
    Column("status", String(8), nullable=False),  # accepted, or held for staff to look at
    Column("reason", Text, nullable=False),  # why it is held
    Column("answers", JSON, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(64), primary_key=True),  # the Message-ID's left part: fixed for ever
    Column(
        "submission",
        String(32),
        ForeignKey("submissions.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("recipient", String(254), nullable=False),
    Column("kind", String(16), nullable=False),  # team, or acknowledgement
    Column("created", Integer, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("language", String(35), nullable=False),
    Column("reply_to", String(254), nullable=False),
    Column("status", String(8), nullable=False),  # waiting, sent, or failed for good
    Column("attempts", Integer, nullable=False),
    Column("due", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Index("outbox_due", "status", "due"),
)
# One person however they write their address: nobody is to be flooded in our name.
mailbox = func.lower(outbox.c.recipient)
Index("outbox_mailbox", mailbox, outbox.c.created)

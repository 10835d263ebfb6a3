"""The tables: submissions, and the outbox of mails that follow from them."""

from __future__ import annotations

import time

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    func,
    literal_column,
)

metadata = MetaData()

# Times are whole seconds since 1970, UTC: both databases order and compare them in the same way.
submissions = Table(
    "submissions",
    metadata,
    Column("id", String(38), primary_key=True),  # unguessable: it is the receipt's address
    Column("digest", String(32), nullable=False, unique=True),  # equal answers are one submission
    Column("reference", String(11), nullable=False, unique=True),
    Column("received", Integer, nullable=False),
    Column("language", String(35), nullable=False),
    Column("status", String(8), nullable=False),  # accepted, or held for review by staff
    Column("reason", Text, nullable=False),  # why it is held
    Column("answers", Text, nullable=False),  # as JSON
)

# Who gets a mail about which submission. Its text is built when it is sent: answers are stored only
# once, except the sender's address, which is the acknowledgement's recipient.
outbox = Table(
    "outbox",
    metadata,
    Column("submission", ForeignKey("submissions.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(16), primary_key=True),  # team, or acknowledgement
    Column("recipient", String(254), nullable=False),
    Column("created", Integer, nullable=False, default=lambda: int(time.time())),
    # waiting, sending (then due when another process may take it), sent, or failed permanently
    Column("status", String(8), nullable=False, default="waiting"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("due", Integer, nullable=False, default=0),
    Column("error", Text, nullable=False, default=""),
    Index("outbox_due", "status", "due"),
)
# One mailbox in whatever case it is written: nobody must be flooded in the programme's name.
mailbox = func.lower(outbox.c.recipient)
# Not a bound value: the databases must see that the index covers the query.
acknowledgements = outbox.c.kind == literal_column("'acknowledgement'")
Index(
    "outbox_mailbox",
    mailbox,
    outbox.c.created,
    sqlite_where=acknowledgements,
    postgresql_where=acknowledgements,
)

"""The tables: drafts, submissions, the versions of the form, and the outbox of mails."""

from __future__ import annotations

import time

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
)

metadata = MetaData()

# Times are whole seconds since 1970, UTC: both databases order and compare them in the same way.

# Each version of the form that somebody has answered, with all of its words.
forms = Table(
    "forms",
    metadata,
    Column("digest", String(32), primary_key=True),
    Column("form", Text, nullable=False),  # as JSON
)

# What people have not sent yet. One that is sent is deleted: its submission names it.
drafts = Table(
    "drafts",
    metadata,
    Column("id", String(22), primary_key=True),  # unguessable: it is the draft's address
    Column("created", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("language", String(35), nullable=False),
    Column("form", ForeignKey("forms.digest")),  # null until a step is answered
    Column("answers", Text, nullable=False),  # as JSON, like the two below
    Column("attempts", Text, nullable=False),  # what was not accepted, by step
    Column("steps", Text, nullable=False),  # how each step was put when it was answered
    Column("trapped", Boolean, nullable=False),  # a field that nobody can see was filled in
    Index("drafts_changed", "changed"),
)

submissions = Table(
    "submissions",
    metadata,
    Column("id", String(38), primary_key=True),  # unguessable: it is the receipt's address
    Column("draft", String(22)),  # one draft is one submission; null before there were drafts
    Column("reference", String(11), nullable=False, unique=True),
    Column("received", Integer, nullable=False),
    Column("language", String(35), nullable=False),
    Column("form", ForeignKey("forms.digest", name="submissions_form_fkey")),  # null before, too
    # In the mail to the sender, so that whoever has it can have the record mailed there.
    Column("key", String(22), nullable=False),
    Column("status", String(8), nullable=False),  # accepted, or held for review by staff
    Column("reason", Text, nullable=False),  # why it is held
    Column("answers", Text, nullable=False),  # as JSON
    UniqueConstraint("draft", name="submissions_draft_key"),
)

# Who gets a mail about which submission or draft. Its text is built when it is sent: answers are
# stored only once, except the sender's address, which is a mail's recipient.
outbox = Table(
    "outbox",
    metadata,
    Column("id", String(40), primary_key=True),  # of the message, too
    Column("submission", ForeignKey("submissions.id", ondelete="CASCADE"), index=True),
    Column("draft", ForeignKey("drafts.id", ondelete="CASCADE"), index=True),
    Column("kind", String(16), nullable=False),  # team, acknowledgement, record or later
    Column("recipient", String(254), nullable=False),
    Column("created", Integer, nullable=False, default=lambda: int(time.time())),
    # waiting, sending (then due when another process may take it), sent, or failed permanently
    Column("status", String(8), nullable=False, default="waiting"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("due", Integer, nullable=False, default=0),
    Column("error", Text, nullable=False, default=""),
    CheckConstraint("(submission IS NULL) <> (draft IS NULL)", name="outbox_about_one"),
    Index("outbox_due", "status", "due"),
)
# One mailbox in whatever case it is written: nobody must be flooded in the programme's name.
mailbox = func.lower(outbox.c.recipient)
Index("outbox_mailbox", mailbox, outbox.c.created)

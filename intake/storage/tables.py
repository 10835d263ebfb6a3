"""The tables: drafts, submissions, versions of the form, what staff do with them, and emails."""

from __future__ import annotations

import time

from sqlalchemy import (
    BigInteger,
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
    # In the emails to the sender, who can have the record emailed with it.
    Column("key", String(22), nullable=False),
    Column("reason", Text, nullable=False),  # why it came as one that staff should look at first
    Column("answers", Text, nullable=False),  # as JSON
    Column("address", String(254)),  # where emails to the sender go, if staff have corrected it
    UniqueConstraint("draft", name="submissions_draft_key"),
)

# ── The desk ─────────────────────────────────────────────────────────────────────────────────────

# Who may sign in. Their names and addresses can be erased: what they did is known by id.
staff = Table(
    "staff",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("address", String(254), unique=True),  # in lower case; null once it is erased
    Column("name", String(200), nullable=False),
    Column("role", String(10), nullable=False),  # read, handle or administer
    Column("language", String(35), nullable=False),
    Column("digest", Boolean, nullable=False),  # whether they get the morning mail
    Column("active", Boolean, nullable=False),
    Column("created", Integer, nullable=False),
)

# Who is signed in. The database knows a cookie's token by its SHA-256 alone, as it does a link's.
sessions = Table(
    "sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("staff", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created", Integer, nullable=False),
    Column("used", Integer, nullable=False),
)

# Who has begun to sign in, and not finished.
sign_ins = Table(
    "sign_ins",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("created", Integer, nullable=False),
    Column("kind", String(8), nullable=False),  # oidc or link
    Column("staff", ForeignKey("staff.id", ondelete="CASCADE"), index=True),  # of a link
    Column("data", Text, nullable=False),  # as JSON
    Index("sign_ins_created", "created"),
)

# What staff do with a submission. It stays when that is erased: figures stay true, and nobody is
# named in it any more. What lists show and search is copied from the answers, the sender's address
# with it: these rows are quick to read.
cases = Table(
    "cases",
    metadata,
    Column("reference", String(11), primary_key=True),
    Column("submission", ForeignKey("submissions.id", ondelete="SET NULL"), unique=True),
    Column("received", Integer, nullable=False),
    Column("language", String(35), nullable=False),
    # One of the content's, or held or spam; empty until the service has read the answers.
    Column("state", String(32), nullable=False),
    Column("assigned", ForeignKey("staff.id", ondelete="SET NULL"), index=True),
    Column("touched", Integer, nullable=False),  # when somebody last did something, or it came
    Column("revision", Integer, nullable=False),
    Column("institution", Text, nullable=False),
    Column("country", String(64), nullable=False),
    Column("areas", Text, nullable=False),  # their ids, with a comma before and after each
    Column("sought", Text, nullable=False),  # what a search looks through
    # Pages of the list are found in the first two alone, and numbers in the first and the third.
    Index("cases_received", "received", "reference", "state"),
    Index("cases_touched", "touched", "reference", "state"),
    Index("cases_state", "state", "country", "areas"),
)

# What people wrote about a case: notes, and answers to the sender; and other emails of the desk,
# which are about none. All of them can be erased.
texts = Table(
    "texts",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("case", ForeignKey("cases.reference"), index=True),
    Column("subject", Text, nullable=False),  # of an email; empty in a note
    Column("body", Text, nullable=False),
    Column("language", String(35), nullable=False),  # of an email; empty in a note
)

# What happened. Nobody changes it, and there are no personal data in it.
events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case", ForeignKey("cases.reference"), index=True),  # null: not about one
    Column("at", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("actor", String(22)),  # one of the staff, who may be gone; null: the service, a command
    Column("detail", String(200), nullable=False),  # ids alone, such as those of two states
    Column("text", ForeignKey("texts.id", ondelete="SET NULL")),
)

# ── Emails ────────────────────────────────────────────────────────────────────────────────────────

# Who gets an email about what. Its text is built when it is sent, unless staff have written it: of
# the answers, only the sender's address is here.
outbox = Table(
    "outbox",
    metadata,
    Column("id", String(40), primary_key=True),  # of the message, too
    Column("submission", ForeignKey("submissions.id", ondelete="CASCADE"), index=True),
    Column("draft", ForeignKey("drafts.id", ondelete="CASCADE"), index=True),
    Column("staff", ForeignKey("staff.id", ondelete="CASCADE"), index=True),
    Column("text", ForeignKey("texts.id", ondelete="CASCADE"), index=True),
    Column("kind", String(16), nullable=False),  # see intake.mail
    Column("recipient", String(254), nullable=False),
    Column("created", Integer, nullable=False, default=lambda: int(time.time())),
    # waiting, sending (then due when another process may take it), sent, failed permanently, or
    # dropped: given up by staff
    Column("status", String(8), nullable=False, default="waiting"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("due", Integer, nullable=False, default=0),
    Column("error", Text, nullable=False, default=""),
    CheckConstraint("submission IS NULL OR draft IS NULL", name="outbox_about_one"),
    Index("outbox_due", "status", "due"),
)
# One mailbox in whatever case it is written: nobody must be flooded in the programme's name.
mailbox = func.lower(outbox.c.recipient)
Index("outbox_mailbox", mailbox, outbox.c.created)

# How much of its limits a client has used. The client is a digest with a key that is not here.
limits = Table(
    "limits",
    metadata,
    Column("who", String(64), primary_key=True),
    Column("until", BigInteger, nullable=False, index=True),  # milliseconds since 1970
)

# By what the service knows itself when it asks for itself from outside: one row.
service = Table(
    "service",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("id", String(22), nullable=False),
)

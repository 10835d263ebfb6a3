"""Queues emails in the outbox: to the team about each submission, to senders within limits."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from brochure.schema import Form
from brochure.site.form_answers import answer_to
from brochure.text.entered import mail_address
from intake.journey.submission import Submission
from intake.storage.periods import DAY
from intake.storage.tables import mailbox, outbox

# What anyone could make us send to anyone.
_LIMITED = ("acknowledgement", "record", "later")


def sender_address(form: Form, submission: Submission) -> str:
    """Return the address for emails to the sender; empty if there is none."""
    typed = answer_to(form, "sender-address", submission.answers)
    return submission.address or mail_address(typed)


class MailQueue:
    """Puts emails into the outbox: a mailbox gets at most ``mails_per_day`` in a sender's name.

    The caller has waited for others that count: ``wait_to_count``.
    """

    def __init__(self, form: Form, team: str, mails_per_day: int) -> None:
        self._form, self._team, self._mails_per_day = form, team, mails_per_day

    def accepted(self, connection: Connection, submission: Submission) -> None:
        """Queue an email to the team, and the acknowledgement within the daily limit."""
        rows = [_row("team", self._team, submission=submission.id)]
        sender = self._sender(submission)
        if sender and self._may_get_one(connection, sender):
            rows.append(_row("acknowledgement", sender, submission=submission.id))
        connection.execute(sa.insert(outbox), rows)

    def record(self, connection: Connection, submission: Submission) -> bool:
        """Queue the record to the sender, if the daily limit allows it; return whether it does."""
        sender = self._sender(submission)
        is_allowed = bool(sender) and self._may_get_one(connection, sender)
        if is_allowed:
            connection.execute(
                sa.insert(outbox), [_row("record", sender, submission=submission.id)]
            )
        return is_allowed

    def later(self, connection: Connection, draft_id: str, recipient: str) -> None:
        """Queue an email with a draft's address."""
        connection.execute(sa.insert(outbox), [_row("later", recipient, draft=draft_id)])

    def answer(self, connection: Connection, submission: Submission, text: str) -> None:
        """Queue an answer from the desk, whose words are a text."""
        row = _row("answer", self._sender(submission), submission=submission.id, text=text)
        connection.execute(sa.insert(outbox), [row])

    def _sender(self, submission: Submission) -> str:
        return sender_address(self._form, submission)

    def _may_get_one(self, connection: Connection, recipient: str) -> bool:
        """Whether a mailbox received fewer emails in the last day: nobody must be flooded."""
        query = sa.select(sa.func.count()).where(
            mailbox == recipient.lower(),
            outbox.c.created > int(time.time()) - DAY,
            outbox.c.kind.in_(_LIMITED),
        )
        return connection.execute(query).scalar_one() < self._mails_per_day


def _row(
    kind: str,
    recipient: str,
    *,
    submission: str | None = None,
    draft: str | None = None,
    text: str | None = None,
) -> Mapping[str, Any]:
    return {
        "id": secrets.token_hex(20),
        "submission": submission,
        "draft": draft,
        "text": text,
        "kind": kind,
        "recipient": recipient,
    }

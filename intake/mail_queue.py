"""Queues mails in the outbox: to the team about each submission, to senders within limits."""

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
from intake.submission import Submission
from intake.tables import mailbox, outbox

_DAY = 86_400


class MailQueue:
    """Puts mails into the outbox: a mailbox gets at most ``mails_per_day`` in a sender's name.

    Whoever queues has waited for those who count: ``wait_to_count``.
    """

    def __init__(self, form: Form, team: str, mails_per_day: int) -> None:
        self._form, self._team, self._mails_per_day = form, team, mails_per_day

    def accepted(self, connection: Connection, submission: Submission) -> None:
        """Queue a mail to the team, and the acknowledgement within the daily limit."""
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
        """Queue a mail with a draft's address."""
        connection.execute(sa.insert(outbox), [_row("later", recipient, draft=draft_id)])

    def _sender(self, submission: Submission) -> str:
        return mail_address(answer_to(self._form, "sender-address", submission.answers))

    def _may_get_one(self, connection: Connection, recipient: str) -> bool:
        """Whether a mailbox has got fewer mails in the last day: nobody must be flooded."""
        query = sa.select(sa.func.count()).where(
            mailbox == recipient.lower(),
            outbox.c.created > int(time.time()) - _DAY,
            outbox.c.kind != "team",
        )
        return connection.execute(query).scalar_one() < self._mails_per_day


def _row(
    kind: str, recipient: str, *, submission: str | None = None, draft: str | None = None
) -> Mapping[str, Any]:
    return {
        "id": secrets.token_hex(20),
        "submission": submission,
        "draft": draft,
        "kind": kind,
        "recipient": recipient,
    }

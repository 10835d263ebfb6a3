"""Submissions: what was sent from a draft, once, with its case and the emails that follow."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from sqlalchemy import Connection, Engine

from brochure.schema import Form
from intake.journey.draft import Draft
from intake.journey.submission import Submission
from intake.storage import case_table, draft_table, limits, submission_table
from intake.storage.database import wait_to_count
from intake.storage.drafts import Drafts
from intake.storage.limits import Claim
from intake.storage.submission_table import Receipt
from intake.storage.writer import Writer

log = logging.getLogger("intake")

_ID = re.compile(r"[A-Za-z0-9_-]{38}")
T = TypeVar("T")


class Submissions:
    """The submissions in a database; ``first`` is the state of the case of what comes in."""

    def __init__(
        self, engine: Engine, writer: Writer, drafts: Drafts, form: Form, first: str
    ) -> None:
        self.engine, self.queue, self.form, self.first = engine, drafts.queue, form, first
        self._writer, self._drafts = writer, drafts

    def send(
        self, draft_id: str, decide: Callable[[Draft], Submission | T], *claims: Claim
    ) -> Future[Receipt | T | str | None]:
        """Store what ``decide`` makes of a draft, if that is a submission, in the draft's place.

        A draft that was sent is not sent again: the receipt is that of the first time. Beyond the
        limits, nothing is decided: *too-many*.
        """

        def operation(connection: Connection) -> Receipt | T | str | None:
            wait_to_count(connection)  # before anything else, which prevents deadlocks
            found = self._drafts.load(connection, draft_id, lock=True)
            if not isinstance(found, Draft):
                return found
            if not limits.passes(connection, *claims):
                return "too-many"
            decided = decide(found)
            if not isinstance(decided, Submission):
                return decided
            receipt = self.insert(connection, decided)
            draft_table.delete(connection, draft_id)
            return receipt

        return self._writer.do(draft_id, operation)

    def insert(self, connection: Connection, submission: Submission) -> Receipt:
        """Insert a submission with its emails, unless its draft has been sent already."""
        wait_to_count(connection)
        receipt = submission_table.insert(connection, submission)
        if receipt.new:
            case_table.insert(connection, submission, self.form, self.first)
            if submission.status == "accepted":
                self.queue.accepted(connection, submission)
            log.info("stored submission", extra={"status": submission.status})
        return receipt

    def receipt(self, submission_id: str) -> Receipt | None:
        """Return the receipt of a submission, or ``None`` if it does not exist."""
        if not _ID.fullmatch(submission_id):
            return None
        with self.engine.connect() as connection:
            found = submission_table.find(connection, submission_id)
        return Receipt(found) if found else None

    def mail_record(self, submission: Submission, *claims: Claim) -> Future[bool]:
        """Queue an email with the record to the sender; return whether the limits allow it."""

        def operation(connection: Connection) -> bool:
            wait_to_count(connection)
            is_allowed = limits.passes(connection, *claims)
            return is_allowed and self.queue.record(connection, submission)

        return self._writer.do(submission.id, operation)

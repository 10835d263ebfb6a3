"""Drafts of requests: begun, found again by their address, changed and deleted.

What was a draft may be a submission in the meantime: then its receipt is found in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from sqlalchemy import Connection, Engine

from intake.journey.draft import Draft
from intake.storage import draft_table, limits, submission_table
from intake.storage.limits import Claim
from intake.storage.mail_queue import MailQueue
from intake.storage.submission_table import Receipt
from intake.storage.writer import Writer

DRAFT_ID = re.compile(r"[A-Za-z0-9_-]{22}")
T = TypeVar("T")


class Drafts:
    """The drafts in a database, until nobody has changed them for some ``days``."""

    def __init__(self, engine: Engine, writer: Writer, queue: MailQueue, days: int) -> None:
        self.engine, self.queue, self._writer, self._days = engine, queue, writer, days

    def begin(self, draft: Draft, *claims: Claim) -> Future[bool]:
        """Store a new draft, within limits; the future has whether it was."""

        def operation(connection: Connection) -> bool:
            is_allowed = limits.passes(connection, *claims)
            if is_allowed:
                draft_table.insert(connection, draft)
            return is_allowed

        return self._writer.do(draft.id, operation)

    def find(self, draft_id: str) -> Draft | Receipt | None:
        """Return a draft; or the receipt of what was sent from it; or ``None``."""
        if not DRAFT_ID.fullmatch(draft_id):
            return None
        with self.engine.connect() as connection:
            return self.load(connection, draft_id)

    def change(
        self, draft_id: str, change: Callable[[Draft], tuple[Draft, T]]
    ) -> Future[tuple[Draft, T] | Receipt | None]:
        """Change a draft; the future has it as it is then, and what the change has returned.

        As with ``find``, it may have been sent, or not be there at all.
        """

        def operation(connection: Connection) -> tuple[Draft, T] | Receipt | None:
            while True:
                found = self.load(connection, draft_id, lock=True)
                if not isinstance(found, Draft):
                    return found
                changed, result = change(found)
                # Another process may have been quicker, where there are no locks of rows.
                if changed == found or draft_table.save(connection, changed):
                    return changed, result

        return self._writer.do(draft_id, operation)

    def delete(self, draft_id: str) -> Future[bool]:
        """Delete a draft and the emails about it."""
        return self._writer.do(
            draft_id, lambda connection: draft_table.delete(connection, draft_id)
        )

    def mail_later(self, draft_id: str, recipient: str, *claims: Claim) -> Future[bool]:
        """Queue an email with a draft's address, if it is there; return whether limits allow it."""

        def operation(connection: Connection) -> bool:
            if draft_table.load(connection, draft_id) is None:
                return True
            is_allowed = limits.passes(connection, *claims)
            if is_allowed:
                self.queue.later(connection, draft_id, recipient)
            return is_allowed

        return self._writer.do(draft_id, operation)

    def delete_expired(self) -> Future[int]:
        """Delete the expired drafts, and limits that are full again."""

        def operation(connection: Connection) -> int:
            limits.forget(connection)
            return draft_table.delete_expired(connection, self._days)

        return self._writer.do("", operation)

    def load(
        self, connection: Connection, draft_id: str, *, lock: bool = False
    ) -> Draft | Receipt | None:
        """Return what ``find`` does; with ``lock``, nobody else changes it."""
        draft = draft_table.load(connection, draft_id, lock=lock)
        if draft is None:
            return submission_table.sent_from(connection, draft_id)
        return None if draft_table.is_expired(draft, self._days) else draft

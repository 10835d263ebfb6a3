"""What the intake stores and finds: drafts, submissions, and the mails that follow from them.

Whatever changes something is done by the one thread that writes: see ``intake.storage.writer``.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from brochure.schema import Form
from intake.journey.draft import Draft
from intake.journey.form_version import FormVersion
from intake.journey.submission import Submission
from intake.storage import case_table, draft_table, limits, mail_queue, submission_table
from intake.storage.database import wait_to_count
from intake.storage.limits import Claim
from intake.storage.tables import submissions
from intake.storage.writer import Writer

log = logging.getLogger("intake")

_ID, DRAFT_ID = re.compile(r"[A-Za-z0-9_-]{38}"), re.compile(r"[A-Za-z0-9_-]{22}")
_PROBE = 4000  # characters
T = TypeVar("T")


@dataclass(frozen=True)
class Receipt:
    """A submission that is stored; ``new`` if this was what stored it."""

    submission: Submission
    new: bool = False

    @property
    def id(self) -> str:
        """What its address ends with."""
        return self.submission.id

    @property
    def reference(self) -> str:
        """Its reference."""
        return self.submission.reference


class Store:
    """Drafts, submissions and the outbox in one database, with the ``version`` of the form.

    ``team`` gets a mail about each submission; a sender gets at most ``mails_per_day`` mails. The
    ``form`` declares which answer is the sender's address. ``first`` is the state of what comes in.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what a store is made from
        self,
        engine: Engine,
        form: Form,
        version: FormVersion,
        team: str,
        mails_per_day: int = 5,
        first: str = "",
    ) -> None:
        self.engine, self.version, self.form, self.first = engine, version, form, first
        self.queue = mail_queue.MailQueue(form, team, mails_per_day)
        self._days = form.draft_days
        with engine.begin() as connection:
            draft_table.keep_version(connection, version)
            self.service = draft_table.service_id(connection)
        case_table.fill(engine, form, first)
        self._writer = Writer(engine)

    def close(self) -> None:
        """Store what is waiting, then stop."""
        self._writer.close()
        self.engine.dispose()

    @property
    def is_alive(self) -> bool:
        """Whether the thread that writes is alive."""
        return self._writer.is_alive

    def do(self, key: str, operation: Callable[[Connection], T]) -> Future[T]:
        """Run an operation in the thread that writes: see ``Writer.do``."""
        return self._writer.do(key, operation)

    # ── Drafts ────────────────────────────────────────────────────────────────────────────────────

    def begin(self, draft: Draft, *claims: Claim) -> Future[bool]:
        """Store a new draft, within limits; the future has whether it was."""

        def operation(connection: Connection) -> bool:
            is_allowed = limits.passes(connection, *claims)
            if is_allowed:
                draft_table.insert(connection, draft)
            return is_allowed

        return self._writer.do(draft.id, operation)

    def draft(self, draft_id: str) -> Draft | Receipt | None:
        """Return a draft; or the receipt of what was sent from it; or ``None``."""
        if not DRAFT_ID.fullmatch(draft_id):
            return None
        with self.engine.connect() as connection:
            return self._find(connection, draft_id)

    def change(
        self, draft_id: str, change: Callable[[Draft], tuple[Draft, T]]
    ) -> Future[tuple[Draft, T] | Receipt | None]:
        """Change a draft; the future has it as it is then, and what the change has returned.

        As with ``draft``, it may have been sent, or not be there at all.
        """

        def operation(connection: Connection) -> tuple[Draft, T] | Receipt | None:
            while True:
                found = self._find(connection, draft_id, lock=True)
                if not isinstance(found, Draft):
                    return found
                changed, result = change(found)
                # Another process may have been quicker, where there are no locks of rows.
                if changed == found or draft_table.save(connection, changed):
                    return changed, result

        return self._writer.do(draft_id, operation)

    def delete_draft(self, draft_id: str) -> Future[bool]:
        """Delete a draft and the mails about it."""
        return self._writer.do(
            draft_id, lambda connection: draft_table.delete(connection, draft_id)
        )

    def delete_expired_drafts(self) -> Future[int]:
        """Delete the drafts whose time is over, and what limits need not know any more."""

        def operation(connection: Connection) -> int:
            limits.forget(connection)
            return draft_table.delete_expired(connection, self._days)

        return self._writer.do("", operation)

    def _find(
        self, connection: Connection, draft_id: str, *, lock: bool = False
    ) -> Draft | Receipt | None:
        draft = draft_table.load(connection, draft_id, lock=lock)
        if draft is None:
            return _receipt(connection, submissions.c.draft == draft_id)
        return None if draft_table.is_expired(draft, self._days) else draft

    def try_to_keep(self) -> Future[None]:
        """Write something as large as a submission, and delete it again."""
        draft = Draft("", answers={"": ("x" * _PROBE,)})

        def operation(connection: Connection) -> None:
            draft_table.insert(connection, draft)
            draft_table.delete(connection, draft.id)

        return self._writer.do(draft.id, operation)

    # ── Submissions ───────────────────────────────────────────────────────────────────────────────

    def send(
        self, draft_id: str, decide: Callable[[Draft], Submission | T], *claims: Claim
    ) -> Future[Receipt | T | str | None]:
        """Store what ``decide`` makes of a draft, if that is a submission, in the draft's place.

        A draft that was sent is not sent again: the receipt is that of the first time. Beyond the
        limits, nothing is decided: *too-many*.
        """

        def operation(connection: Connection) -> Receipt | T | str | None:
            wait_to_count(connection)  # before anything else, which prevents deadlocks
            found = self._find(connection, draft_id, lock=True)
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

    def submit(self, submission: Submission) -> Future[Receipt]:
        """Store a submission."""
        return self._writer.do(
            submission.draft or submission.id,
            lambda connection: self.insert(connection, submission),
        )

    def insert(self, connection: Connection, submission: Submission) -> Receipt:
        """Insert a submission with its mails, unless its draft has been sent already."""
        wait_to_count(connection)
        insert = draft_table.INSERTS[connection.dialect.name](submissions)
        row = insert.values(submission_table.row_of(submission))
        once = row.on_conflict_do_nothing(index_elements=["draft"]).returning(submissions.c.id)
        if connection.execute(once).scalar_one_or_none() is None:
            first = _receipt(connection, submissions.c.draft == submission.draft)
            if first is None:
                raise sa.exc.IntegrityError("draft", None, KeyError(submission.reference))
            return first
        case_table.insert(connection, submission, self.form, self.first)
        if submission.status == "accepted":
            self.queue.accepted(connection, submission)
        log.info("stored submission", extra={"status": submission.status})
        return Receipt(submission, new=True)

    def receipt(self, submission_id: str) -> Receipt | None:
        """Return the receipt of a submission, or ``None`` if it does not exist."""
        if not _ID.fullmatch(submission_id):
            return None
        with self.engine.connect() as connection:
            return _receipt(connection, submissions.c.id == submission_id)

    # ── Mails ─────────────────────────────────────────────────────────────────────────────────────

    def mail_record(self, submission: Submission, *claims: Claim) -> Future[bool]:
        """Queue a mail with the record to the sender; return whether the limits allow it."""

        def operation(connection: Connection) -> bool:
            wait_to_count(connection)
            is_allowed = limits.passes(connection, *claims)
            return is_allowed and self.queue.record(connection, submission)

        return self._writer.do(submission.id, operation)

    def mail_later(self, draft_id: str, recipient: str, *claims: Claim) -> Future[bool]:
        """Queue a mail with a draft's address, if it is there; return whether limits allow it."""

        def operation(connection: Connection) -> bool:
            if draft_table.load(connection, draft_id) is None:
                return True
            is_allowed = limits.passes(connection, *claims)
            if is_allowed:
                self.queue.later(connection, draft_id, recipient)
            return is_allowed

        return self._writer.do(draft_id, operation)


def _receipt(connection: Connection, condition: sa.ColumnElement[bool]) -> Receipt | None:
    row = connection.execute(sa.select(submissions).where(condition)).one_or_none()
    return Receipt(submission_table.submission_of(row)) if row else None

"""The intake's database as one: drafts, submissions, and the thread that writes both.

Whatever changes something is done by that thread: see ``intake.storage.writer``.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from sqlalchemy import Connection, Engine

from brochure.schema import Form
from intake.journey.form_version import FormVersion
from intake.storage import case_table, draft_table
from intake.storage.drafts import Drafts
from intake.storage.mail_queue import MailQueue
from intake.storage.submissions import Submissions
from intake.storage.writer import Writer

T = TypeVar("T")


class Store:
    """Drafts, submissions and the outbox in one database, with the ``version`` of the form.

    ``team`` gets an email about each submission; a sender gets at most ``mails_per_day`` emails.
    The ``form`` declares which answer is the sender's address. ``first`` is the state of what comes
    in.
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
        self.queue = MailQueue(form, team, mails_per_day)
        with engine.begin() as connection:
            draft_table.keep_version(connection, version)
            self.service = draft_table.service_id(connection)
        case_table.fill(engine, form, first)
        self._writer = Writer(engine)
        self.drafts = Drafts(engine, self._writer, self.queue, form.draft_days)
        self.submissions = Submissions(engine, self._writer, self.drafts, form, first)

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

    def try_to_store(self) -> Future[None]:
        """Write something as large as a submission, and delete it again."""
        return self._writer.do("", draft_table.try_to_store)

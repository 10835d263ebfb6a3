"""Answers to senders: begun with a text of the content, changed, looked at, and sent.

An answer that is begun is a text that no email has yet. It is kept, so that it can be looked at and
changed until it is sent, and is erased with its case.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from brochure.text.entered import clean
from intake.journey.submission import Submission
from intake.mail.builder import ComposedMail
from intake.storage import history
from intake.storage.mail_queue import MailQueue
from intake.storage.tables import outbox, texts

GAP = "[…]"  # what has to be filled in
LONGEST_SUBJECT, LONGEST_BODY = 200, 10_000


@dataclass(frozen=True)
class UnsentAnswer:
    """An answer that is not sent yet."""

    id: str
    case: str
    words: ComposedMail


def cleaned(subject: str, body: str, language: str) -> ComposedMail:
    """Return typed text without invisible characters."""
    # Spaces that do not break stay, as French has them before a colon.
    line = " ".join(clean(subject, lines=True).splitlines())
    return ComposedMail(line, clean(body, lines=True), language)


def problems(words: ComposedMail) -> Iterator[tuple[str, str]]:
    """Yield the part, ``subject`` or ``body``, and what keeps it from being sent.

    That is ``missing``, ``too-long`` or ``gap``: a place that has to be filled in.
    """
    for part, longest in (("subject", LONGEST_SUBJECT), ("body", LONGEST_BODY)):
        text = getattr(words, part)
        if not text:
            yield part, "missing"
        elif len(text) > longest:
            yield part, "too-long"
        elif GAP in text:
            yield part, "gap"


def begin(connection: Connection, begun: UnsentAnswer) -> str:
    """Store an answer, in place of its earlier text; return its id.

    If it has been sent meanwhile, that stays as it is, and this is another one.
    """
    values = {"subject": begun.words.subject, "body": begun.words.body}
    before = sa.update(texts).where(texts.c.id == begun.id, texts.c.case == begun.case, _unsent())
    if begun.id and connection.execute(before.values(values)).rowcount:
        return begun.id
    row = values | {"id": secrets.token_urlsafe(16), "case": begun.case}
    connection.execute(sa.insert(texts).values(row | {"language": begun.words.language}))
    return str(row["id"])


def find(connection: Connection, case: str, name: str) -> UnsentAnswer | None:
    """Return an answer that is begun, or ``None`` if it is sent or erased."""
    query = sa.select(texts).where(texts.c.id == name, texts.c.case == case, _unsent())
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return UnsentAnswer(row.id, case, ComposedMail(row.subject, row.body, row.language))


def send(
    connection: Connection,
    queue: MailQueue,
    submission: Submission,
    begun: UnsentAnswer,
    actor: str,
) -> None:
    """Queue an answer to the sender, and write down who has sent it."""
    queue.answer(connection, submission, begun.id)
    history.append(connection, submission.reference, "answered", actor, text=begun.id)


def _unsent() -> sa.ColumnElement[bool]:
    """Whether a text is an answer that no email has; a note has no language."""
    sent = sa.exists().where(outbox.c.text == texts.c.id)
    return sa.and_(texts.c.language != "", ~sent)

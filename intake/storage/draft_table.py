"""Drafts and versions of the form in the database."""

from __future__ import annotations

import secrets
import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.journey.draft import ATTEMPTS, STEPS, Draft
from intake.journey.form_version import FormVersion
from intake.journey.submission import answers_json, parse_answers
from intake.storage.database import insert_into
from intake.storage.periods import DAY
from intake.storage.tables import drafts, forms, service

_PROBE = 4000  # characters


def load(connection: Connection, draft_id: str, *, lock: bool = False) -> Draft | None:
    """Return a draft, or ``None`` if there is none; with ``lock``, nobody else changes it."""
    query = sa.select(drafts).where(drafts.c.id == draft_id)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return draft_of(row) if row else None


def draft_of(row: Any) -> Draft:
    """Return the draft of a row."""
    return Draft(
        language=row.language,
        answers=parse_answers(row.answers),
        attempts=ATTEMPTS.validate_json(row.attempts),
        steps=STEPS.validate_json(row.steps),
        form=row.form,
        honeypot=row.trapped,
        id=row.id,
        created=row.created,
        changed=row.changed,
        revision=row.revision,
    )


def insert(connection: Connection, draft: Draft) -> None:
    """Store a new draft."""
    connection.execute(sa.insert(drafts).values(_row(draft)))


def save(connection: Connection, draft: Draft) -> bool:
    """Store a draft that was changed; return whether it still was what had been loaded."""
    query = sa.update(drafts).where(drafts.c.id == draft.id, drafts.c.revision == draft.revision)
    changed = {"revision": draft.revision + 1, "changed": int(time.time())}
    return bool(connection.execute(query.values(_row(draft) | changed)).rowcount)


def delete(connection: Connection, draft_id: str) -> bool:
    """Delete a draft; return whether there was one."""
    query = sa.delete(drafts).where(drafts.c.id == draft_id)
    return bool(connection.execute(query).rowcount)


def try_to_store(connection: Connection) -> None:
    """Write something as large as a submission, and delete it again."""
    draft = Draft("", answers={"": ("x" * _PROBE,)})
    insert(connection, draft)
    delete(connection, draft.id)


def is_expired(draft: Draft, days: int) -> bool:
    """Whether a draft has been left alone for more than some days."""
    return draft.changed < int(time.time()) - days * DAY


def delete_expired(connection: Connection, days: int) -> int:
    """Delete the drafts that have not changed for some days; return how many."""
    query = sa.delete(drafts).where(drafts.c.changed < int(time.time()) - days * DAY)
    return connection.execute(query).rowcount


def keep_version(connection: Connection, version: FormVersion) -> None:
    """Store a version of the form, if it is not there yet."""
    row = {"digest": version.digest, "form": version.json}
    connection.execute(insert_into(connection, forms).on_conflict_do_nothing(), row)


def service_id(connection: Connection) -> str:
    """Return by what all services on this database know each other."""
    row = {"one": 1, "id": secrets.token_urlsafe(16)}
    connection.execute(insert_into(connection, service).on_conflict_do_nothing(), row)
    return str(connection.execute(sa.select(service.c.id)).scalar_one())


def version(connection: Connection, digest: str) -> FormVersion:
    """Return a version of the form by its digest."""
    query = sa.select(forms.c.form).where(forms.c.digest == digest)
    return FormVersion(connection.execute(query).scalar_one())


def _row(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "created": draft.created,
        "changed": draft.changed,
        "revision": draft.revision,
        "language": draft.language,
        "form": draft.form,
        "answers": answers_json(draft.answers),
        "attempts": ATTEMPTS.dump_json(dict(draft.attempts)).decode(),
        "steps": STEPS.dump_json(dict(draft.steps)).decode(),
        "trapped": draft.honeypot,
    }

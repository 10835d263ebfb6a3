"""Helpers for tests of the desk: members, pages, cases, what was written, what happened."""

from __future__ import annotations

import secrets
from typing import Any

import httpx
import sqlalchemy as sa
from lxml import html
from sqlalchemy import Engine

from brochure.site.site import Site
from intake.sign_in.member import Member
from intake.storage import case_table, history
from intake.storage.case_table import Case
from intake.storage.store import Store
from intake.storage.tables import events, staff, texts


def member(engine: Engine, role: str = "handle", **more: Any) -> Member:
    """Add one of the staff, who does not get the morning mail unless that is said."""
    name = secrets.token_urlsafe(16)
    row: dict[str, Any] = {
        "id": name,
        "address": f"{name.lower()}@example.org",
        "name": "Joana São",
        "role": role,
        "language": "fr",
        "digest": False,
        "active": True,
        "created": 1_796_000_000,
    } | more
    with engine.begin() as connection:
        connection.execute(sa.insert(staff).values(row))
    return Member(name, row["address"], row["name"], role, row["language"])


def words(response: httpx.Response) -> str:
    """Return what a page says, in its main part."""
    (main,) = html.document_fromstring(response.text).xpath("//main")
    return " ".join(main.text_content().split())


def state_name(site: Site, state: str, tag: str = "en") -> str:
    """Return what the programme calls a state."""
    assert site.content.desk
    (name,) = (one.label[tag] for one in site.content.desk.states if one.id == state)
    return " ".join(name.split())


def moved(site: Site, state: str, to: str) -> str:
    """Return how an English history tells that a case was moved."""
    return f"From “{state_name(site, state)}” to “{state_name(site, to)}”"


def case_of(store: Store, reference: str) -> Case:
    """Return a case as it is stored."""
    with store.engine.connect() as connection:
        found = case_table.find(connection, reference)
    assert found
    return found


def note(engine: Engine, case: str, body: str, by: Member | None = None) -> str:
    """Write a note on a case; return the text's id."""
    name = secrets.token_urlsafe(16)
    with engine.begin() as connection:
        row = {"id": name, "case": case, "subject": "", "body": body, "language": ""}
        connection.execute(sa.insert(texts).values(row))
        history.append(connection, case, "noted", by.id if by else None, text=name)
    return name


def happened(engine: Engine, case: str | None = None) -> list[tuple[str, str | None, str]]:
    """Return what happened to a case, or to none: what, who, and the detail."""
    query = sa.select(*events.c["kind", "actor", "detail"]).order_by(events.c.id)
    with engine.connect() as connection:
        rows = connection.execute(query.where(events.c.case == case)).all()
    return [(row.kind, row.actor, row.detail) for row in rows]

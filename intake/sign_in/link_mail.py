"""The email with a link to sign in with."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from sqlalchemy import Connection

from brochure.render.localizer import Localizer
from intake.mail.builder import ComposedMail, fill
from intake.sign_in.member import Member
from intake.storage.tables import outbox, texts


def compose(localizer: Localizer, url: str) -> ComposedMail:
    """Return the words of the email with a link."""
    strings = localizer.site.content.strings["sign-in"]
    values = {"address": url, "email": localizer.site.content.site.contact.email}
    subject, body = (localizer.plain(strings[f"mail-{part}"]) for part in ("subject", "text"))
    return ComposedMail(subject, fill(body, values), localizer.language.tag)


def queue(connection: Connection, member: Member, mail: ComposedMail) -> str:
    """Queue the email to a member; return the id of its words, with which it is deleted."""
    text = {"id": secrets.token_urlsafe(16), "subject": mail.subject, "body": mail.body}
    connection.execute(sa.insert(texts).values(text | {"language": mail.language}))
    row = {"id": secrets.token_hex(20), "kind": "sign-in", "recipient": member.address}
    row |= {"staff": member.id, "text": text["id"]}
    connection.execute(sa.insert(outbox).values(row))
    return text["id"]

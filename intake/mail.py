"""Writes the mails of a submission, and turns an outbox row into a message."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from typing import Any

from brochure import forms, formviews, locales
from brochure.forms import Answers
from brochure.models import Form
from brochure.reader import Reader
from brochure.site import Site
from brochure.text import VALUE
from intake.submission import Mailing, Submission


class Composer:
    """Writes to the team in the site's default language, and to the sender in theirs."""

    def __init__(self, site: Site, form: Form, team: str) -> None:
        self.site, self.form, self.team = site, form, team
        readers = [Reader(site, language, form.page) for language in site.languages]
        # What is the same for all submissions is written once.
        reader, letter = readers[0], form.acknowledgement
        self._team_mail = (reader.plain(form.team_mail.subject), reader.plain(form.team_mail.body))
        self._acknowledgements = {
            reader.language.tag: (reader.plain(letter.subject), reader.plain(letter.body))
            for reader in readers
        }
        self._questions = [
            (field.id, reader.plain(field.label), formviews.labels(reader, field, reader.plain))
            for field in forms.fields(form)
        ]

    def __call__(self, submission: Submission) -> Iterator[Mailing]:
        """Yield the mails that follow from a submission."""
        sender = next(iter(submission.answers.get("email", ())), "")
        values = {
            "reference": submission.reference,
            "answers": self.in_default_language(submission.answers),
            "language": locales.english_name(submission.language),
            "email": self.site.content.site.contact.email,
            "url": self.site.content.site.url,
        }
        subject, body = self._team_mail
        yield Mailing(
            "team",
            self.team,
            _filled(subject, values),
            _filled(body, values),
            self.site.tags[0],
            sender,
        )
        if sender:
            values["answers"] = ""  # nothing that someone wrote is sent on in our name
            tag = self.language(submission)
            subject, body = self._acknowledgements[tag]
            yield Mailing(
                "acknowledgement",
                sender,
                _filled(subject, values),
                _filled(body, values),
                tag,
                self.team,
            )

    def language(self, submission: Submission) -> str:
        """Return the language in which the sender wants to be written to."""
        wished = next(iter(submission.answers.get("correspondence", ())), submission.language)
        return wished if wished in self._acknowledgements else self.site.tags[0]

    def in_default_language(self, answers: Answers) -> str:
        """Return questions and answers as plain text, as the team reads them."""
        lines = []
        for name, label, named in self._questions:
            given = answers.get(name, ())
            shown = "\n".join(named.get(value, value) for value in given) or "—"
            lines.append(f"{label}\n{_indented(shown)}")
        return "\n\n".join(lines)


def message(row: Mapping[str, Any], sender: str) -> EmailMessage:
    """Turn a row of the outbox into a message.

    Its Message-ID is fixed, so that a copy sent twice is recognised as one. ``Auto-Submitted``
    keeps other machines from answering. Source: RFC 3834, section 5.
    """
    mail = EmailMessage(policy=SMTP)
    domain = sender.rpartition("@")[2]
    mail["From"] = Address(addr_spec=sender)
    mail["To"] = Address(addr_spec=row["recipient"])
    if row["reply_to"] and row["reply_to"] != sender:
        mail["Reply-To"] = Address(addr_spec=row["reply_to"])
    mail["Subject"] = " ".join(row["subject"].splitlines())
    mail["Date"] = formatdate(row["created"], usegmt=True)
    mail["Message-ID"] = f"<{hashlib.sha256(row['id'].encode()).hexdigest()[:40]}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated" if row["kind"] == "team" else "auto-replied"
    mail.set_content(row["body"])
    mail["Content-Language"] = row["language"]  # after the content, which brings its own Content-…
    return mail


def _filled(text: str, values: Mapping[str, str]) -> str:
    return VALUE.sub(lambda match: values.get(match[1], match[0]), text)


def _indented(text: str) -> str:
    return "    " + text.replace("\n", "\n    ")

"""Builds the mails about a submission: to the team, and to the sender."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate

from brochure.render import form_view
from brochure.render.localizer import Localizer
from brochure.schema import Form
from brochure.site import form_answers
from brochure.site.form_answers import Answers, answer_to
from brochure.site.page_index import FORM
from brochure.site.site import Site, on_this_day
from brochure.text import cldr
from brochure.text.placeholders import VALUE
from intake.submission import Submission


@dataclass
class OutboxEntry:
    """A mail to send about a submission.

    Its ``kind`` is ``team`` or ``acknowledgement`` (to the sender); ``created`` is in seconds since
    1970.
    """

    submission: Submission
    kind: str
    recipient: str
    created: int
    status: str = "waiting"
    attempts: int = 0


class MailBuilder:
    """Builds mails: to the team in the site's default language, to the sender in theirs."""

    def __init__(self, site: Site, form: Form, team: str, sender: str) -> None:
        self.site, self.form, self.team, self.sender = site, form, team, sender
        # What is the same for all submissions is computed once.
        localizer = Localizer(site, site.languages[0], site.page_with(FORM))
        self._questions = [
            (
                field.id,
                localizer.plain(field.label),
                form_view.labels(localizer, field, localizer.plain, only_offered=False),
            )
            for field in form_answers.fields(form)
        ]
        self._footnotes = {
            localizer.country(code).marked: localizer.plain(country.footnote)
            for code, country in site.countries.items()
            if country.footnote
        }

    def build(self, entry: OutboxEntry) -> EmailMessage:
        """Return a mail.

        Its Message-ID is fixed, so that a mail sent twice is recognised as one. ``Auto-Submitted``
        prevents automatic replies. Source: RFC 3834, section 5.
        """
        submission, is_to_team = entry.submission, entry.kind == "team"
        tag = self.site.tags[0] if is_to_team else self.language(submission)
        letter = self.form.team_mail if is_to_team else self.form.acknowledgement
        # A mail says what holds when it is sent: requests may have closed since.
        localizer = Localizer(
            on_this_day(self.site), self.site.language(tag), self.site.page_with(FORM)
        )
        subject, body = localizer.plain(letter.subject), localizer.plain(letter.body)
        values = self._values(submission, is_to_team=is_to_team)
        reply_to = self.team
        if is_to_team:
            reply_to = answer_to(self.form, "sender-address", submission.answers)
        mail = EmailMessage(policy=SMTP)
        mail["From"] = Address(addr_spec=self.sender)
        mail["To"] = Address(addr_spec=entry.recipient)
        if reply_to and reply_to != self.sender:
            mail["Reply-To"] = Address(addr_spec=reply_to)
        mail["Subject"] = " ".join(_fill(subject, values).splitlines())
        mail["Date"] = formatdate(entry.created, usegmt=True)
        mail["Message-ID"] = f"<{_message_id(entry)}@{self.sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated" if is_to_team else "auto-replied"
        mail.set_content(_fill(body, values))
        mail["Content-Language"] = tag  # after the content, which brings its own Content-…
        return mail

    def language(self, submission: Submission) -> str:
        """Return the tag of the language in which to write to the sender."""
        chosen = answer_to(self.form, "reply-language", submission.answers) or submission.language
        return chosen if chosen in self.site.tags else self.site.tags[0]

    def _values(self, submission: Submission, *, is_to_team: bool) -> dict[str, str]:
        return {
            "reference": submission.reference,
            # What someone wrote is never sent to others in the programme's name.
            "answers": self.in_default_language(submission.answers) if is_to_team else "",
            "language": cldr.english_name(submission.language),
            "email": self.site.content.site.contact.email,
            "url": self.site.content.site.url,
        }

    def in_default_language(self, answers: Answers) -> str:
        """Return questions and answers as plain text, as the team reads them.

        A question that the form no longer has is named by its id.
        """
        known = {name for name, _, _ in self._questions}
        removed: list[tuple[str, str, dict[str, str]]] = [
            (name, name, {}) for name in answers if answers[name] and name not in known
        ]
        lines = []
        for name, label, named in [*self._questions, *removed]:
            answer = answers.get(name, ())
            shown = [named.get(value, value) for value in answer]
            notes = [f"* {self._footnotes[text]}" for text in shown if text in self._footnotes]
            text = "\n".join(shown + notes) or "—"
            lines.append(f"{label}\n{_indent(text)}")
        return "\n\n".join(lines)


def _message_id(entry: OutboxEntry) -> str:
    """Return an id that is fixed for a mail, and does not reveal the receipt's address."""
    name = f"{entry.submission.id}.{entry.kind}"
    return hashlib.sha256(name.encode()).hexdigest()[:40]


def _fill(text: str, values: Mapping[str, str]) -> str:
    return VALUE.sub(lambda match: values.get(match[1], match[0]), text)


def _indent(text: str) -> str:
    return "    " + text.replace("\n", "\n    ")

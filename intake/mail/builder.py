"""Builds the emails: on submissions to the team and to senders, on drafts to their owners."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate

from brochure.render import figures
from brochure.render.localizer import Localizer
from brochure.schema import Answer, Form, Wording
from brochure.site import requests
from brochure.site.form_answers import answer_to
from brochure.site.page_index import FORM
from brochure.site.site import Site, on_this_day
from brochure.text import cldr
from brochure.text.placeholders import VALUE
from intake.journey import addresses, record
from intake.journey.draft import Draft
from intake.journey.submission import Submission
from intake.storage.mail_queue import sender_address
from intake.storage.periods import DAY
from intake.storage.versions import Versions


@dataclass(frozen=True)
class ComposedMail:
    """An email whose words were decided on when it was queued, such as an answer from the desk."""

    subject: str
    body: str
    language: str


@dataclass
class OutboxEntry:
    """An email to send about a submission or a draft, or one that is ``ComposedMail``.

    Its ``kind`` is ``team``; or to the sender ``acknowledgement``, ``record`` or ``later``; or a
    composed one's own. ``created`` is in seconds since 1970.
    """

    about: Submission | Draft | ComposedMail
    id: str
    kind: str
    recipient: str
    created: int
    status: str = "waiting"
    attempts: int = 0


@dataclass(frozen=True)
class MailAddresses:
    """The team's and the sender's addresses, and the full address of the intake, for links."""

    team: str
    sender: str
    intake: str


class MailBuilder:
    """Builds emails: to the team in the site's default language, to the sender in theirs."""

    def __init__(
        self, site: Site, form: Form, versions: Versions, addresses: MailAddresses
    ) -> None:
        self.site, self.form, self.versions, self.addresses = site, form, versions, addresses

    @property
    def sender(self) -> str:
        """The address that emails come from."""
        return self.addresses.sender

    def build(self, entry: OutboxEntry) -> EmailMessage:
        """Return the email of an outbox entry."""
        about, is_to_team = entry.about, entry.kind == "team"
        composed = about if isinstance(about, ComposedMail) else self._of_now(entry.kind, about)
        reply_to = self.addresses.team
        if is_to_team and isinstance(about, Submission):
            reply_to = sender_address(self.form, about)
        mail = EmailMessage(policy=SMTP)
        mail["From"] = Address(addr_spec=self.sender)
        mail["To"] = Address(addr_spec=entry.recipient)
        if reply_to and reply_to != self.sender:
            mail["Reply-To"] = Address(addr_spec=reply_to)
        mail["Subject"] = " ".join(composed.subject.splitlines())
        mail["Date"] = formatdate(entry.created, usegmt=True)
        mail["Message-ID"] = f"<{entry.id}@{self.sender.rpartition('@')[2]}>"
        if entry.kind != "answer":  # which a person has written
            is_reply = entry.kind in {"acknowledgement", "record", "later"}
            mail["Auto-Submitted"] = "auto-replied" if is_reply else "auto-generated"
        mail.set_content(composed.body)
        # After the content, which brings its own Content-…
        mail["Content-Language"] = composed.language
        return mail

    def _of_now(self, kind: str, about: Submission | Draft) -> ComposedMail:
        return self._compose(kind, about, self._words(kind))

    def begin(self, answer: Answer, submission: Submission) -> ComposedMail:
        """Return the first draft of an answer from the desk: the sender may change it."""
        return self._compose("answer", submission, (answer.subject, answer.body))

    def _compose(
        self, kind: str, about: Submission | Draft, words: tuple[Wording, Wording]
    ) -> ComposedMail:
        """Return the words of an email: it says what holds when it is sent."""
        tag = self.site.tags[0] if kind == "team" else self.language(about)
        localizer = Localizer(
            on_this_day(self.site), self.site.language(tag), self.site.page_with(FORM)
        )
        subject, body = map(localizer.plain, words)
        values = self._values(kind, about, localizer)
        return ComposedMail(fill(subject, values), fill(body, values), tag)

    def language(self, about: Submission | Draft) -> str:
        """Return the tag of the language in which to write to the sender."""
        chosen = answer_to(self.form, "reply-language", about.answers) or about.language
        return chosen if chosen in self.site.tags else self.site.tags[0]

    def _words(self, kind: str) -> tuple[Wording, Wording]:
        """Return the subject and the body of a kind of email."""
        if kind in {"team", "acknowledgement"}:
            letter = self.form.team_mail if kind == "team" else self.form.acknowledgement
            return letter.subject, letter.body
        strings = self.site.content.strings["mail"]
        return strings[f"{kind}-subject"], strings[f"{kind}-text"]

    def _values(self, kind: str, about: Submission | Draft, localizer: Localizer) -> dict[str, str]:
        programme = self.site.content.site
        language = localizer.language
        values = {"email": programme.contact.email, "url": programme.url}
        zone = requests.zone(programme)
        if isinstance(about, Draft):
            ends = about.changed + self.form.draft_days * DAY
            day = datetime.datetime.fromtimestamp(ends, zone).date()
            address = addresses.of_draft(self.addresses.intake, language.tag, about.id)
            return values | {"address": address, "date": figures.date(day, language)}
        received = datetime.datetime.fromtimestamp(about.received, zone)
        address = addresses.of_receipt(self.addresses.intake, language.tag, about.id)
        return values | {
            "reference": about.reference,
            "received": figures.moment(received, language),
            # What someone wrote is never sent to others in the programme's name: the record goes
            # to the person who asked for it in the mailbox itself.
            "answers": self._answers(kind, about),
            "language": cldr.english_name(about.language),
            # Only the mailbox of the sender gets the key.
            "address": address if kind == "team" else addresses.with_key(address, about.key),
        }

    def _answers(self, kind: str, submission: Submission) -> str:
        if kind == "team":
            return self.for_staff(submission)
        return self._record(submission) if kind == "record" else ""

    def _record(self, submission: Submission) -> str:
        version = self.versions.get(submission.form)
        return record.as_text(record.of(version, submission.answers, submission.language))

    def for_staff(self, about: Submission | Draft) -> str:
        """Return questions and answers as plain text, in the default language.

        The words in which they were put to the sender are beside it, where they differ.
        """
        version = self.versions.get(about.form)
        put = record.of(version, about.answers, about.language)
        return record.as_text(put, record.of(version, about.answers, self.site.tags[0]))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled in; those of no value stay."""
    return VALUE.sub(lambda match: values.get(match[1], match[0]), text)

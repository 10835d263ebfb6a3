"""The served form: its pages, their expected texts, and the emails that it sends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

from brochure.render.localizer import Localizer
from brochure.schema import Form, FormField
from brochure.site import form_answers
from brochure.site.page_index import FORM, HOME
from brochure.site.site import Site
from brochure.text import cldr, formatting
from tests.engine.preview import Preview, until
from tests.intake.answers import field_id
from tests.site.pages import plain
from tests.support.smtp import MailServer


@dataclass
class ServedForm:
    """A running preview with the intake and a mail server; ``site`` is what it started with."""

    served: Preview
    mails: MailServer
    site: Site

    @property
    def form(self) -> Form:
        """The form's definition."""
        assert self.site.content.form
        return self.site.content.form

    @property
    def fields(self) -> Iterator[FormField]:
        """The questions in their order."""
        return form_answers.fields(self.form)

    def id(self, name: str) -> str:
        """Return the id of the question that a test means by a name, as ``field_id`` does."""
        return field_id(self.site, name)

    def home(self, tag: str) -> str:
        """Return the address of the home page."""
        return f"{self.served.address}/{self.site.address(tag, self.site.page_with(HOME))}"

    def page(self, tag: str) -> str:
        """Return the address of the page with the form."""
        return f"{self.served.address}/{self.site.address(tag, self.site.page_with(FORM))}"

    def string(self, tag: str, name: str, **values: str) -> str:
        """Return a text of strings.yaml, such as ``form.continue``."""
        group, _, identifier = name.partition(".")
        return filled(self.site.content.strings[group][identifier][tag], **values)

    def missing(self, tag: str, name: str) -> str:
        """Return the message for a question without an answer."""
        field = next(field for field in self.fields if field.id == name)
        assert field.errors.missing
        return plain(field.errors.missing[tag])

    def shown(self, tag: str, field: FormField, value: str) -> str:
        """Return a typed or chosen value as a page shows it."""
        if field.type == "country":
            localizer = Localizer(self.site, self.site.language(tag), self.site.page_with(FORM))
            return localizer.country(value).marked
        if field.options_from == "languages":
            return cldr.own_name(value)
        if field.options_from:
            records = getattr(self.site.content, field.options_from)
            return next(plain(r.title[tag]) for r in records if r.id == value)
        labels = {option.id: plain(option.label[tag]) for option in field.options}
        return labels.get(value, value)

    def number(self, tag: str, value: int) -> str:
        """Return a number as a page writes it."""
        language = self.site.language(tag)
        return plain(formatting.number(value, language.locale, language.digits))

    def wait_for_mail_with(self, words: str, to: str = "") -> EmailMessage:
        """Return the last email with some words in its text, once it is there."""

        def found() -> list[EmailMessage]:
            mails = [mail for mail in self.mails.wait(0) if words in mail.get_content()]
            return [mail for mail in mails if to in mail["To"]]

        until(lambda: bool(found()), f"an email with {words}")
        return found()[-1]

    def mailed(self, reference: str) -> list[EmailMessage]:
        """Return the emails about a submission that have arrived."""
        return [mail for mail in self.mails.wait(0) if reference in mail["Subject"]]

    def wait_for_mails(self, reference: str) -> tuple[EmailMessage, EmailMessage]:
        """Return the email to the team and the one to the sender, once both are there."""
        until(lambda: len(self.mailed(reference)) >= 2, f"two emails about {reference}")
        found = {mail["Auto-Submitted"]: mail for mail in self.mailed(reference)}
        return found["auto-generated"], found["auto-replied"]


def filled(text: str, **values: str) -> str:
    """Return a text with its ``{$names}`` filled in and every white space plain."""
    for name, value in values.items():
        text = text.replace(f"{{${name}}}", value)
    return plain(text)

"""Records of the expression of interest: its fields, their messages, its emails."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from brochure.schema.base import Id, Record
from brochure.schema.texts import LanguageMap

# Pages of a draft beside its steps, by the ends of their addresses: no step may have such an id.
CHECK, LATER, DELETE = "check", "later", "delete"
BESIDE_STEPS = (CHECK, LATER, DELETE)

# Names that pages use besides those of questions, whose ids have no underscore.
HONEYPOT = "web_site"  # people neither see nor hear it; programs that fill in everything fill it in
CHANGE = "change_of"  # the question for which a step was opened from the page to check


class Option(Record):
    """One of several answers."""

    id: Id
    label: LanguageMap = Field(description="The answer, as readers see it.")


class Condition(Record):
    """What another field must be answered with."""

    field: Id = Field(description="The id of a field that is asked before.")
    values: tuple[Id, ...] = Field(description="The answers that count, by id.")


class FieldErrors(Record):
    """Messages beside a field whose answer cannot be accepted: they tell what to do."""

    missing: LanguageMap | None = Field(None, description="When nothing was entered.")
    invalid: LanguageMap | None = Field(None, description="When it is not what was asked for.")


FieldRole = Literal["sender-address", "reply-language", "institution", "person", "country", "areas"]


class FormField(Record):
    """A question of the form."""

    id: Id
    role: FieldRole | None = Field(
        None,
        description="What the answer is used for besides being read; each role belongs to one"
        " field. sender-address: the acknowledgement goes there. reply-language: the language of"
        " the acknowledgement. institution: staff see it in the list of submissions. person,"
        " country, areas: staff find submissions by them, where a form asks for them.",
    )
    type: Literal["text", "email", "telephone", "textarea", "radios", "checkboxes", "country"] = (
        Field(description="How it is answered.")
    )
    label: LanguageMap = Field(description="The question, short.")
    hint: LanguageMap | None = Field(None, description="A line of help under the label.")
    required: bool = Field(
        default=False, description="Whether it must be answered, if it is asked at all."
    )
    asked_if: Condition | None = Field(
        None,
        description="The condition under which it is asked. Otherwise it is neither shown nor"
        " stored, nor emailed to anyone.",
    )
    max_length: int = Field(200, gt=0, le=10_000, description="The longest answer, in characters.")
    options: tuple[Option, ...] = Field((), description="The answers to choose from.")
    options_from: Literal["areas", "activities", "languages"] | None = Field(
        None, description="Take the answers from that file instead."
    )
    autocomplete: str | None = Field(
        None, description="What browsers may fill in, such as email (HTML's autocomplete)."
    )
    errors: FieldErrors = Field(description="Messages beside the field.")


class FormStep(Record):
    """Questions on one subject, which have a page of their own."""

    id: Id
    legend: LanguageMap = Field(description="The subject: the heading of the page.")
    hint: LanguageMap | None = Field(None, description="A line of help under the heading.")
    fields: tuple[FormField, ...] = Field(description="The questions, in their order.")


class Mail(Record):
    """A plain-text email; ``{$reference}`` and the like are filled in when it is built."""

    subject: LanguageMap = Field(description="The subject line.")
    body: LanguageMap = Field(description="The text, in paragraphs.")


class Form(Record):
    """The expression of interest."""

    endpoint: str = Field(
        pattern=r"^(/|https?://)[^\s?#/\\][^\s?#]*/$",
        description="Where the form is posted: a path on the site's own host, such as /intake/,"
        " or the full address of another service.",
    )
    journey: Literal["steps", "one-page"] | None = Field(
        None,
        description="Whether the form is answered step by step, as the intake does it, or on one"
        " page, as a service without drafts needs it. Without it, a path means steps, and a full"
        " address one page.",
    )
    retention_days: int = Field(gt=0, description="How long submissions are stored, in days.")
    draft_days: int = Field(
        30,
        gt=0,
        le=365,
        description="How long a draft is stored after its last change, in days. Texts call it"
        " {draft-retention}.",
    )
    grace_days: int = Field(
        0,
        ge=0,
        le=30,
        description="For how many days after the closing date a draft that was begun before may"
        " still be sent. Where requests are closed without a date, there are none.",
    )
    notice: LanguageMap = Field(description="What happens to the data; {retention} is in months.")
    steps: tuple[FormStep, ...] = Field(description="The steps, in their order.")
    team_mail: Mail = Field(description="To the team: {$reference}, {$answers}, {$language}.")
    acknowledgement: Mail = Field(
        description="To the sender, in their language: {$reference}. It quotes nothing they wrote."
    )

    @property
    def is_on_own_host(self) -> bool:
        """Whether it is posted to the site's own host."""
        return self.endpoint.startswith("/")

    @property
    def in_steps(self) -> bool:
        """Whether it is answered step by step."""
        by_endpoint = "steps" if self.is_on_own_host else "one-page"
        return (self.journey or by_endpoint) == "steps"

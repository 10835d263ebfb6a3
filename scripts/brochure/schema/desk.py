"""Records of the desk, where staff handle what was sent: states of requests, answers to senders."""

from __future__ import annotations

from pydantic import Field

from brochure.schema.base import Id, Record
from brochure.schema.form import Mail
from brochure.schema.texts import LanguageMap

# The states that every desk has: held until someone has looked at it, and what nobody meant to ask.
ALWAYS = ("held", "spam")
# The lists of requests that every desk has, beside those of one state: what is to do, and all.
VIEWS = (TO_DO, ALL) = ("to-do", "all")


class State(Record):
    """Where a request is in the programme's process."""

    id: Id = Field(max_length=32)
    label: LanguageMap = Field(description="What staff call it, in a word or two.")
    final: bool = Field(
        default=False,
        description="Whether nothing is left to do: such a request waits for nobody.",
    )
    retention_days: int | None = Field(
        None,
        gt=0,
        description="How long a request in this state is stored after it was received, in days, if"
        " that is less than the form says.",
    )


class Answer(Mail):
    """A text with which staff begin an answer to a sender; they change it as they like."""

    id: Id
    label: LanguageMap = Field(description="The name by which staff choose it, in a few words.")


class Desk(Record):
    """How staff handle requests; without it, a site has no desk."""

    states: tuple[State, ...] = Field(
        min_length=1,
        description="The states of a request in the order of the process. What comes in has the"
        " first one. Besides them, each desk has held and spam.",
    )
    untouched_days: int = Field(
        7,
        gt=0,
        description="How many days a request must be left untouched before it counts as waiting.",
    )
    digest_hour: int = Field(
        7,
        ge=0,
        le=23,
        description="The hour at which staff get the daily email, in the site's time zone.",
    )
    answers: tuple[Answer, ...] = Field(
        (),
        description="Texts with which staff begin an answer, in the language in which the sender"
        " wants to be written to. {$reference}, {$received}, {$email}, {$url} and {$address}, which"
        " is that of the sender's record, are filled in. […] is a place that staff have to fill"
        " in: what has one is not sent.",
    )

"""Records of what a programme offers, says and asks: areas, steps, activities, questions, news."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field

from brochure.schema.base import Icon, Id, Item, Record, ShownBy, ToConfirm
from brochure.schema.countries import Code
from brochure.schema.form import Condition
from brochure.schema.texts import Image, LanguageMap
from brochure.text.phases import Phase


class SharedText(Record):
    """A text that appears in several places and is written once; texts call it as ``{id}``."""

    id: Id
    text: LanguageMap = Field(description="The words, without other shared texts.")
    to_confirm: ToConfirm = None


class Point(Item):
    """A list item."""

    id: Id
    text: LanguageMap = Field(description="One statement.")


class Topic(Item):
    """A named item under a larger one: a topic of an area, an example of an activity."""

    id: Id
    title: LanguageMap = Field(description="The name, without a full stop.")


class Institution(Item):
    """A kind of institution that may request support."""

    id: Id
    icon: Icon | None = None
    title: LanguageMap = Field(description="The kind of institution, as the brochure lists it.")
    text: LanguageMap | None = Field(
        None, description="Which institutions this includes, if the title does not say it."
    )


class Region(Item):
    """Countries in which the programme has been active, as one group."""

    id: Id
    title: LanguageMap = Field(description="The region's name.")
    countries: tuple[Code, ...] = Field(
        description="Country codes such as SN (ISO 3166-1); names come from CLDR, or from"
        " countries.yaml."
    )


class Eligibility(Record):
    """Who may request support, under which conditions, and where."""

    institutions: Annotated[tuple[Institution, ...], ShownBy("eligibility")] = Field(
        (), description="The kinds of institution."
    )
    conditions: Annotated[tuple[Point, ...], ShownBy("eligibility")] = Field(
        (), description="What must be true of a request."
    )
    regions: Annotated[tuple[Region, ...], ShownBy("where")] = Field(
        (), description="Where the programme has been active."
    )


class Step(Item):
    """A step of the way from a request to its results."""

    id: Id
    icon: Icon | None = None
    title: LanguageMap = Field(description="The step's name.")
    summary: LanguageMap = Field(description="The step in one sentence.")
    points: tuple[Point, ...] = Field(description="What happens in it.")
    does: LanguageMap | None = Field(None, description="What the requester does.")
    receives: LanguageMap | None = Field(None, description="What the requester receives.")


class Area(Item):
    """A field of migration policy in which support is given."""

    id: Id
    icon: Icon | None = None
    title: LanguageMap = Field(description="The official name of the area.")
    summary: LanguageMap = Field(description="The area in a sentence or two.")
    across: bool = Field(
        default=False,
        description="Whether it runs across all others: it is drawn as a beam below them.",
    )
    image: Image | None = Field(None, description="A picture above the area's topics.")
    topics: tuple[Topic, ...] = Field(description="What requests in it may be about.")


class Activity(Item):
    """A kind of support."""

    id: Id
    icon: Icon | None = None
    title: LanguageMap = Field(description="The kind of activity.")
    summary: LanguageMap = Field(description="The activity in a sentence or two.")
    image: Image | None = Field(None, description="A picture above the activity's title.")
    examples: tuple[Topic, ...] = Field(description="What it may consist of.")


class Statement(Item):
    """A principle or a feature."""

    id: Id
    icon: Icon | None = None
    title: LanguageMap = Field(description="Its name, in a few words.")
    text: LanguageMap = Field(description="What it means for a partner.")


class Testimonial(Item):
    """An attributed quotation."""

    id: Id
    quote: LanguageMap = Field(description="The words, without quotation marks.")
    image: Image | None = Field(None, description="Who said it: a portrait.")
    author: LanguageMap = Field(description="Who said it.")


class Question(Item):
    """A question with its answer; readers see it once it has one."""

    id: Id
    question: LanguageMap = Field(description="As a reader would ask it.")
    answer: LanguageMap | None = Field(None, description="The answer, first sentence first.")
    to_confirm: ToConfirm = None

    def is_shown(self, day: datetime.date, phase: Phase) -> bool:
        """Whether readers see it: only with an answer."""
        return self.answer is not None and super().is_shown(day, phase)


NEWS_ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class NewsItem(Item):
    """A piece of news; the name of its file is its id."""

    id: str = Field(
        pattern=NEWS_ID_PATTERN,
        description="A permanent name in lower-case letters, digits and hyphens, such as"
        " 2026-03-01-call.",
    )
    date: datetime.date = Field(
        description="The day that readers see, such as 2026-03-01. The item is not"
        " shown before that day, unless shown_from names an earlier one."
    )
    title: LanguageMap = Field(description="What is new, in a line.")
    text: LanguageMap = Field(description="The news in a few sentences.")
    link: str | None = Field(
        None,
        pattern=r"^\S+$",
        description="Where to read more: a page's file, such as areas.md#protection, or a full"
        " https address.",
    )

    @property
    def first_day(self) -> datetime.date:
        """The first day on which readers see it."""
        return self.shown_from or self.date


class NextStep(Point):
    """A step after the expression of interest."""

    done_when_sent: bool = Field(
        default=False,
        description="Whether it is done once the form is sent: the receipt leaves it out.",
    )
    said: Condition | None = Field(
        None,
        description="An answer to the form that it depends on. The receipt alone shows it, to"
        " those who gave that answer.",
    )


class Request(Record):
    """What the request page says before the form."""

    prepare: tuple[Point, ...] = Field(description="What to have at hand.")
    next: tuple[NextStep, ...] = Field(description="What happens after it is sent.")

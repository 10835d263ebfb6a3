"""Records of what the programme offers, and ``Content``: all files of ``content/`` together."""

from __future__ import annotations

import enum
from typing import Annotated

from pydantic import Field

from brochure.schema.base import Icon, Id, Image, LanguageMap, Record
from brochure.schema.form import Form
from brochure.schema.programme import Fact, Language, NavigationItem, Programme
from brochure.schema.translation import Term, Translation


class Point(Record):
    """A list item."""

    id: Id
    text: LanguageMap = Field(description="One statement.")


class Topic(Record):
    """A named item under a larger one: a topic of an area, an example of an activity."""

    id: Id
    title: LanguageMap = Field(description="The name, without a full stop.")


class Institution(Record):
    """A kind of institution that may request support."""

    id: Id
    icon: Icon | None = None
    title: LanguageMap = Field(description="The kind of institution, as the brochure lists it.")
    text: LanguageMap = Field(description="Which institutions this includes, in a sentence.")


class Region(Record):
    """Countries in which the programme has been active, as one group."""

    id: Id
    title: LanguageMap = Field(description="The region's name.")
    countries: tuple[str, ...] = Field(
        description="Country codes such as SN (ISO 3166-1); names come from CLDR."
    )


class Eligibility(Record):
    """Who may request support, under which conditions, and where."""

    institutions: tuple[Institution, ...] = Field(description="The kinds of institution.")
    conditions: tuple[Point, ...] = Field(description="What must be true of a request.")
    regions: tuple[Region, ...] = Field((), description="Where the programme has been active.")


class Step(Record):
    """A step of the way from a request to its results."""

    id: Id
    icon: Icon | None = None
    title: LanguageMap = Field(description="The step's name.")
    summary: LanguageMap = Field(description="The step in one sentence.")
    points: tuple[Point, ...] = Field(description="What happens in it.")
    does: LanguageMap = Field(description="What the requester does.")
    receives: LanguageMap = Field(description="What the requester receives.")


class Area(Record):
    """A field of migration policy in which support is given."""

    id: Id
    icon: Icon | None = None
    title: LanguageMap = Field(description="The official name of the area.")
    summary: LanguageMap = Field(description="The area in a sentence or two.")
    image: Image | None = Field(None, description="A picture above the area's topics.")
    topics: tuple[Topic, ...] = Field(description="What requests in it may be about.")


class Activity(Record):
    """A kind of support."""

    id: Id
    icon: Icon | None = None
    title: LanguageMap = Field(description="The kind of activity.")
    summary: LanguageMap = Field(description="The activity in a sentence or two.")
    image: Image | None = Field(None, description="A picture above the activity's title.")
    examples: tuple[Topic, ...] = Field(description="What it may consist of.")


class Statement(Record):
    """A principle or a feature."""

    id: Id
    icon: Icon | None = None
    title: LanguageMap = Field(description="Its name, in a few words.")
    text: LanguageMap = Field(description="What it means for a partner.")


class Testimonial(Record):
    """An attributed quotation."""

    id: Id
    quote: LanguageMap = Field(description="The words, without quotation marks.")
    image: Image | None = Field(None, description="Who said it: a portrait.")
    author: LanguageMap = Field(description="Who said it.")


class Question(Record):
    """A question with its answer."""

    id: Id
    question: LanguageMap = Field(description="As a reader would ask it.")
    answer: LanguageMap = Field(description="The answer, first sentence first.")


class NextStep(Point):
    """A step after the expression of interest."""

    done_when_sent: bool = Field(
        default=False,
        description="Whether it is done once the form is sent: the receipt leaves it out.",
    )


class Request(Record):
    """What the request page says before the form."""

    prepare: tuple[Point, ...] = Field(description="What to have at hand.")
    asks: tuple[Point, ...] = Field(description="What the expression of interest asks.")
    next: tuple[NextStep, ...] = Field(description="What happens after it is sent.")


class Letter(Record):
    """What the official request letter should contain."""

    parts: tuple[Statement, ...] = Field(description="The letter's parts, in their order.")


class ShownOn(enum.Enum):
    """Where the texts of a file are shown."""

    PAGES = enum.auto()
    INTERFACE = enum.auto()  # around a page's content: menus, labels, notices
    INTAKE = enum.auto()  # on the form's page, on the intake's pages and in its mails
    TRANSLATORS = enum.auto()  # on no page


class Content(Record):
    """Everything in ``content/``: one field for each file, with the file's name.

    Fields without a default are required files; pages leave out what a programme does not have.
    Each language is a file of its own in ``content/languages/``.
    """

    languages: tuple[Language, ...] = Field(description="The languages; the first is the default.")
    site: Programme = Field(description="Names, funder, contacts, and whether requests are open.")
    navigation: Annotated[tuple[NavigationItem, ...], ShownOn.INTERFACE] = Field(
        description="The pages in the menus, in order."
    )
    strings: Annotated[dict[Id, dict[Id, LanguageMap]], ShownOn.INTERFACE] = Field(
        description="Every other word that a reader sees, in groups named after where they appear."
    )
    facts: tuple[Fact, ...] = Field((), description="Each figure once.")
    eligibility: Eligibility | None = Field(None, description="Who may request, and where.")
    process: tuple[Step, ...] = Field((), description="The steps from request to results.")
    letter: Letter | None = Field(None, description="The official request letter.")
    areas: tuple[Area, ...] = Field((), description="Fields in which support is given.")
    activities: tuple[Activity, ...] = Field((), description="The kinds of support.")
    features: tuple[Statement, ...] = Field((), description="What sets the programme apart.")
    principles: tuple[Statement, ...] = Field((), description="How the programme works.")
    testimonials: tuple[Testimonial, ...] = Field((), description="What others say.")
    faq: tuple[Question, ...] = Field((), description="Questions and answers.")
    request: Request | None = Field(None, description="The way to a request.")
    form: Annotated[Form | None, ShownOn.INTAKE] = Field(
        None, description="The expression of interest."
    )
    glossary: Annotated[tuple[Term, ...], ShownOn.TRANSLATORS] = Field(
        (), description="Terms that are always translated the same way."
    )
    translation: Translation = Field(
        Translation(binding=(), limits=(), allowed=()),
        description="Rules for translations, and exceptions.",
    )


def shown_on(stem: str) -> ShownOn:
    """Return where the texts of the file ``stem`` are shown, as declared in ``Content``."""
    metadata = Content.model_fields[stem].metadata
    return next((shown for shown in metadata if isinstance(shown, ShownOn)), ShownOn.PAGES)

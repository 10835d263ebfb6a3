"""``Content``: all files of ``content/`` together, and where readers see what is in them."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Annotated, Literal, get_args

from pydantic import Field

from brochure.problems import Location
from brochure.schema.actions import Action
from brochure.schema.base import Id, Record, ShownBy, shown_by
from brochure.schema.countries import Countries
from brochure.schema.desk import Desk
from brochure.schema.form import Form
from brochure.schema.identity import Identity
from brochure.schema.language import Language
from brochure.schema.letter import Letter
from brochure.schema.offers import (
    Activity,
    Area,
    Eligibility,
    NewsItem,
    Question,
    Request,
    SharedText,
    Statement,
    Step,
    Testimonial,
)
from brochure.schema.programme import Fact, NavigationItem, Programme
from brochure.schema.texts import LanguageMap
from brochure.schema.translation import Term, TranslationSettings

HomeSection = Literal[
    "about", "news", "offer", "steps", "figures", "actions", "voices", "text", "calls"
]
HOME_SECTIONS: tuple[HomeSection, ...] = get_args(HomeSection)


class ShownOn(enum.Enum):
    """Where the texts of a file are shown."""

    PAGES = enum.auto()
    INTERFACE = enum.auto()  # around a page's content: menus, labels, notices
    INTAKE = enum.auto()  # on the form's page, on the intake's pages and in its emails
    TRANSLATORS = enum.auto()  # on no page


class Content(Record):
    """Everything in ``content/``: one field for each file, with the file's name.

    Fields without a default are required files; pages leave out what a programme does not have.
    Each language is a file of its own in ``content/languages/``, each piece of news one in
    ``content/news/``.
    """

    languages: tuple[Language, ...] = Field(description="The languages; the first is the default.")
    site: Programme = Field(description="Names, funder, contacts, and whether requests are open.")
    navigation: Annotated[tuple[NavigationItem, ...], ShownOn.INTERFACE] = Field(
        (), description="The pages in the menus, in order."
    )
    strings: Annotated[dict[Id, dict[Id, LanguageMap]], ShownOn.INTERFACE] = Field(
        {},
        description="Interface texts that differ from the generator's, in groups"
        " named after where they appear.",
    )
    identity: Annotated[Identity, ShownOn.INTERFACE] = Field(
        Identity(), description="Logo, emblems, icon, colours and fonts."
    )
    home: tuple[HomeSection, ...] = Field(
        HOME_SECTIONS,
        description="The sections of the home page in their order; those that are left out are not"
        " shown. about: the summary. news: the latest. offer: who may ask, and for what. steps:"
        " the way to results. figures: facts with a label. actions: past Actions. voices:"
        " quotations. text: the rest of the page in docs/. calls: what to do next.",
    )
    facts: tuple[Fact, ...] = Field((), description="Each figure once.")
    shared: tuple[SharedText, ...] = Field((), description="Texts that appear in several places.")
    eligibility: Eligibility | None = Field(None, description="Who may request, and where.")
    process: Annotated[tuple[Step, ...], ShownBy("process")] = Field(
        (), description="The steps from request to results."
    )
    letter: Annotated[Letter | None, ShownBy("process", "letter")] = Field(
        None, description="The official request letter."
    )
    areas: Annotated[tuple[Area, ...], ShownBy("areas")] = Field(
        (), description="Fields in which support is given."
    )
    activities: Annotated[tuple[Activity, ...], ShownBy("activities")] = Field(
        (), description="The kinds of support."
    )
    features: tuple[Statement, ...] = Field((), description="What sets the programme apart.")
    principles: Annotated[tuple[Statement, ...], ShownBy("principles", "process")] = Field(
        (), description="How the programme works."
    )
    actions: Annotated[tuple[Action, ...], ShownBy("where")] = Field(
        (), description="Past Actions, as examples."
    )
    testimonials: tuple[Testimonial, ...] = Field((), description="What others say.")
    news: Annotated[tuple[NewsItem, ...], ShownBy("news")] = Field(
        (), description="News, in the order of their dates."
    )
    faq: Annotated[tuple[Question, ...], ShownBy("faq")] = Field(
        (), description="Questions and answers."
    )
    request: Annotated[Request | None, ShownBy("request")] = Field(
        None, description="The way to a request."
    )
    form: Annotated[Form | None, ShownOn.INTAKE, ShownBy("form")] = Field(
        None, description="The expression of interest."
    )
    desk: Annotated[Desk | None, ShownOn.INTAKE] = Field(
        None, description="The states of requests, for the staff who handle them."
    )
    countries: Countries = Field(
        Countries(), description="Official names and footnotes of countries; which the form offers."
    )
    redirects: dict[str, str] = Field(
        {},
        description="Old addresses of pages, and the file of the page that each redirects to:"
        " old-name: areas.md. One that begins with a language, such as fr/ancien, applies"
        " to that language only.",
    )
    glossary: Annotated[tuple[Term, ...], ShownOn.TRANSLATORS] = Field(
        (), description="Terms that are always translated the same way."
    )
    translation: TranslationSettings = Field(
        TranslationSettings(binding=(), limits=(), allowed=()),
        description="Rules for translations, and exceptions.",
    )


def roles_needed(content: Content) -> Iterator[tuple[Location, tuple[str, ...]]]:
    """Yield where there is something that only pages with certain roles show, and these roles."""
    yield from _roles_needed(content, ())


def _roles_needed(record: Record, location: Location) -> Iterator[tuple[Location, tuple[str, ...]]]:
    for name, field in type(record).model_fields.items():
        value = getattr(record, name, None)
        if value and (roles := shown_by(field)):
            yield (*location, name), roles
        if isinstance(value, Record):
            yield from _roles_needed(value, (*location, name))


def shown_on(stem: str) -> ShownOn:
    """Return where the texts of the file ``stem`` are shown, as declared in ``Content``."""
    metadata = Content.model_fields[stem].metadata
    return next((shown for shown in metadata if isinstance(shown, ShownOn)), ShownOn.PAGES)

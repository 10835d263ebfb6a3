"""Records about the programme itself: its names, how to reach it, its figures, its pages."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field

from brochure.schema.base import Address, Email, Icon, Id, Item, Record, ShownBy, ToConfirm
from brochure.schema.texts import Image, LanguageMap


class Organisation(Record):
    """The funder or the implementer, with its statement of visibility."""

    name: LanguageMap = Field(description="The official name.")
    statement: LanguageMap = Field(
        description='The statement that visibility rules require: "Funded by …".'
    )
    url: Address | None = Field(None, description="Its own site.")


class Contact(Record):
    """How to reach the team."""

    email: Email
    website: Annotated[Address | None, ShownBy("contact")] = Field(
        None, description="The programme's main site."
    )


class Profile(Item):
    """A profile in a social network."""

    id: Id
    network: str = Field(description="The network's own name.")
    name: str = Field(description="The profile's name there.")
    url: Address | None = Field(
        None, description="Its address; without one, only the names are shown."
    )
    icon: Icon | None = Field(None, description="Shown before the name.")


class RequestWindow(Record):
    """The days on which requests are accepted, first and last included: one of them, or both."""

    opens: datetime.date | None = Field(
        None, description="The first day, such as 2026-03-01; without one, they are open already."
    )
    closes: datetime.date | None = Field(
        None, description="The last day; without one, they stay open."
    )


class Security(Record):
    """Where to report security problems: what `.well-known/security.txt` says (RFC 9116)."""

    contact: str | None = Field(
        None,
        pattern=r"^(mailto:[^\s@]+@[^\s@]+|https://[^\s]+)$",
        description="Where to report them, mailto:… or https://…; without it, the team's email"
        " address.",
    )
    expires: datetime.date = Field(
        description="The last day on which this is valid, within a year: `brochure check` says when"
        " to renew it. After that, the file is not published."
    )
    policy: Address | None = Field(None, description="Where the handling of reports is described.")
    to_confirm: ToConfirm = None


class Programme(Record):
    """The programme, as the header, the footer and search engines show it."""

    url: str = Field(
        pattern=r"^https?://[^\s]+/$",
        description="Where the site is published, with its final slash: https://example.org/.",
    )
    edit_url: str | None = Field(
        None,
        pattern=r"^https?://[^\s]+/$",
        description="Where files of the project are edited in a browser, up to a file's path:"
        " https://github.com/example/site/edit/main/. The page of `brochure status` links to it.",
    )
    host: Literal["server", "static"] = Field(
        "server",
        description='Where it is published: "server" runs the form\'s service, too; "static" serves'
        " files alone, as GitHub Pages does. There, people answer the form's questions by email,"
        " unless its endpoint is the full address of another service.",
    )
    name: LanguageMap = Field(description="The short name, shown in the header.")
    full_name: LanguageMap = Field(description="The full official name.")
    strapline: LanguageMap = Field(description="The line under the name.")
    summary: LanguageMap = Field(description="What the programme is, in two or three sentences.")
    image: Image | None = Field(None, description="A photograph at the top of the home page.")
    leaflet: bool = Field(
        default=True, description="Whether a leaflet to fold is made of the content, as PDF."
    )
    funder: Organisation | None = Field(
        None,
        description="Who pays, with its statement, as text only. A funder with an emblem is in"
        " content/identity.yaml instead.",
    )
    implementer: Organisation | None = Field(
        None, description="Who does the work, with its statement."
    )
    contact: Contact = Field(description="How to reach the team.")
    public_service: bool = Field(
        default=False,
        description="Whether it is a service of public bodies: search engines are told so.",
    )
    security: Security | None = Field(
        None, description="Where to report security problems, and until when that is valid."
    )
    profiles: Annotated[tuple[Profile, ...], ShownBy("contact")] = Field(
        (), description="Social networks."
    )
    unasked_addresses: tuple[str, ...] = Field(
        (),
        description="Addresses, or their prefixes, that `brochure check --links` does not ask:"
        " of sites that refuse programs.",
    )
    requests: Literal["open", "closed"] | RequestWindow = Field(
        description='Whether requests are accepted: "open", "closed", or the days {opens, closes}.'
    )
    time_zone: str = Field(
        "UTC",
        description="The time zone in which days begin and end, such as Europe/Brussels: requests"
        " open and close at its midnight.",
    )


class Fact(Item):
    """One figure, year or date, stored once; texts name it as ``{id}``."""

    id: Id
    value: int | datetime.date = Field(description="The bare value, never formatted text.")
    format: Literal["number", "year", "date"] = Field(
        "number", description="How readers see it: 15 000 (number), 2009 (year), 21 March (date)."
    )
    as_of: datetime.date | None = Field(None, description="The day for which the value is true.")
    source: str = Field(description="Where it comes from, so that anyone can check it.")
    url: Address | None = Field(
        None, description="The address of the source: pages link to it beside the figure."
    )
    label: LanguageMap | None = Field(
        None, description="What is counted. With a label, the figure is shown on the home page."
    )
    qualifier: LanguageMap | None = Field(
        None, description='Shown before the value where it is not exact: "about", "more than".'
    )


class NavigationItem(Record):
    """A page's place in the menus."""

    page: str = Field(description="The page's file name without .md, such as areas.")
    label: LanguageMap | None = Field(
        None,
        description="A short name: it must fit on a phone. Without one, the page's title is shown.",
    )
    place: Literal["header", "footer"] = Field("header", description="The menu that shows it.")
    button: bool = Field(
        default=False, description="Whether the header shows it as its main button."
    )

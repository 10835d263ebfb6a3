"""Records about countries: official names beside CLDR's, footnotes, and which the form offers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from brochure.schema.base import Record, ToConfirm
from brochure.schema.texts import LanguageMap

COUNTRY_PATTERN = "^[A-Z]{2}$"
Code = Annotated[
    str,
    Field(
        description="A country's two-letter code (ISO 3166-1), such as SN; XK for Kosovo.",
        json_schema_extra={"pattern": COUNTRY_PATTERN},  # for editors; a rule reports it better
    ),
]


class Country(Record):
    """A country whose name differs from CLDR's, or has a footnote."""

    code: Code
    name: LanguageMap | None = Field(
        None, description="The official short name; without one, the country has CLDR's."
    )
    footnote: LanguageMap | None = Field(
        None,
        description="Shown wherever the name is, which gets a *. In whole sentences.",
    )
    source: str = Field(min_length=1, description="Where the name or the footnote comes from.")
    to_confirm: ToConfirm = None


class NotOffered(Record):
    """Countries and territories that the form does not offer."""

    reason: str = Field(min_length=1, description="What they have in common.")
    codes: tuple[Code, ...] = Field(description="Their codes.")


class Countries(Record):
    """What the site knows about countries besides CLDR."""

    not_offered: tuple[NotOffered, ...] = Field(
        (), description="Countries that the form leaves out; it offers all others."
    )
    names: tuple[Country, ...] = Field((), description="Names and footnotes beside CLDR's.")
    to_confirm: ToConfirm = None

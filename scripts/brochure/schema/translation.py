"""Records about the texts themselves: terms, lengths, what binds, what is right as it is."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from brochure.schema.base import Id, LanguageMap, Record

# Key patterns as shells have them: * stands for anything.
Units = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9*][^\s]*$",
        description="The keys of the units that are meant; * stands for anything, as in"
        ' "eligibility.conditions.*". `brochure status --keys` lists all keys.',
    ),
]


class Term(Record):
    """A term that is always translated alike."""

    id: Id
    term: LanguageMap = Field(description="The term, in the form of a dictionary.")
    note: str = Field("", description="What translators should know of it.")


class Limit(Record):
    """The longest text that fits."""

    units: Units
    characters: int = Field(gt=0, description="The longest text, in characters.")


class Allowed(Record):
    """A text that a rule would report, although it is right."""

    rule: Id = Field(description="The rule, as it stands in brackets behind its message.")
    text: str = Field(
        min_length=1, description="The words that are right; a whole text or a part of it."
    )
    languages: tuple[str, ...] = Field((), description="In these languages; in all if none.")
    reason: str = Field(min_length=1, description="Why it is right.")


class Translation(Record):
    """What holds for translations."""

    binding: tuple[Units, ...] = Field(
        (), description="Units that may not be published while outdated: dates, figures, duties."
    )
    limits: tuple[Limit, ...] = Field((), description="Lengths of buttons, menus and cards.")
    allowed: tuple[Allowed, ...] = Field((), description="What rules leave alone, and why.")

"""Records about translation: terms, lengths, binding texts, and exceptions to the rules."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from brochure.schema.base import Id, Record
from brochure.schema.texts import LanguageMap

# Key patterns like those of a shell: * matches anything.
Units = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9*][^\s]*$",
        description="The keys of the units; * matches anything, as in"
        ' "eligibility.conditions.*". `brochure status --keys` lists all keys.',
    ),
]


class Term(Record):
    """A term that is always translated the same way."""

    id: Id
    term: LanguageMap = Field(description="The term, as a dictionary lists it.")
    note: str = Field("", description="What translators should know about it.")


class LengthLimit(Record):
    """The longest text that fits."""

    units: Units
    characters: int = Field(gt=0, description="The longest text, in characters.")


class CountedList(Record):
    """A list whose number of records texts may state, as ``{count-areas}``."""

    list: str = Field(description="The name of the list: areas, regions.")
    nouns: dict[str, tuple[str, ...]] = Field(
        description="What its records are called after a number, by language: {en: [areas]}."
    )


class Exemption(Record):
    """A text that a rule would report, although it is right."""

    rule: Id = Field(description="The rule, as shown in brackets after its message.")
    text: str = Field(
        min_length=1,
        description="The words to allow: a whole text or a part of it; for same-text, a whole one."
        " Rules that compare languages leave out a part with a number or a link, and the whole text"
        " if the part has neither, such as “a dozen”.",
    )
    languages: tuple[str, ...] = Field(
        (), description="In these languages and their variants; in all if none is listed."
    )
    reason: str = Field(min_length=1, description="Why it is allowed.")


class TranslationSettings(Record):
    """Rules for translations, and exceptions."""

    binding: tuple[Units, ...] = Field(
        (), description="Units that must not be published while outdated: dates, figures, duties."
    )
    limits: tuple[LengthLimit, ...] = Field(
        (), description="The longest texts of buttons, menus and cards."
    )
    counted: tuple[CountedList, ...] = Field(
        (), description="Lists whose number of records nobody should write by hand."
    )
    allowed: tuple[Exemption, ...] = Field(
        (), description="Texts that the rules should ignore, and why."
    )

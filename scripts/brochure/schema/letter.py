"""Records of the official request letter: what it contains, and what surrounds that."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from brochure.schema.base import Id, Record, ShownBy, ToConfirm
from brochure.schema.offers import Statement, Topic
from brochure.schema.texts import LanguageMap


class Place(Record):
    """A place in the letter that the institution fills in."""

    id: Id
    part: Id = Field(description="The id of the part under whose heading it is shown.")
    label: LanguageMap | None = Field(
        None, description="What to write there; the title of the part, unless it differs."
    )
    fields: tuple[Id, ...] = Field(
        (),
        description="The questions of the form whose answer is put there when the letter is filled"
        " in from them: that of the first one that was answered.",
    )
    signs: bool = Field(
        default=False, description="Whether it names institutions that sign, one on each line."
    )


class LetterFrame(Record):
    """What surrounds the parts in the letter that readers download."""

    subject: LanguageMap = Field(description="The subject line.")
    addressees: tuple[Topic, ...] = Field(description="To whom it may be sent: one is chosen.")
    addressee_field: Id | None = Field(
        None, description="The question of the form that names the addressee, by the same ids."
    )
    places: tuple[Place, ...] = Field(description="The places to fill in, in their order.")
    signature: Id = Field(
        description="The id of the part at the end, repeated for each institution that signs."
    )
    salutation: LanguageMap = Field(description="The greeting, with its comma.")
    request: LanguageMap = Field(description="The sentence that makes the request.")
    closing: LanguageMap = Field(description="The words before the signature.")


class Letter(Record):
    """What the official request letter should contain."""

    template: LanguageMap | None = Field(
        None, description="Whether there is a template, and where to get it: shown first."
    )
    frame: Annotated[LetterFrame | None, ShownBy("letter")] = Field(
        None,
        description="With it, letters to fill in are made: DOCX, ODT and PDF.",
    )
    parts: tuple[Statement, ...] = Field(description="The letter's parts, in their order.")
    to_confirm: ToConfirm = None

"""The record of a language of the site: one file of ``content/languages/`` each."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from brochure.schema.base import Record

Digits = Literal[
    "latn",
    "adlm",
    "arab",
    "arabext",
    "beng",
    "cakm",
    "deva",
    "hmnp",
    "mtei",
    "mymr",
    "nkoo",
    "olck",
    "tibt",
]
TAG_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"


class Language(Record):
    """A language of the site; the name of its file is its tag."""

    tag: str = Field(
        pattern=TAG_PATTERN,
        description="The BCP 47 tag: the folder in docs/, the address and the lang attribute.",
    )
    order: int | None = Field(
        None,
        ge=1,
        description="The place among the languages: 1 is the default language, from which all"
        " others are translated. Languages without a number come last, sorted by tag.",
    )
    locale: str = Field(
        description="The CLDR locale with its territory, such as pt_PT: it decides the names of"
        " countries and the form of numbers and dates."
    )
    digits: Digits | None = Field(
        None,
        description="The digits of numbers and dates, if they are not those that CLDR has for the"
        " locale: latn for 0123456789, arab for ٠١٢٣٤٥٦٧٨٩, arabext for ۰۱۲۳۴۵۶۷۸۹.",
    )
    status: Literal["published", "draft"] = Field(
        "published",
        description='"draft" while texts are missing or not reviewed: only the preview shows'
        " it. `brochure publish-language` changes it.",
    )

    @property
    def is_draft(self) -> bool:
        """Whether only the preview shows it."""
        return self.status == "draft"

"""Records of past Actions: what a request became, as an example."""

from __future__ import annotations

from pydantic import Field

from brochure.schema.base import Address, Id, Item, ToConfirm
from brochure.schema.countries import Code
from brochure.schema.texts import LanguageMap


class Action(Item):
    """Support that was given, as an example: only what its source says."""

    id: Id
    country: Code | None = Field(None, description="The country, by its code; or else a place.")
    place: LanguageMap | None = Field(
        None, description="Where it was, if not in one country: a region, an organisation."
    )
    area: Id | None = Field(
        None, description="The id of its area in areas.yaml, if the source says so."
    )
    asked_by: LanguageMap = Field(description="Who asked for it.")
    need: LanguageMap | None = Field(None, description="The need, in a few words: a title.")
    done: LanguageMap = Field(description="What was done, in a sentence or two.")
    experts: LanguageMap | None = Field(
        None, description="Which countries the experts came from, if the source says so."
    )
    result: LanguageMap | None = Field(None, description="The result, in a sentence.")
    when: LanguageMap | None = Field(None, description="When it was, if the source says so.")
    source: Address
    to_confirm: ToConfirm = None

"""The one type for a text that readers see, in all languages and phases; and for a picture."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from brochure.schema.base import Record, ShownWhile
from brochure.text.phases import OTHERS, Phase, owner


class Wording(BaseModel):
    """Words in several languages, side by side: ``{en: …, fr: …, pt: …}``.

    A text may contain ``{fact}`` placeholders, ``*emphasis*``, ``**strong emphasis**`` and
    ``[links](page.md#heading)``. Languages are the keys, so this is the one record that takes
    keys which are not fields; the rules check them against the site's languages.
    """

    model_config = ConfigDict(frozen=True, extra="allow", strict=True)
    __pydantic_extra__: dict[str, str]

    same: tuple[str, ...] = Field(
        (), description="Languages whose text is intentionally the same, such as [en, fr]."
    )

    @model_validator(mode="before")
    @classmethod
    def _empty_is_missing(cls, data: Any) -> Any:
        """Drop keys without a value: the rules report them as missing translations."""
        if isinstance(data, dict):
            return {key: text for key, text in data.items() if text is not None}
        return data

    @functools.cached_property
    def key(self) -> str:
        """The key of its unit, such as ``areas.protection.title``."""
        return ""

    @property
    def authored(self) -> Mapping[str, str]:
        """The texts that are not blank, by language tag, as they are in the record itself."""
        return {tag: text for tag, text in self.__pydantic_extra__.items() if text.strip()}

    @functools.cached_property
    def texts(self) -> Mapping[str, str]:
        """The texts that are not blank, by language tag: authored and external ones."""
        return self.authored

    def in_phase(self, phase: Phase) -> Wording | None:  # noqa: ARG002 - it knows no phases
        """Return what it says in a phase of requests."""
        return self

    def as_unit(self, key: str, external: Mapping[str, Mapping[str, str]]) -> Self:
        """Return it with the key of its unit, and with ``external`` texts, by their keys.

        That is a copy, unless it has that key and those texts: sites share the default strings.
        """
        if self.key == key and key not in external:
            return self
        copy = self.model_copy()
        vars(copy).update(key=key, texts={**self.authored, **external.get(key, {})})
        return copy

    def __getitem__(self, tag: str) -> str:
        """Return the text in the language ``tag``; never that of another language.

        Raises:
            KeyError: it has no text in that language.
        """
        return self.texts[tag]


class LanguageMap(Wording):
    """One text in several languages, perhaps with other words while requests are not open."""

    closed: Wording | None = Field(
        None,
        description="What it says while requests are closed; before they open, too, unless it has"
        " other words for that.",
    )
    not_yet: Wording | None = Field(
        None, description="What it says before requests open, on {opening-day}."
    )
    shown_while: ShownWhile = ()

    @property
    def other_wordings(self) -> Mapping[Phase, Wording]:
        """What it says in phases other than ``open``, where that differs."""
        wordings = {"closed": self.closed, "not_yet": self.not_yet}
        return {phase: words for phase in OTHERS if (words := wordings[phase])}

    def in_phase(self, phase: Phase) -> Wording | None:
        """Return what it says in a phase; ``None`` if it is not shown then."""
        if self.shown_while and phase not in self.shown_while:
            return None
        return self.other_wordings.get(owner(phase, self.other_wordings), self)

    def as_unit(self, key: str, external: Mapping[str, Mapping[str, str]]) -> Self:
        """Return it with the key of its unit and external texts, in each of its wordings."""
        unit = super().as_unit(key, external)
        changed: dict[str, Wording] = {
            phase: merged
            for phase, wording in self.other_wordings.items()
            if (merged := wording.as_unit(f"{key}.{phase}", external)) is not wording
        }
        return unit.model_copy(update=changed) if changed else unit


class Image(Record):
    """A picture in a record, with what it shows in words."""

    file: str = Field(
        description="Its path below docs/, such as images/harbour.jpg. All languages share it,"
        " unless one has its own: docs/fr/images/harbour.jpg."
    )
    alt: LanguageMap | None = Field(
        None, description="What it shows, in a sentence, for everyone who does not see it."
    )
    decorative: bool = Field(
        default=False,
        description='"true" in place of "alt" if it adds nothing to the text.',
    )

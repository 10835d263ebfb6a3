"""What all records have in common, and the one type for a text that readers see."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator
from pydantic.fields import FieldInfo

from brochure.text.phases import OTHERS, Phase, owner

Id = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        description="A permanent name in lower-case letters, digits and hyphens. Addresses and"
        " translation keys use it: choose it once, then do not change it.",
    ),
]
Icon = Annotated[
    str,
    Field(
        pattern=r"^[a-z]+(/[a-z0-9-]+)+$",
        description='An icon of Material for MkDocs, such as "material/airplane"; or a drawing of'
        ' the programme: "identity/passport" is the file content/identity/passport.svg.',
    ),
]
Address = Annotated[str, Field(pattern=r"^https://[^\s]+$", description="A full https address.")]
Email = Annotated[
    str,
    Field(
        pattern=r"^[^@\s:]+@[^@\s]+\.[^@\s]+$",
        description='An e-mail address, without "mailto:" before it.',
    ),
]

ToConfirm = Annotated[
    str | None,
    Field(
        min_length=1,
        description="What has to be confirmed before one can rely on it, and by whom: `brochure"
        " check` lists it. Until then, the text says nothing that may turn out to be wrong.",
    ),
]


ShownWhile = Annotated[
    tuple[Phase, ...],
    Field(
        description="The phases of requests in which it is shown, such as [open]; always, if it"
        " lists none."
    ),
]


@dataclass(frozen=True)
class ShownBy:
    """Which page shows a field: one with the first of these roles, or else with another."""

    roles: tuple[str, ...]

    def __init__(self, *roles: str) -> None:
        object.__setattr__(self, "roles", roles)


def shown_by(field: FieldInfo) -> tuple[str, ...]:
    """Return the roles of the pages that show a field, as declared; none if it is always shown."""
    return next((data.roles for data in field.metadata if isinstance(data, ShownBy)), ())


class Record(BaseModel):
    """A record of the content: immutable, with only the keys that are described."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Item(Record):
    """A record in a list that readers see, perhaps on some days or in some phases of requests."""

    shown_from: datetime.date | None = Field(
        None, description="The first day on which readers see it, such as 2026-03-01."
    )
    shown_until: datetime.date | None = Field(
        None, description="The last day on which readers see it, such as 2026-06-30."
    )
    shown_while: ShownWhile = ()

    @property
    def first_day(self) -> datetime.date | None:
        """The first day on which readers see it, if it has one."""
        return self.shown_from

    def is_shown(self, day: datetime.date, phase: Phase) -> bool:
        """Whether readers see it on a day on which requests are in this phase."""
        is_due = not self.shown_while or phase in self.shown_while
        return is_due and is_within(day, self.first_day, self.shown_until)


def is_within(day: datetime.date, first: datetime.date | None, last: datetime.date | None) -> bool:
    """Whether a day is one of those from ``first`` to ``last``, both included, if there are any."""
    return (first is None or first <= day) and (last is None or day <= last)


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

    _key: str = PrivateAttr("")
    _texts: Mapping[str, str] = PrivateAttr(default_factory=dict)

    def model_post_init(self, _context: Any) -> None:
        """Collect the texts once: they are used often."""
        self._texts = self.authored

    @property
    def key(self) -> str:
        """The key of its unit, such as ``areas.protection.title``."""
        return self._key

    @property
    def authored(self) -> Mapping[str, str]:
        """The texts that are not blank, by language tag, as they are in the record itself."""
        return {tag: text for tag, text in self.__pydantic_extra__.items() if text.strip()}

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts that are not blank, by language tag: authored and external ones."""
        return self._texts

    def in_phase(self, phase: Phase) -> Wording | None:  # noqa: ARG002 - it knows no phases
        """Return what it says in a phase of requests."""
        return self

    def as_unit(self, key: str, external: Mapping[str, Mapping[str, str]]) -> Self:
        """Return a copy with the key of its unit, and with ``external`` texts, by their keys."""
        copy = self.model_copy()
        copy._key = key  # noqa: SLF001 - its own copy
        copy._texts = {**self._texts, **external.get(key, {})}  # noqa: SLF001
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
        """Return a copy in which each wording has the key of its unit, and external texts."""
        others: dict[str, Wording] = {
            phase: wording.as_unit(f"{key}.{phase}", external)
            for phase, wording in self.other_wordings.items()
        }
        copy = super().as_unit(key, external)
        return copy.model_copy(update=others) if others else copy


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
        description='"true" in place of "alt" if it says nothing that is not in the text.',
    )

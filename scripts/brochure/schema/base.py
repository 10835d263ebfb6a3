"""What all records have in common, and the types of their ids, addresses and days."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from brochure.text.entered import MAILBOX
from brochure.text.phases import Phase

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
        pattern=f"^{MAILBOX}$",
        description='An email address, without "mailto:" before it.',
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
    """Whether a day is between ``first`` and ``last``, both inclusive; ``None`` means no limit."""
    return (first is None or first <= day) and (last is None or day <= last)

"""A case that one of the staff opens: all that is stored about it, and that they have looked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Engine

from intake.desk import cases
from intake.journey.submission import Submission
from intake.sign_in import team
from intake.sign_in.member import Member
from intake.storage import case_table, history, submission_table
from intake.storage.case_table import Case
from intake.storage.history import Event
from intake.storage.store import Store
from intake.web.responses import read, stored


@dataclass(frozen=True)
class OpenedCase:
    """A case with all that is stored about it; ``looked`` if it is known that this one looks.

    ``members`` has all staff's names by id, and ``team`` those to whom it can be assigned.
    """

    case: Case
    submission: Submission | None
    events: list[Event]
    members: Mapping[str, str]
    team: Mapping[str, str]
    looked: bool

    @property
    def last_event(self) -> int:
        """The id of the last event of its history."""
        return max((event.id for event in self.events), default=0)


def find(engine: Engine, reference: str, member: Member) -> OpenedCase | None:
    """Return a case with all that is stored about it, or ``None`` if there is none."""
    with engine.connect() as connection:
        case = case_table.find(connection, reference)
        if case is None:
            return None
        return OpenedCase(
            case,
            submission_table.find(connection, case.submission),
            history.of_case(connection, reference),
            team.names(connection),
            team.handling(connection),
            cases.has_looked(connection, reference, member.id),
        )


async def open_case(store: Store, reference: str, member: Member) -> OpenedCase | None:
    """Return a case once it is written down who looks at it, or ``None`` if there is none.

    Raises:
        Unavailable: the database cannot be used.
    """
    opened = await read(lambda: find(store.engine, reference, member))
    if opened and not opened.looked:
        await stored(cases.look(store, reference, member.id))
    return opened

"""The history of a case in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake.desk.labels import Labels
from intake.storage.history import Event


@dataclass(frozen=True)
class Line:
    """Something that happened, in words: ``subject`` and ``text`` are what was written then."""

    kind: str
    what: str
    who: str
    when: str
    subject: str = ""
    text: str = ""
    is_erased: bool = False


class History:
    """Tells what happened, for members whose names are known by id."""

    def __init__(self, labels: Labels, members: Mapping[str, str]) -> None:
        self.labels, self.members = labels, members

    def all(self, events: Iterable[Event], received: int) -> tuple[Line, ...]:
        """Return everything, newest first; it ends with when the request was received."""
        first = Line("received", self.labels.string("event-received"), "", self._when(received))
        return (*map(self._line, events), first)

    def since(self, events: Iterable[Event], seen: int) -> tuple[Line, ...]:
        """Return the actions after an event; looking does not count."""
        return tuple(self._line(one) for one in events if one.id > seen and one.kind != "looked")

    def _line(self, event: Event) -> Line:
        return Line(
            event.kind,
            self._what(event),
            self._who(event.actor),
            self._when(event.at),
            event.subject,
            event.body,
            event.is_erased,
        )

    def _what(self, event: Event) -> str:
        labels = self.labels
        if event.kind == "moved":
            before, _, after = event.detail.partition(">")
            names = {"before": labels.state(before), "state": labels.state(after)}
            return labels.filled("event-moved", **names)
        if event.kind == "assigned" and event.detail:
            return labels.filled("event-assigned", name=self._who(event.detail))
        name = "event-freed" if event.kind == "assigned" else f"event-{event.kind}"
        return labels.string(name) if name in labels.known else event.kind

    def _who(self, actor: str | None) -> str:
        if actor is None:
            return self.labels.string("system")
        return self.members.get(actor) or self.labels.string("former")

    def _when(self, seconds: int) -> str:
        return self.labels.moment(seconds)

"""``Source``: a YAML file as plain values, with the position of each key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from brochure.problems import Level, Location, Position, Problem


@dataclass
class Source:
    """A parsed YAML file: its data, and the line and column of each key and item."""

    path: str
    data: Any = None
    positions: dict[Location, Position] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def position(self, location: Location) -> Position:
        """Return line and column of ``location``, or of the nearest value around it."""
        while location and location not in self.positions:
            location = location[:-1]
        return self.positions.get(location, (1, 1))

    def has(self, location: Location) -> bool:
        """Whether ``location`` is in the file, even without a value."""
        return location in self.positions

    def path_of(self, _location: Location) -> str:
        """Return the path of the file that holds ``location``."""
        return self.path

    def problem(
        self,
        location: Location,
        rule: str,
        message: str,
        hint: str = "",
        *,
        level: Level = "error",
    ) -> Problem:
        """Return a problem at ``location``."""
        path = self.path_of(location)
        return Problem(path, *self.position(location), level, rule, message, hint)

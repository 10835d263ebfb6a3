"""The countries of the world, as maps show them: read from ``world.txt``, which geometry makes."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

# In the grid: the sea, and land that is in no country's shape.
SEA, NOBODY = "..", "--"


@dataclass(frozen=True)
class Shape:
    """A country: a place within it, its area in square units, its outline as the path of an SVG.

    One that is too small for an outline has none.
    """

    x: int
    y: int
    area: int
    path: str


@dataclass(frozen=True)
class World:
    """The map: its size in units, the shapes by code, and the grid in which land is drawn.

    ``rows`` has the code of whose land is in the middle of each square of ``cell`` units.
    """

    width: int
    height: int
    cell: int
    rows: tuple[tuple[str, ...], ...]
    shapes: Mapping[str, Shape]

    def cells(self, codes: Iterable[str]) -> list[tuple[int, int]]:
        """Return where countries are in the grid, by column and row; a small one is in one cell."""
        wanted = {code: self.shapes[code] for code in codes}
        cells = [
            (x, y) for y, row in enumerate(self.rows) for x, c in enumerate(row) if c in wanted
        ]
        points = [(shape.x // self.cell, shape.y // self.cell) for shape in wanted.values()]
        return list(dict.fromkeys([*cells, *points]))


@functools.cache
def world() -> World:
    """Return the map of the world."""
    text = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    head, *lines = (line for line in text.splitlines() if not line.startswith("#"))
    width, height, cell = map(int, head.split())
    count = height // cell
    rows = tuple(tuple(row[at : at + 2] for at in range(0, len(row), 2)) for row in lines[:count])
    return World(width, height, cell, rows, dict(map(_shape, lines[count:])))


def _shape(line: str) -> tuple[str, Shape]:
    code, x, y, area, *path = line.split(maxsplit=4)
    return code, Shape(int(x), int(y), int(area), "".join(path))

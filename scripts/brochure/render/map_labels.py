"""Where the numbers of regions stand on the map: near their countries, and on none."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator

from brochure.files.world import SEA, World, world

# What is written large, the name of a country, has the lower left of the map, in the South Pacific.
_NAMES_WIDTH, _NAMES_TOP = 0.3, 0.66
# A number on land, which is harder to read, is as bad as one that is so many cells farther.
_ON_LAND = 1.5

Cell = tuple[int, int]
Codes = tuple[str, ...]


@functools.lru_cache(maxsize=8)
def places(regions: tuple[Codes, ...], margin: int) -> tuple[tuple[int, int] | None, ...]:
    """Return the middle of the number of each region, in units.

    ``margin`` is how many cells around it have none of the countries. A region without countries
    has no number there, nor has one that the others leave no place.
    """
    size = world()
    own = [size.cells(codes) for codes in regions]
    taken = {
        (x + right, y + down)
        for cells in own
        for x, y in cells
        for right in range(-margin, margin + 1)
        for down in range(-margin, margin + 1)
    }
    found: list[Cell | None] = []
    for cells in own:
        others = [cell for cell in found if cell]
        free = (
            cell
            for cell in _all(size, margin + 1)
            if cell not in taken
            and all(math.dist(cell, other) > 2 * margin + 1 for other in others)
        )
        found.append(_nearest(size, cells, free) if cells else None)
    return tuple(cell and _middle(size, cell) for cell in found)


def _all(size: World, edge: int) -> Iterator[Cell]:
    columns, rows = len(size.rows[0]), len(size.rows)
    for y in range(edge, rows - edge):
        for x in range(edge, columns - edge):
            if x > columns * _NAMES_WIDTH or y < rows * _NAMES_TOP:
                yield x, y


def _nearest(size: World, own: list[Cell], free: Iterable[Cell]) -> Cell | None:
    """Return the free cell that is near the region's countries, and near its middle."""
    middle = (sum(x for x, _ in own) / len(own), sum(y for _, y in own) / len(own))
    best, least = None, math.inf
    for cell in sorted(free, key=lambda cell: math.dist(cell, middle)):
        cost = math.dist(cell, middle) / 3
        if cost >= least:  # no other one is better
            break
        cost += (size.rows[cell[1]][cell[0]] != SEA) * _ON_LAND
        cost += min(math.dist(cell, country) for country in own)
        if cost < least:
            best, least = cell, cost
    return best


def _middle(size: World, cell: Cell) -> tuple[int, int]:
    x, y = (at * size.cell + size.cell // 2 for at in cell)
    return x, y

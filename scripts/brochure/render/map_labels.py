"""Where the numbers of regions are on the map: near their countries, and on none."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator

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
    free = set(_all(size, margin + 1))
    free -= {near for cells in own for cell in cells for near in _around(cell, margin)}
    found: list[Cell | None] = []
    for cells in own:
        best = _nearest(size, cells, free) if cells else None
        free -= set(_around(best, 2 * margin + 1)) if best else set()
        found.append(best)
    return tuple(cell and _middle(size, cell) for cell in found)


def _all(size: World, edge: int) -> Iterator[Cell]:
    columns, rows = len(size.rows[0]), len(size.rows)
    for y in range(edge, rows - edge):
        for x in range(edge, columns - edge):
            if x > columns * _NAMES_WIDTH or y < rows * _NAMES_TOP:
                yield x, y


def _around(cell: Cell, distance: int) -> Iterator[Cell]:
    """Yield the cells at most so far from one, and that one."""
    (x, y), steps = cell, range(-distance, distance + 1)
    return ((x + right, y + down) for down in steps for right in steps)


def _nearest(size: World, own: list[Cell], free: set[Cell]) -> Cell | None:
    """Return the free cell that is near the region's countries, and near its middle."""
    middle = (sum(x for x, _ in own) / len(own), sum(y for _, y in own) / len(own))
    columns, rows, seen = range(len(size.rows[0])), range(len(size.rows)), set(own)
    best, least = None, math.inf
    ring, steps = own, 0  # the cells that are so many steps from the countries
    while ring and steps < least:
        for cell in ring:
            on_land = size.rows[cell[1]][cell[0]] != SEA
            cost = steps + math.dist(cell, middle) / 3 + on_land * _ON_LAND
            if cell in free and cost < least:
                best, least = cell, cost
        beyond = dict.fromkeys(near for cell in ring for near in _around(cell, 1))
        ring = [c for c in beyond if c[0] in columns and c[1] in rows and c not in seen]
        steps += 1
        seen.update(ring)
    return best


def _middle(size: World, cell: Cell) -> tuple[int, int]:
    x, y = (at * size.cell + size.cell // 2 for at in cell)
    return x, y

"""The map of the countries in which a programme is active, as one SVG: without a word in it.

Land is a grid of pluses, or of squares where a programme is not known by a plus. Only countries of
the programme have shapes. A region is told from the others without colour, too; beyond twelve, the
kinds begin again, and the numbers on the page tell.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from brochure.files.world import SEA, World, world
from brochure.render.map_fills import attributes, fill, pattern
from brochure.schema.offers import Region

Codes = tuple[str, ...]


class MapPalette(NamedTuple):
    """The colours of a map, as CSS has them."""

    ground: str
    land: str
    ink: str
    link: str
    action: str


# Below this area, in square units, a shape is smaller than a point that can be seen and reached.
_SMALL = 60
_POINT = 16  # the side of such a point; less where others are near
_LEAST = 6

# How shapes are drawn on a ground of some colour.
_SHAPES = "svg{{fill:none;stroke-linejoin:round}}.shapes{{stroke:{};stroke-width:1.5}}"

_INSET = 5  # from a cell's edge to its sign

# What narrow screens show: cells around the countries, the least width, and width to height, which
# the style sheet has too.
_AROUND, _NARROWEST, _RATIO = 3, 900, 9 / 5


def drawn_in(regions: Sequence[Region]) -> tuple[Codes, ...]:
    """Return the codes of the countries that are drawn in each region.

    A country in several regions is drawn in the first of them; one that the table of the world
    does not have is not drawn.
    """
    shapes, seen = world().shapes, set[str]()
    drawn = []
    for region in regions:
        codes = dict.fromkeys(c for c in region.countries if c in shapes and c not in seen)
        drawn.append(tuple(codes))
        seen.update(codes)
    return tuple(drawn)


@functools.lru_cache(maxsize=8)
def narrow(regions: tuple[Codes, ...]) -> tuple[int, int, int, int]:
    """Return the part of the map that narrow screens show: left, top, width and height.

    It has all countries of the regions, and some land around them.
    """
    size = world()
    cells = size.cells(code for codes in regions for code in codes)
    (left, right), (top, bottom) = (
        ((min(at) - _AROUND) * size.cell, (max(at) + _AROUND + 1) * size.cell)
        for at in zip(*cells, strict=True)
    )
    width = min(size.width, max(right - left, round((bottom - top) * _RATIO), _NARROWEST))
    height = round(width / _RATIO)
    x = min(max(0, (left + right - width) // 2), size.width - width)
    y = min(max(0, (top + bottom - height) // 2), max(0, size.height - height))
    return x, y, width, height


@functools.lru_cache(maxsize=8)
def draw(regions: tuple[Codes, ...], light: MapPalette, dark: MapPalette, join: str | None) -> str:
    """Return the SVG of the countries that are drawn in each region.

    Each has its code as its id, and the part for narrow screens is the view ``narrow``.
    """
    view = f'<view id="narrow" viewBox="{" ".join(map(str, narrow(regions)))}"/>'
    return _svg(regions, join, _styles(light, dark, _fills(regions)) + view)


def draw_for_paper(regions: tuple[Codes, ...], palette: MapPalette, join: str | None) -> str:
    """Return the same drawing in one palette, for programs that know little CSS."""
    return _svg(regions, join, _style([_SHAPES.format(palette.ground)]), palette._asdict())


def _svg(
    regions: tuple[Codes, ...],
    join: str | None,
    head: str,
    colours: Mapping[str, str] | None = None,
) -> str:
    """Return the SVG with ``head``, which has its styles; ``colours`` are written out if given."""
    size, points = world(), _points(frozenset(code for codes in regions for code in codes))
    outlines = {code: shape.path for code, shape in size.shapes.items() if code not in points}
    colours = colours or {}
    groups = [
        f"<g {attributes(*fill(index), colours.get(fill(index)[0]))}>{shapes}</g>"
        for paths in (outlines, points)
        for index, codes in enumerate(regions)
        if (shapes := _shapes(codes, paths))
    ]
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {_box(size)}>',
            head,
            _land(regions, join, colours.get("land", "var(--land)")),
            *(pattern(*one, join, colours.get(one[0])) for one in _fills(regions)),
            '<g class="shapes">',
            *groups,
            "</g></svg>\n",
        ]
    )


def _fills(regions: tuple[Codes, ...]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(fill(index) for index, codes in enumerate(regions) if codes))


def _box(size: World) -> str:
    sides = f'width="{size.width}" height="{size.height}"'
    return f'{sides} viewBox="0 0 {size.width} {size.height}"'


def _styles(light: MapPalette, dark: MapPalette, fills: Iterable[tuple[str, str]]) -> str:
    styles = [
        _properties(light),
        f"@media(prefers-color-scheme:dark){{{_properties(dark)}}}",
        _SHAPES.format("var(--ground)"),
        *(f".{colour}{{color:var(--{colour})}}" for colour in dict.fromkeys(c for c, _ in fills)),
        ".solid{fill:currentcolor}",
        ".hatch,.bars,.posts{stroke:currentcolor;stroke-width:2}",
    ]
    textures = (f".{c}.{kind}{{fill:url(#{c}-{kind})}}" for c, kind in fills if kind != "solid")
    return _style([*styles, *textures])


def _style(rules: Iterable[str]) -> str:
    return f"<style>{''.join(rules)}</style>"


def _properties(palette: MapPalette) -> str:
    values = (f"--{name}:{value}" for name, value in palette._asdict().items())
    return f"svg{{{';'.join(values)}}}"


def _shapes(codes: Codes, paths: Mapping[str, str]) -> str:
    """Return those countries of a region that have one of ``paths``."""
    return "".join(f'<path id="{code}" d="{paths[code]}"/>' for code in codes if code in paths)


def _points(drawn: frozenset[str]) -> dict[str, str]:
    """Return small states as squares, which do not overlap while they can be seen."""
    shapes = world().shapes
    small = {c: shapes[c] for c in sorted(drawn) if shapes[c].area < _SMALL or not shapes[c].path}
    points = {}
    for code, shape in small.items():
        others = (other for name, other in small.items() if name != code)
        near = min((max(abs(o.x - shape.x), abs(o.y - shape.y)) for o in others), default=math.inf)
        side = max(_LEAST, min(_POINT, near - 2))
        corner = f"M{shape.x - side // 2} {shape.y - side // 2}"
        points[code] = f"{corner}h{side}v{side}h-{side}z"
    return points


def _land(regions: tuple[Codes, ...], join: str | None, colour: str) -> str:
    """Return the land that no shape covers: runs of the grid, which dashes turn into signs."""
    size, drawn = world(), {code for codes in regions for code in codes}
    runs = []
    for y, row in enumerate(size.rows):
        cells = groupby(enumerate(row), lambda cell: cell[1] != SEA and cell[1] not in drawn)
        for run in (list(run) for is_land, run in cells if is_land):
            left, length = run[0][0] * size.cell + _INSET, len(run) * size.cell - 2 * _INSET
            runs.append(f"M{left} {y * size.cell + size.cell // 2}h{length}")
    path = f'<defs><path id="land" d="{"".join(runs)}"/></defs>'
    if join != "plus":
        return path + _dashes(colour, 6, "6 12", -1)
    return path + _dashes(colour, 2, "8 10", 0) + _dashes(colour, 8, "2 16", -3)


def _dashes(colour: str, width: int, dashes: str, offset: int) -> str:
    return (
        f'<use href="#land" stroke="{colour}" stroke-width="{width}"'
        f' stroke-dasharray="{dashes}" stroke-dashoffset="{offset}"/>'
    )

"""Make ``scripts/brochure/files/world.txt``, the table that maps are drawn from.

``make world`` runs it, with uv, which fetches shapely for this run alone. It reads Natural Earth's
countries at 1:50 million (public domain) from the package ``world-atlas``, which npm fetches,
corrects them as ``corrections.py`` says, projects them by Equal Earth and simplifies them by
Visvalingam's method. The same input makes the same bytes.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy
import shapely
from shapely import MultiPolygon, Point, Polygon, box
from shapely.affinity import translate

from geometry import corrections
from geometry.corrections import NOBODY
from geometry.natural_earth import VERSION, countries, polygons, union
from geometry.projection import CELL, EDGE, HEIGHT, WIDTH, on_map

TABLE = Path(__file__).parents[1] / "brochure" / "files" / "world.txt"

SIMPLIFIED = 1.05  # the square root of the area of the smallest corner that is kept
SPECK = 2.5  # islands of a smaller area are left out, except for a country's largest

SEA = ".."

HEAD = f"""\
The countries of the world as maps show them. Made by `make world`: do not edit.
Natural Earth 1:50m (public domain), from npm's world-atlas {VERSION}; corrected as
scripts/geometry/corrections.py says; Equal Earth; simplified by Visvalingam's method.
First the map's width and height, and the pitch of the grid; then the grid: whose land is in
the middle of each cell, {SEA} at sea, {NOBODY} where it is in no country's shape; then the
countries: code, a place within, area in square units, shape.
Made by the version {{version}} of scripts/geometry/."""


def corrected(shapes: dict[str, MultiPolygon]) -> dict[str, MultiPolygon]:
    """Return the shapes with the pieces that ``corrections`` moves from one code to another."""
    shapes = dict(shapes)
    for piece in corrections.MOVED:
        area = Polygon(piece.outline)
        moved = shapes[piece.source] & area
        shapes[piece.source] = polygons(shapes[piece.source] - area)
        shapes[piece.target] = union([shapes.get(piece.target, MultiPolygon()), moved])
    return shapes


def flat(shape: MultiPolygon) -> MultiPolygon:
    """Return a shape on the map, where the Bering Strait is the edge."""
    turns = [
        translate(shape & box(EDGE + turn, -90, EDGE + 360 + turn, 90), -turn)
        for turn in (-360, 0, 360)
    ]
    joined = shapely.union_all(turns, grid_size=1e-6)
    placed = shapely.transform(
        joined, lambda points: numpy.array([on_map(*point) for point in points])
    )
    return polygons(shapely.make_valid(placed) & box(0, 0, WIDTH, HEIGHT))


def path(shape: MultiPolygon) -> str:
    """Return a shape as the path of an SVG, in whole units, without the smallest islands."""
    parts = sorted(shape.geoms, key=lambda part: -part.area)
    kept = [part for part in parts if part is parts[0] or part.area >= SPECK]
    rings = [r for part in kept for r in (part.exterior, *part.interiors)]
    return "".join(filter(None, (_closed(list(ring.coords)) for ring in rings)))


def _closed(points: list[tuple[float, float]]) -> str:
    rounded = [(round(x), round(y)) for x, y in points[:-1]]
    rounded = [p for i, p in enumerate(rounded) if p != rounded[i - 1]]
    turns = [p for i, p in enumerate(rounded) if _turns(rounded, i)]
    if len(turns) < 3:  # noqa: PLR2004 - no area
        return ""
    (x, y), *rest = turns
    steps = []
    for next_x, next_y in rest:
        steps += [next_x - x, next_y - y]
        x, y = next_x, next_y
    numbers = " ".join(map(str, steps)).replace(" -", "-")
    return f"M{turns[0][0]} {turns[0][1]}l{numbers}z"


def _turns(points: list[tuple[int, int]], index: int) -> bool:
    (ax, ay), (bx, by), (cx, cy) = (points[(index + i) % len(points)] for i in (-1, 0, 1))
    return (bx - ax) * (cy - by) != (by - ay) * (cx - bx)


def place(shape: MultiPolygon) -> tuple[float, float]:
    """Return a point well within a shape's largest part."""
    largest = max(shape.geoms, key=lambda part: part.area)
    point = shapely.maximum_inscribed_circle(largest, tolerance=0.1).coords[0]
    return point[0], point[1]


def rows(shapes: dict[str, MultiPolygon]) -> list[str]:
    """Return the grid: whose land is in the middle of each cell."""
    codes = list(shapes)
    tree = shapely.STRtree([shapes[code] for code in codes])

    def owner(x: int, y: int) -> str:
        found = tree.query(Point(x * CELL + CELL / 2, y * CELL + CELL / 2), "within")
        return codes[found[0]] if len(found) else SEA

    return ["".join(owner(x, y) for x in range(WIDTH // CELL)) for y in range(HEIGHT // CELL)]


def version() -> str:
    """Return a digest of what makes the table: a test compares it with that in the table."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def table() -> str:
    """Return the table as text."""
    shapes = {code: flat(shape) for code, shape in sorted(corrected(countries()).items())}
    simple = shapely.coverage_simplify(list(shapes.values()), SIMPLIFIED)
    lines = {}
    for (code, shape), simplified in zip(shapes.items(), simple, strict=True):
        if code != NOBODY and not shape.is_empty:
            x, y = place(shape)
            drawn = path(polygons(simplified))
            lines[code] = f"{code} {round(x)} {round(y)} {round(shape.area)} {drawn}".strip()
    for code, (longitude, latitude) in corrections.POINTS.items():
        x, y = on_map(longitude, latitude)
        x, y = (min(max(at, CELL), size - CELL) for at, size in ((x, WIDTH), (y, HEIGHT)))
        lines.setdefault(code, f"{code} {round(x)} {round(y)} 0")
    return "\n".join(
        [
            *(f"# {line}" for line in HEAD.format(version=version()).splitlines()),
            f"{WIDTH} {HEIGHT} {CELL}",
            *rows(shapes),
            *(lines[code] for code in sorted(lines)),
            "",
        ]
    )


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")

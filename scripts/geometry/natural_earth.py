"""The shapes of countries in Natural Earth, 1:50 million, from npm's ``world-atlas``."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import subprocess
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

import shapely
from shapely import MultiPolygon, Polygon

from geometry import corrections

VERSION = "2.0.2"
SOURCE = f"world-atlas@{VERSION}"  # npm's name of it: everyone's own registry serves it
INTEGRITY = (
    "IXfV0qwlKXpckz1FhwXVwKRjiIhOnWttOskm5CtxMsjgE/MXAYRHWJqgXOpM8IkcPBoXnyTU5lFHcYa5ChG0LQ=="
)
FILE = "package/countries-50m.json"


def countries() -> dict[str, MultiPolygon]:
    """Return the shapes by code, in degrees, as they are in the source; ``NOBODY`` has the rest."""
    with tempfile.TemporaryDirectory() as folder:
        fetch = ["npm", "pack", "--silent", SOURCE]
        subprocess.run(fetch, cwd=folder, check=True)  # noqa: S603 - our own command
        packed = next(Path(folder).glob("*.tgz")).read_bytes()
    if base64.b64encode(hashlib.sha512(packed).digest()).decode() != INTEGRITY:
        raise SystemExit(f"{SOURCE} is not the version that this was written for")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        topology = json.load(cast("IO[bytes]", archive.extractfile(FILE)))
    arcs = [_arc(arc, topology["transform"]) for arc in topology["arcs"]]
    shapes: dict[str, list[Any]] = defaultdict(list)
    for item in topology["objects"]["countries"]["geometries"]:
        code = corrections.code(item.get("id", ""), item["properties"]["name"])
        parts = [item["arcs"]] if item["type"] == "Polygon" else item["arcs"]
        for outer, *holes in parts:
            polygon = Polygon(_ring(outer, arcs), [_ring(hole, arcs) for hole in holes])
            shapes[corrections.part(code, polygon.centroid.x, polygon.centroid.y)].append(polygon)
    return {code: union(parts) for code, parts in shapes.items()}


def _arc(arc: list[list[int]], transform: dict[str, list[float]]) -> list[tuple[float, float]]:
    (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + left, y * scale_y + bottom))
    return points


def _ring(numbers: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return [*_without_leaps(points)]


def _without_leaps(points: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Yield the points of a ring; one that crosses 180° goes on beyond it, not around the world."""
    before, turns = points[0][0], 0
    for longitude, latitude in points:
        turns += round((before - longitude) / 360)
        yield longitude + 360 * turns, latitude
        before = longitude


def union(parts: list[Any]) -> MultiPolygon:
    """Return the area that any of some shapes covers, each repaired first if it crosses itself."""
    return polygons(shapely.union_all([shapely.make_valid(part) for part in parts]))


def polygons(shape: Any) -> MultiPolygon:
    """Return the areas of a shape, without lines and points."""
    parts = getattr(shape, "geoms", [shape])
    polygons = [polygons(part).geoms if hasattr(part, "geoms") else [part] for part in parts]
    return MultiPolygon([p for some in polygons for p in some if isinstance(p, Polygon) and p.area])

"""The table of countries: each named place is in its own country, after the UN's practice."""

from __future__ import annotations

import hashlib
import math
import re
from itertools import pairwise
from pathlib import Path

import pytest

from brochure.files.world import NOBODY, SEA, Shape, world
from brochure.text import cldr
from geometry.projection import CELL, HEIGHT, WIDTH, on_map, project

GEOMETRY = Path(__file__).parents[2] / "scripts" / "geometry"
Point = tuple[float, float]
# Two units are 40 km: a capital on a border, a river or a coast is so far outside at most.
NEAR = 2
# Capitals, by country: longitude and latitude.
CAPITALS = {
    "AM": (44.51, 40.18), "AZ": (49.87, 40.41), "BF": (-1.52, 12.37), "BI": (29.92, -3.43),
    "BJ": (2.63, 6.5), "BR": (-47.88, -15.79), "BY": (27.56, 53.9), "BZ": (-88.77, 17.25),
    "CD": (15.31, -4.32), "CG": (15.28, -4.26), "CM": (11.52, 3.85), "CO": (-74.07, 4.71),
    "CR": (-84.08, 9.93), "CV": (-23.51, 14.92), "DJ": (43.15, 11.59), "EC": (-78.47, -0.18),
    "EG": (31.24, 30.04), "ER": (38.93, 15.32), "ET": (38.75, 9.03), "GA": (9.45, 0.39),
    "GE": (44.79, 41.72), "GH": (-0.19, 5.6), "GM": (-16.58, 13.45), "GN": (-13.68, 9.54),
    "GT": (-90.51, 14.63), "GW": (-15.6, 11.86), "HN": (-87.21, 14.07), "ID": (106.85, -6.21),
    "JO": (35.93, 31.95), "KE": (36.82, -1.29), "KG": (74.6, 42.87), "KM": (43.26, -11.7),
    "KZ": (71.45, 51.17), "LB": (35.5, 33.89), "LR": (-10.8, 6.3), "LY": (13.19, 32.88),
    "MA": (-6.85, 34.02), "MD": (28.86, 47.01), "MG": (47.52, -18.88), "ML": (-8.0, 12.64),
    "MR": (-15.97, 18.08), "MU": (57.5, -20.16), "MW": (33.79, -13.96), "MX": (-99.13, 19.43),
    "NE": (2.11, 13.51), "NG": (7.49, 9.06), "PA": (-79.52, 8.98), "PH": (120.98, 14.6),
    "RW": (30.06, -1.94), "SD": (32.53, 15.5), "SL": (-13.23, 8.48), "SN": (-17.44, 14.69),
    "SO": (45.34, 2.04), "SV": (-89.22, 13.69), "SZ": (31.14, -26.31), "TG": (1.22, 6.13),
    "TH": (100.5, 13.76), "TJ": (68.78, 38.56), "TN": (10.18, 36.81), "UA": (30.52, 50.45),
    "UG": (32.58, 0.35), "UZ": (69.24, 41.3), "ZM": (28.28, -15.42), "ZW": (31.05, -17.83),
}  # fmt: skip
# Places on whose country Natural Earth and the UN differ, or whose status is not agreed upon.
PLACES = {
    "Simferopol": ((34.1, 44.95), {"UA"}),
    "Sevastopol": ((33.7, 44.65), {"UA"}),
    "Feodosia": ((35.2, 45.1), {"UA"}),
    "Krasnodar": ((38.98, 45.04), {"RU"}),
    "Donetsk": ((37.8, 48.0), {"UA"}),
    "Laayoune": ((-13.0, 27.1), {"EH"}),
    "Dakhla, inland": ((-14.8, 23.7), {"EH"}),
    "Tifariti": ((-10.57, 26.16), {"EH"}),
    "Tan-Tan": ((-11.1, 28.44), {"MA"}),
    "Hargeisa": ((44.06, 9.56), {"SO"}),
    "Abyei": ((28.43, 9.7), set()),
    "Halaib, inland": ((35.6, 22.5), set()),
    "Aswan": ((32.9, 24.09), {"EG"}),
    "Port Sudan, inland": ((36.6, 19.6), {"SD"}),
    "Quneitra": ((35.82, 33.12), {"SY"}),
    "Prishtina": ((21.16, 42.66), {"XK"}),
    "Belgrade": ((20.46, 44.81), {"RS"}),
    "Nicosia, the north": ((33.4, 35.25), {"CY"}),
    "Sukhumi": ((41.15, 43.05), {"GE"}),
    "Stepanakert": ((46.75, 39.82), {"AZ"}),
    "Kourou, inland": ((-53.0, 4.5), {"GF"}),
    "Siachen": ((77.2, 35.4), set()),
    "the middle of the Atlantic": ((-30.0, 0.0), set()),
}


def rings(shape: Shape) -> list[list[tuple[int, int]]]:
    """Return a shape's rings, closed."""
    found = []
    for part in shape.path.split("z")[:-1]:
        x, y, *steps = map(int, re.findall(r"-?\d+", part))
        points = [(x, y)]
        for step_x, step_y in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + step_x, y + step_y
            points.append((x, y))
        found.append([*points, points[0]])
    return found


def contains(shape: Shape, x: float, y: float) -> bool:
    """Whether a point is within a shape, by the number of edges to its right."""
    edges = (edge for ring in rings(shape) for edge in pairwise(ring))
    crossed = [
        (ax, ay, bx, by)
        for (ax, ay), (bx, by) in edges
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax
    ]
    return len(crossed) % 2 == 1


def distance(shape: Shape, x: float, y: float) -> float:
    """Return how far a point is from a shape: 0 within it."""
    if contains(shape, x, y):
        return 0
    return min(_from_edge((x, y), *edge) for ring in rings(shape) for edge in pairwise(ring))


def _from_edge(point: Point, start: Point, end: Point) -> float:
    length = math.dist(start, end)
    along = sum((p - s) * (e - s) for p, s, e in zip(point, start, end, strict=True))
    part = min(1, max(0, along / length**2))
    return math.dist(point, [s + part * (e - s) for s, e in zip(start, end, strict=True)])


def owners(longitude: float, latitude: float) -> set[str]:
    """Return the codes of the countries in whose shapes a place is."""
    point = on_map(longitude, latitude)
    return {code for code, shape in world().shapes.items() if contains(shape, *point)}


@pytest.mark.parametrize("code", CAPITALS)
def test_each_capital_is_in_its_own_country_and_in_no_other_as_well(code: str) -> None:
    shapes, point = world().shapes, on_map(*CAPITALS[code])
    assert distance(shapes[code], *point) <= NEAR
    for other in owners(*CAPITALS[code]) - {code}:
        assert distance(shapes[code], *point) > 0, other


@pytest.mark.parametrize("name", PLACES)
def test_each_place_whose_country_is_disputed_is_where_the_un_s_practice_has_it(name: str) -> None:
    place, expected = PLACES[name]
    assert owners(*place) == expected


def test_every_country_and_territory_that_the_site_can_name_has_a_place() -> None:
    """CLDR's countries, and no other codes: a newer CLDR may need a point in ``corrections.py``."""
    assert set(world().shapes) == set(cldr.countries())
    for shape in world().shapes.values():
        assert 0 < shape.x < WIDTH
        assert 0 < shape.y < HEIGHT


def test_no_shape_leaps_from_one_edge_of_the_map_to_the_other() -> None:
    for code, shape in world().shapes.items():
        for ring in rings(shape):
            assert all(math.dist(*edge) < WIDTH / 8 for edge in pairwise(ring)), code


def test_the_grid_covers_the_map_and_names_only_countries_with_a_shape() -> None:
    size = world()
    assert (size.width, size.height, size.cell) == (WIDTH, HEIGHT, CELL)
    assert {len(row) for row in size.rows} == {WIDTH // CELL}
    assert len(size.rows) == HEIGHT // CELL
    named = {code for row in size.rows for code in row} - {SEA, NOBODY}
    assert all(size.shapes[code].path for code in named)
    x, y = on_map(*CAPITALS["CD"])
    assert "CD" in size.rows[int(y) // CELL][int(x) // CELL - 3 : int(x) // CELL + 4]


def test_the_projection_keeps_areas_so_that_africa_is_as_large_as_it_is() -> None:
    """Square kilometres are in the same proportion to square units wherever they are."""
    square_kilometres = {"DZ": 2_381_741, "CD": 2_344_858, "KZ": 2_724_900, "SE": 447_425}
    ratios = [area / world().shapes[code].area for code, area in square_kilometres.items()]
    assert max(ratios) / min(ratios) < 1.05
    assert project(11, 0) == (0, 0)
    # Of the publication: half the width is 2.706630 radii of the sphere, half the height 1.317363.
    assert project(191, 0)[0] / project(11, 90)[1] == pytest.approx(2.706630 / 1.317363, rel=1e-5)


def test_the_table_is_that_of_the_present_program_and_corrections() -> None:
    """``make world`` makes it again, and needs the network: the test compares versions."""
    files = sorted(GEOMETRY.glob("*.py"))
    version = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
    table = Path(world.__wrapped__.__code__.co_filename).with_suffix(".txt")
    assert f"# Made by the version {version} of" in table.read_text(encoding="utf-8")

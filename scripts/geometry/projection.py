"""Where places are on the map: the Equal Earth projection, which keeps areas.

B. Šavrič, T. Patterson, B. Jenny, "The Equal Earth map projection", International Journal of
Geographical Information Science 33 (2019), doi 10.1080/13658816.2018.1504949.
"""

from __future__ import annotations

import math

WIDTH = 2000  # of the whole world, in units: one is 20 km at the equator
MERIDIAN = 11  # in the middle, so that the edges are in the Bering Strait and cut no country
EDGE = MERIDIAN - 180
NORTH, SOUTH = 73, -56  # without the Arctic islands and Antarctica; with all of South America
CELL = 18  # the pitch of the grid in which land is drawn

_A, _B, _C, _D = 1.340264, -0.081106, 0.000893, 0.003796
_SCALE = WIDTH * 3 * _A / (4 * math.sqrt(3) * math.pi)


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Return a place in units from the middle of the world, to the right and up."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    slope = 9 * _D * theta**8 + 7 * _C * theta**6 + 3 * _B * theta**2 + _A
    x = 2 * math.sqrt(3) * math.radians(longitude - MERIDIAN) * math.cos(theta) / (3 * slope)
    y = _D * theta**9 + _C * theta**7 + _B * theta**3 + _A * theta
    return _SCALE * x, _SCALE * y


_TOP, _BOTTOM = project(0, NORTH)[1], project(0, SOUTH)[1]
HEIGHT = CELL * round((_TOP - _BOTTOM) / CELL)


def on_map(longitude: float, latitude: float) -> tuple[float, float]:
    """Return a place on the map, in units from its upper left corner."""
    x, y = project(longitude + 360 if longitude < EDGE else longitude, latitude)
    return WIDTH / 2 + x, _TOP - y

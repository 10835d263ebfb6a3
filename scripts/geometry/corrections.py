"""What the table of countries has differently from Natural Earth, and why.

Natural Earth draws who controls a place; these maps follow the United Nations' practice: the
resolutions of the General Assembly and the Security Council, and the notes on the UN's own maps.
Outlines are rough where the map's units, of 20 km, hide the difference. None of this takes a
position, as each page with a map says.
"""

from __future__ import annotations

from typing import NamedTuple

from babel.core import get_global

NOBODY = "--"  # in no country's shape: drawn as land

# Without a number in the source, or with one that is too wide.
_NAMED = {
    # Kosovo has a code and a shape of its own, beside Serbia's without it: a programme that names
    # it gives it the footnote on Resolution 1244 (1999), which stays in the list beside the map.
    "Kosovo": "XK",
    # No member of the United Nations recognises Somaliland; Northern Cyprus: Resolution 541 (1983).
    "Somaliland": "SO",
    "N. Cyprus": "CY",
    # Between the lines of India and Pakistan. The rest of Jammu and Kashmir, whose final status is
    # not agreed upon, is on both sides of the Line of Control, which the UN's maps show too.
    "Siachen Glacier": NOBODY,
    "Indian Ocean Ter.": NOBODY,  # Christmas Island and the Cocos Islands, which have points
}

# Overseas parts that have codes of their own: country, code, and a box of degrees around them.
_PARTS = (
    ("FR", "GF", (-55, 1, -51, 6)),
    ("FR", "GP", (-62, 15.7, -60.9, 16.6)),
    ("FR", "MQ", (-61.4, 14.3, -60.7, 15)),
    ("FR", "RE", (55, -22, 56, -20)),
    ("FR", "YT", (44.9, -13.2, 45.4, -12.5)),
    ("NL", "BQ", (-69, 11.9, -62, 18)),
    ("NO", "SJ", (-10, 70.7, 35, 81)),
)


class Piece(NamedTuple):
    """What is within ``outline``, in degrees, goes from one code to another."""

    source: str
    target: str
    outline: tuple[tuple[float, float], ...]


def _box(west: float, south: float, east: float, north: float) -> tuple[tuple[float, float], ...]:
    return ((west, south), (east, south), (east, north), (west, north))


MOVED = (
    # Crimea is in Ukraine: General Assembly, Resolution 68/262 (2014). Kerch, at 36.6° E, is within
    # the outline, and the Taman peninsula is not.
    Piece("RU", "UA", ((32, 44), (36, 44), (36.45, 45), (36.65, 45.3), (36.65, 46.3), (32, 46.3))),
    # Western Sahara is a Non-Self-Governing Territory, which begins at 27° 40' N. Its own code has
    # the shape, and no country has.
    Piece("MA", "EH", _box(-18, 20, -8, 27.667)),
    # The Syrian Golan: Security Council, Resolution 497 (1981).
    Piece("IL", "SY", _box(35.66, 32.69, 36.1, 33.4)),
    # Halaib: the UN's maps show two lines, at 22° N and that of 1902, and neither is final.
    Piece(
        "EG",
        NOBODY,
        (
            (34.08, 21.9),
            (34.1, 22.2),
            (34.7, 22.3),
            (35.2, 22.8),
            (35.6, 23.1),
            (36, 23.4),
            (37.5, 22.3),
            (37.5, 21.9),
        ),
    ),
    # Abyei, whose status the UN's maps call undetermined, as the arbitration of 2009 outlines it.
    Piece("SD", NOBODY, _box(27.833, 9, 29, 10.167)),
)

# Territories that the source lacks, mostly for being small: longitude and latitude.
POINTS = {
    "BV": (3.4, -54.4),
    "CC": (96.8, -12.2),
    "CX": (105.6, -10.5),
    "GI": (-5.35, 36.1),
    "TK": (-171.8, -9.2),
    "TV": (179.2, -8.5),
    "UM": (166.6, 19.3),
    # Beyond the edges of the map: shown there.
    "AQ": (11, -70),
    "SJ": (15.6, 78.2),
}


def code(number: str, name: str) -> str:
    """Return a country's two letters by its number in ISO 3166-1, or its name in the source."""
    return _NAMED.get(name) or str(get_global("territory_aliases")[number][0])


def part(country: str, longitude: float, latitude: float) -> str:
    """Return the code of a part of a country, by a point in it."""
    for whole, own, (west, south, east, north) in _PARTS:
        if whole == country and west < longitude < east and south < latitude < north:
            return own
    return country

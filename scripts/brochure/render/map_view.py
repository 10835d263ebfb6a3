"""The map for templates: the picture, the numbers on it, the lists beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from brochure.files.world import world
from brochure.render import assets, map_drawing
from brochure.render.figures import number
from brochure.render.localizer import Localizer
from brochure.render.map_labels import places
from brochure.render.views import CountryView, View
from brochure.schema.offers import Region

# How many cells around a number are free: it is larger, in units, on narrow screens.
_WIDE_MARGIN, _NARROW_MARGIN = 1, 2


@dataclass(frozen=True)
class MapNumber:
    """The number of a region on the map, and its middle."""

    number: str
    x: int
    y: int


@dataclass(frozen=True)
class MapPart:
    """The map on screens of some width: its visible part, and the numbers on it."""

    x: int
    y: int
    width: int
    height: int
    numbers: list[MapNumber]


@dataclass(frozen=True)
class MapRegion:
    """A region with its number and its countries; ``count`` is how many there are."""

    region: View
    number: str
    count: str
    countries: list[CountryView]


@dataclass(frozen=True)
class MapView:
    """A map: the address of the picture, what wide and narrow screens show of it, the regions.

    ``drawn`` has the codes of the countries that it shows; they are ids in the picture. Where it
    would show none, there is no picture.
    """

    regions: list[MapRegion]
    drawn: frozenset[str] = frozenset()
    url: str = ""
    wide: MapPart | None = None
    narrow: MapPart | None = None


def map_view(localizer: Localizer, asset: Callable[[str], str]) -> MapView:
    """Return the map, with the lists beside it; ``asset`` returns the address of a file."""
    records, language = assets.map_regions(localizer.site), localizer.language
    regions = [_region(localizer, count, one) for count, one in enumerate(records, start=1)]
    drawn = map_drawing.drawn_in(records)
    if not any(drawn):
        return MapView(regions)

    def part(box: tuple[int, int, int, int], margin: int) -> MapPart:
        found = enumerate(places(drawn, margin), start=1)
        return MapPart(*box, [MapNumber(number(count, language), *at) for count, at in found if at])

    size = world()
    return MapView(
        regions,
        frozenset(code for codes in drawn for code in codes),
        asset(assets.MAP),
        part((0, 0, size.width, size.height), _WIDE_MARGIN),
        part(map_drawing.narrow(drawn), _NARROW_MARGIN),
    )


def _region(localizer: Localizer, count: int, region: Region) -> MapRegion:
    countries = localizer.countries(dict.fromkeys(region.countries))
    how_many = number(len(countries), localizer.language)
    own_number = number(count, localizer.language)
    return MapRegion(localizer.localize(region), own_number, how_many, countries)

"""The map: every country of the regions is on it, whatever the regions are, and it stays small."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import lxml.etree
import pytest

from brochure.files import world as world_module
from brochure.files.world import World, world
from brochure.render import assets
from brochure.render.localizer import Localizer
from brochure.render.map_drawing import MapPalette, draw, drawn_in, narrow
from brochure.render.map_labels import places
from brochure.render.map_view import MapView, map_view
from brochure.site.loader import load
from brochure.site.site import Site
from brochure.text import cldr
from tests.brochure.sites import good_site, write

LIGHT = MapPalette("#f6efe3", "#cdc0a8", "#1d1a26", "#003399", "#9d4214")
DARK = MapPalette("#1f1d2a", "#4a4560", "#efecf2", "#aac1ff", "#ff9f7c")
MOST = 25_000  # bytes, compressed
ALL = cldr.countries()


def svg(*regions: str, join: str = "plus") -> lxml.etree._Element:
    """Return the map of regions, each written as the codes of its countries."""
    text = draw(tuple(tuple(codes.split()) for codes in regions), LIGHT, DARK, join)
    return lxml.etree.fromstring(text.encode())


def shapes(drawing: lxml.etree._Element) -> dict[str, str]:
    """Return the paths of the countries by code."""
    paths = drawing.iterfind(".//{*}g/{*}path")
    return {str(path.get("id")): str(path.get("d")) for path in paths}


def kinds(drawing: lxml.etree._Element) -> list[str]:
    """Return how the regions are filled, in their order."""
    groups = drawing.iterfind(".//{*}g[@class='shapes']/{*}g")
    return list(dict.fromkeys(str(group.get("class")) for group in groups))


def site_with(folder: Path, regions: str) -> Site:
    """Return a small site with regions, as YAML has them."""
    root = good_site(folder)
    head = "eligibility:\n  institutions: []\n  conditions: []\n"
    write(root, "content/eligibility.yaml", f"{head}  regions: {regions}\n")
    write(root, "docs/en/where.md", "---\nrole: where\ntitle: W\ndescription: W\n---\nText.\n")
    site, _ = load(root)
    assert site
    return site


def region(name: str, *codes: str) -> str:
    """Return a region as YAML has it."""
    title = f"{{en: {name}, fr: {name}, pt: {name}}}"
    return f"{{id: {name}, title: {title}, countries: [{', '.join(codes)}]}}"


def view(site: Site) -> MapView:
    """Return the map of a site in English."""
    return map_view(Localizer(site, site.languages[0], "where"), lambda name: name)


def test_each_country_of_the_regions_has_a_shape_and_no_other_one() -> None:
    drawing = svg("SN ML CV", "BR MX")
    assert set(shapes(drawing)) == {"SN", "ML", "CV", "BR", "MX"}
    assert shapes(drawing)["ML"] == world().shapes["ML"].path


@pytest.mark.parametrize("code", ["CV", "KM", "MU", "TV", "KI", "SG", "VA", "AQ", "SJ"])
def test_a_small_state_is_a_square_around_its_place_and_never_dropped(code: str) -> None:
    place = world().shapes[code]
    assert shapes(svg(code))[code] == f"M{place.x - 8} {place.y - 8}h16v16h-16z"


def test_small_states_that_are_near_each_other_do_not_cover_each_other() -> None:
    drawn = shapes(svg("AG KN DM LC VC BB GD TT"))
    squares = [list(map(int, re.findall(r"\d+", path)))[:3] for path in drawn.values()]
    assert len(squares) == 8
    for x, y, side in squares:
        others = [other for other in squares if other != [x, y, side]]
        assert side >= 6
        assert not [o for o in others if abs(o[0] - x) < 3 and abs(o[1] - y) < 3]


def test_land_is_drawn_where_no_country_of_the_regions_is() -> None:
    def length(drawing: lxml.etree._Element) -> int:
        land = drawing.find(".//{*}path[@id='land']")
        assert land is not None
        return sum(int(run) + 10 for run in re.findall(r"h(\d+)", str(land.get("d"))))

    everywhere, without_brazil = length(svg("CV")), length(svg("BR"))
    cells = sum(code == "BR" for row in world().rows for code in row)
    assert cells > 80
    assert without_brazil == everywhere - cells * world().cell + (
        sum(code == "CV" for row in world().rows for code in row) * world().cell
    )


def test_a_programme_without_the_plus_has_squares() -> None:
    with_plus, with_squares = (
        len(list(svg("ML", join=join).iterfind("{*}use"))) for join in ("plus", "none")
    )
    assert (with_plus, with_squares) == (2, 1)


def test_twelve_regions_are_filled_in_twelve_ways_and_a_thirteenth_as_the_first() -> None:
    codes = ["SN", "CD", "BR", "ID", "UA", "KE", "MX", "KZ", "EG", "ZM", "CO", "TH", "IN"]
    drawing = svg(*codes)
    assert len(kinds(drawing)) == 12
    assert len(drawing.findall(".//{*}g[@class='link solid']")) == 2
    patterns = {pattern.get("id") for pattern in drawing.iterfind("{*}pattern")}
    assert patterns == {kind.replace(" ", "-") for kind in kinds(drawing) if "solid" not in kind}


def test_a_region_is_filled_by_its_number_also_where_one_before_it_has_no_country() -> None:
    assert kinds(svg("SN", "", "BR")) == [*kinds(svg("SN")), "action hatch"]


def test_the_map_of_the_whole_world_has_at_most_25_kb() -> None:
    whole = draw(tuple(ALL[i::12] for i in range(12)), LIGHT, DARK, "plus")
    assert len(gzip.compress(whole.encode(), 6)) <= MOST


def test_the_picture_has_both_schemes_and_no_word() -> None:
    drawing = svg("ML", "BR", "KZ")
    style = drawing.findtext("{*}style") or ""
    assert (
        style.index(LIGHT.link) < style.index("prefers-color-scheme:dark") < style.index(DARK.link)
    )
    assert not [e.text for e in drawing.iter() if e.text and not str(e.tag).endswith("style")]


def test_numbers_are_near_their_countries_and_on_none_of_them() -> None:
    regions = (("SN", "ML"), ("BR",), (), ("ID", "PH"), ("CV",))
    size = world()
    for margin in (1, 2):
        found = places(regions, margin)
        assert [at is None for at in found] == [False, False, True, False, False]
        taken = set(size.cells(code for codes in regions for code in codes))
        for codes, at in zip(regions, found, strict=True):
            if at:
                x, y = (value // size.cell for value in at)
                assert not [c for c in taken if max(abs(c[0] - x), abs(c[1] - y)) <= margin]
                near = min(max(abs(cx - x), abs(cy - y)) for cx, cy in size.cells(codes))
                assert near <= margin + 4, codes


def test_a_number_gives_way_to_the_names_that_are_written_large() -> None:
    ((x, y),) = [at for at in places((("PF", "CK"),), 1) if at]
    assert x > world().width * 0.3 or y < world().height * 0.66 + world().cell


@pytest.mark.soak
def test_numbers_stay_on_the_map_however_many_regions_there_are() -> None:
    found = places(tuple((code,) for code in ALL), 1)
    assert len(found) == len(ALL)
    shown = [at for at in found if at]
    assert len(set(shown)) == len(shown) > 50
    assert all(0 < x < world().width and 0 < y < world().height for x, y in shown)


@pytest.mark.parametrize("codes", ["CV", "TO WS FJ", "RU US", "MX ID", "LB", "AQ", " ".join(ALL)])
def test_narrow_screens_show_all_countries_in_the_same_proportions(codes: str) -> None:
    left, top, width, height = narrow((tuple(codes.split()),))
    assert 900 <= width <= world().width
    assert width / height == pytest.approx(9 / 5, abs=0.01)
    for code in codes.split():
        place = world().shapes[code]
        assert left < place.x < left + width
        assert top < place.y < top + height


def test_the_lists_say_what_the_map_says_in_the_language_s_order(tmp_path: Path) -> None:
    site = site_with(tmp_path, f"[{region('west', 'SN', 'ML', 'CV')}, {region('south', 'BR')}]")
    shown = view(site)
    assert [(one.number, one.count) for one in shown.regions] == [("1", "3"), ("2", "1")]
    names = [country.name for country in shown.regions[0].countries]
    assert names == ["Cape Verde", "Mali", "Senegal"]
    assert shown.drawn == {"SN", "ML", "CV", "BR"}
    assert shown.wide
    assert shown.narrow
    assert [one.number for one in shown.wide.numbers] == ["1", "2"]


def test_a_country_in_two_regions_is_drawn_once_and_listed_twice(tmp_path: Path) -> None:
    site = site_with(tmp_path, f"[{region('a', 'TR', 'ML', 'ML')}, {region('b', 'TR', 'GE')}]")
    assert drawn_in(assets.map_regions(site)) == (("TR", "ML"), ("GE",))
    assert [one.count for one in view(site).regions] == ["2", "2"]


def test_without_regions_or_countries_there_is_no_picture(tmp_path: Path) -> None:
    for number, regions in enumerate(("[]", f"[{region('none')}]")):
        site = site_with(tmp_path / str(number), regions)
        assert view(site).wide is None
        assert not assets.has_map(site)


def test_a_country_that_the_table_lacks_is_in_the_list_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = world()
    less = World(
        size.width,
        size.height,
        size.cell,
        size.rows,
        {code: shape for code, shape in size.shapes.items() if code != "ML"},
    )
    for module in ("files.world", "render.map_drawing", "render.map_labels", "render.map_view"):
        monkeypatch.setattr(f"brochure.{module}.world", lambda: less)
    assert world_module.world() is less
    shown = view(site_with(tmp_path, f"[{region('west', 'SN', 'ML')}]"))
    assert shown.drawn == {"SN"}
    assert [country.code for country in shown.regions[0].countries] == ["ML", "SN"]

"""The map tells by eye, pointer and keyboard what the lists beside it say, in every language."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lxml.etree
import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from brochure.files.world import world
from brochure.site.page_index import WHERE
from brochure.site.site import Site
from tests.site.pages import SHOWN, Page, Pages
from tests.support import firefox, machine
from tests.support.needs import need

MOST = 25_000  # bytes of the picture, compressed
# How a row looks: its weight, whether its shape is seen, and what is written large.
LOOK = """row => {
    const link = document.querySelector(`#${row} a`);
    const large = getComputedStyle(link, "::after");
    const name = link.dataset.name;  // Firefox does not resolve attr() here
    const isLarge = large.position === "absolute"
        && [`"${name}"`, "attr(data-name)"].some(text => large.content.startsWith(text));
    return {
        bold: getComputedStyle(link).fontWeight === "700",
        shape: getComputedStyle(link.querySelector("svg")).opacity === "1",
        large: isLarge ? name : "",
    };
}"""
LIT = {"bold": True, "shape": True}
DARK = {"bold": False, "shape": False, "large": ""}
# The middles of the picture, of its numbers and of the shapes over it.
PLACES = """() => [".map img", ".numbers:not(.narrow)", ".regions svg", ".regions use"].map(at => {
    const box = document.querySelector(at).getBoundingClientRect();
    return [box.left + box.width / 2, box.top, box.width];
})"""


@pytest.fixture(params=SHOWN)
def where(request: pytest.FixtureRequest, pages: Pages) -> Page:
    """Return the page with the map, once for each language."""
    (found,) = [p for p in pages.values() if p.role == WHERE and p.tag == request.param]
    return found


@pytest.fixture(scope="module")
def largest(site: Site) -> tuple[str, str]:
    """Return the largest country of the regions, and the id of its row."""
    assert site.content.eligibility
    found = [(code, one.id) for one in site.content.eligibility.regions for code in one.countries]
    code, region = max(found, key=lambda country: world().shapes[country[0]].area)
    return code, f"{region}-{code.lower()}"


@pytest.fixture
def row(largest: tuple[str, str]) -> str:
    """Return the id of the row of a large country."""
    return largest[1]


@pytest.fixture
def within(largest: tuple[str, str]) -> Callable[[Tab], tuple[float, float]]:
    """Return what finds a place within the shape of that country, where a tab shows it."""

    def find(tab: Tab) -> tuple[float, float]:
        image = tab.locator(".map img")
        image.scroll_into_view_if_needed()
        place, picture = world().shapes[largest[0]], image.bounding_box()
        assert picture
        scale = picture["width"] / world().width
        return picture["x"] + place.x * scale, picture["y"] + place.y * scale

    return find


@pytest.fixture
def wide(own_tab: Tab, where: Page) -> Tab:
    """Return a tab that shows the page on a screen of a desk."""
    own_tab.set_viewport_size({"width": 1280, "height": 900})
    own_tab.goto(where.address)
    return own_tab


def _name(where: Page, row: str) -> str:
    (name,) = where.all(f"//li[@id='{row}']/a/@data-name")
    return str(name)


def _look(tab: Tab, row: str) -> dict[str, Any]:
    look: dict[str, Any] = tab.evaluate(LOOK, row)
    return look


def test_each_country_of_each_region_is_in_the_list_with_its_shape_which_is_in_the_picture(
    site: Site, where: Page, built_site: Path
) -> None:
    assert site.content.eligibility
    (address,) = {href.partition("#")[0] for href in where.all("//main//use/@href")}
    picture = (built_site / where.target(address).lstrip("/")).read_bytes()
    ids = set(lxml.etree.fromstring(picture).xpath("//@id"))
    assert len(gzip.compress(picture, 6)) <= MOST
    for region in site.content.eligibility.regions:
        rows = list(where.elements(f"//section[h2[@id='{region.id}']]//li"))
        codes = {item.get("id", "")[-2:].upper() for item in rows}
        assert codes == set(region.countries)
        (count,) = where.all(f"//h2[@id='{region.id}']//small/text()")
        assert count == f"({len(codes)})"
        for item in rows:
            (link,) = item.xpath("a")
            assert link.get("href") == f"#{item.get('id')}"
            (shape,) = link.xpath(".//use/@href")
            assert shape.partition("#")[2] == item.get("id", "")[-2:].upper()
            assert shape.partition("#")[2] in ids


def test_without_styles_the_shapes_take_no_space(shown: Tab, where: Page) -> None:
    shown.goto(where.address)
    shown.evaluate("document.querySelectorAll('style, [rel=stylesheet]').forEach(e => e.remove())")
    sizes = "[...document.querySelectorAll('main section svg')].map(e => e.clientHeight)"
    assert set(shown.evaluate(sizes)) == {0}


def test_the_picture_is_loaded_by_no_other_page_and_on_its_own_once(
    browser: Browser, served: str, pages: Pages, where: Page
) -> None:
    assert {p.role for p in pages.values() if "map.svg" in p.source} == {WHERE}
    context = browser.new_context()
    tab = context.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(served + where.address)
    tab.wait_for_function("document.querySelector('.map img').complete")
    assert {url.partition("#")[0] for url in asked if "map.svg" in url} == {
        served
        + where.target(str(where.all("//main//figure//img/@src")[0]))
        + "?"
        + str(where.all("//main//figure//img/@src")[0]).partition("?")[2]
    }
    context.close()


def test_the_pointer_on_a_shape_lights_its_name_and_writes_it_large(
    wide: Tab, where: Page, row: str, within: Callable[[Tab], tuple[float, float]]
) -> None:
    assert _look(wide, row) == DARK
    wide.mouse.move(*within(wide))
    assert _look(wide, row) == LIT | {"large": _name(where, row)}
    wide.mouse.move(1, 1)
    assert _look(wide, row) == DARK


def test_the_pointer_on_a_name_lights_its_shape(wide: Tab, where: Page, row: str) -> None:
    wide.hover(f"#{row}")
    assert _look(wide, row) == LIT | {"large": _name(where, row)}


def test_one_name_at_a_time_is_large_the_pointer_s_before_the_focus_s_before_the_address_s(
    wide: Tab, where: Page, row: str, within: Callable[[Tab], tuple[float, float]]
) -> None:
    first = where.all("//li[a/@data-name]/@id")[0]
    assert first != row
    wide.goto(f"{where.address}#{first}")
    assert _look(wide, first) == LIT | {"large": _name(where, first)}
    wide.focus(f"#{row} a")
    assert _look(wide, first) == DARK
    assert _look(wide, row) == LIT | {"large": _name(where, row)}
    wide.focus(f"#{first} a")
    wide.locator(".map").evaluate("e => e.scrollIntoView({behavior: 'instant'})")
    wide.mouse.move(*within(wide))
    assert _look(wide, first) == LIT | {"large": ""}
    assert _look(wide, row) == LIT | {"large": _name(where, row)}


def test_the_keyboard_reaches_each_name_and_writes_it_large(wide: Tab, where: Page) -> None:
    rows = where.all("//li[a/@data-name]/@id")
    wide.focus(f"#{rows[0]} a")
    for row in rows:
        assert _look(wide, row) == LIT | {"large": _name(where, row)}
        wide.keyboard.press("Tab")


def test_a_click_on_a_shape_leads_to_its_name_and_leaves_the_map_in_view(
    wide: Tab, row: str, within: Callable[[Tab], tuple[float, float]]
) -> None:
    wide.mouse.click(*within(wide))
    wide.wait_for_url(f"**#{row}")
    wide.mouse.move(1, 1)
    wide.evaluate("document.activeElement.blur()")
    assert _look(wide, row)["bold"]
    assert _look(wide, row)["shape"]
    box = wide.locator(f"#{row}").bounding_box()
    picture = wide.locator(".map img").bounding_box()
    assert box
    assert picture
    assert 0 <= box["y"] < 900
    assert picture["y"] + picture["height"] / 2 > 0


def test_the_map_keeps_its_place_before_it_arrives(own_tab: Tab, where: Page) -> None:
    sizes = []
    for width in (360, 768, 1280):
        own_tab.set_viewport_size({"width": width, "height": 900})
        for arrives in (False, True):
            if not arrives:
                own_tab.route("**/map.svg*", lambda route: route.abort())
            own_tab.goto(where.address)
            box = own_tab.locator(".map img").bounding_box()
            assert box
            sizes.append((width, round(box["width"]), round(box["height"])))
            own_tab.unroute_all()
    assert sizes[::2] == sizes[1::2]


def test_the_map_is_not_mirrored_from_right_to_left(wide: Tab) -> None:
    before = wide.evaluate(PLACES)
    wide.evaluate("document.documentElement.dir = 'rtl'")
    assert wide.evaluate(PLACES) == [pytest.approx(place, abs=1) for place in before]


@pytest.mark.parametrize("width", [320, 360, 700])
def test_on_a_phone_the_map_is_a_picture_with_numbers_and_the_list_answers(
    own_tab: Tab, where: Page, row: str, width: int
) -> None:
    own_tab.set_viewport_size({"width": width, "height": 640})
    own_tab.goto(where.address)
    assert own_tab.locator(".map img").evaluate("e => e.currentSrc").endswith("#narrow")
    seen = "[...document.querySelectorAll('.regions svg')].filter(e => e.checkVisibility()).length"
    assert own_tab.evaluate(seen) == 0
    boxes = [number.bounding_box() for number in own_tab.locator(".numbers.narrow rect").all()]
    assert len(boxes) == len(where.all("//main//section/h2[b]/@id"))
    assert all(box and box["width"] >= 12 and 0 <= box["x"] < width for box in boxes)
    own_tab.click(f"#{row} a")
    assert _look(own_tab, row)["bold"]


def test_paper_has_the_light_picture_of_the_whole_map_without_shapes_over_it(
    browser: Browser, served: str, where: Page
) -> None:
    context = browser.new_context(color_scheme="dark", viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.goto(served + where.address)
    scheme = "e => getComputedStyle(e).colorScheme"
    assert "dark" in tab.locator(".map img").evaluate(scheme)
    tab.emulate_media(media="print")
    assert tab.locator(".map img").evaluate(scheme) == "light"
    assert tab.locator(".numbers").locator("visible=true").count() == 1
    assert not tab.locator(".regions svg").locator("visible=true").count()
    context.close()


@pytest.mark.soak
def test_in_firefox_the_pointer_and_the_keyboard_light_a_shape_with_its_name(
    served: str, where: Page, largest: tuple[str, str], tmp_path: Path
) -> None:
    code, row = largest
    program, place = need(machine.firefox(), "Firefox"), world().shapes[code]
    look = f"({LOOK})({json.dumps(row)})"
    with firefox.running(program, tmp_path) as tab:
        tab.open(served + where.address, 1280)
        assert tab.evaluate(look) == DARK
        tab.evaluate("document.querySelector('.map').scrollIntoView({behavior: 'instant'})")
        box = tab.evaluate("document.querySelector('.map img').getBoundingClientRect()")
        scale = box["width"] / world().width
        at = {"x": round(box["x"] + place.x * scale), "y": round(box["y"] + place.y * scale)}
        move = {"type": "pointerMove", **at}
        pointer = {"type": "pointer", "id": "pointer", "actions": [move]}
        tab.send("input.performActions", context=tab.context, actions=[pointer])
        tab.wait_for(f"{look}.shape")
        assert tab.evaluate(look) == LIT | {"large": _name(where, row)}
        move |= {"x": 1, "y": 1}
        tab.send("input.performActions", context=tab.context, actions=[pointer])
        tab.tab_to(f"#{row} a")
        assert tab.evaluate(look) == LIT | {"large": _name(where, row)}
        assert not tab.errors

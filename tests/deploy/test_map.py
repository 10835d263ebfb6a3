"""The map comes through the policy that nginx sends: as a picture, and as shapes over it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from brochure.site.page_index import WHERE
from brochure.site.site import Site
from tests.support.nginx import Nginx

pytestmark = pytest.mark.server

# Whether the picture is there, and how many shapes over it have a size.
SHOWN = """() => ({
    picture: document.querySelector(".map img").naturalWidth > 0,
    shapes: [...document.querySelectorAll(".regions use")]
        .filter(e => e.getBoundingClientRect().width > 0).length,
})"""


def test_the_policy_lets_the_picture_in_and_the_shapes_over_it(
    browser: Browser, server: Nginx, site: Site
) -> None:
    context = browser.new_context(ignore_https_errors=True, viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    refused: list[str] = []
    tab.on("console", lambda message: refused.append(message.text))
    address = site.address(site.tags[0], site.page_with(WHERE))
    tab.goto(f"https://127.0.0.1:{server.port}/{address}")
    tab.locator(".map img").evaluate("picture => picture.decode()")
    assert site.content.eligibility
    countries = sum(len(region.countries) for region in site.content.eligibility.regions)
    assert tab.evaluate(SHOWN) == {"picture": True, "shapes": countries}
    assert not refused
    context.close()


def test_browsers_may_store_the_picture_for_good(server: Nginx, site: Site) -> None:
    """It is asked for twice, as a picture and for its shapes: the second time it is stored."""
    page = server.get(f"/{site.address(site.tags[0], site.page_with(WHERE))}").text
    name = page.partition("assets/map.svg?v=")[2].partition("#")[0].partition('"')[0]
    answer = server.get(f"/assets/map.svg?v={name}")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "immutable" in answer.headers["cache-control"]

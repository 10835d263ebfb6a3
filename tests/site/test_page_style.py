"""With the rules that each page carries it looks to the pixel as with the whole style sheet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from brochure.render.page_style import of_page
from brochure.render.style import style
from brochure.site.site import Site
from tests.site.pages import SHOWN, Pages
from tests.support import depth

WIDTHS = depth.some((360, 1280), (320, 360, 768, 1280))
LOOKS = depth.some(("light",), ("light", "dark"))
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_most_pages_carry_less_than_two_thirds_of_the_style_sheet(site: Site, pages: Pages) -> None:
    whole = len(_whole(site))
    shares = sorted(
        len(of_page(page.file.read_text(encoding="utf-8"))) / whole for page in pages.values()
    )
    assert shares[len(shares) // 2] < 2 / 3
    assert shares[0] > 0.1


@pytest.fixture(params=LOOKS)
def tab(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Tab]:
    context = browser.new_context(color_scheme=request.param, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.soak
@pytest.mark.parametrize("tag", SHOWN)
def test_every_page_looks_as_with_the_whole_style_sheet(
    tab: Tab, served: str, site: Site, pages_of_tag: Pages
) -> None:
    every = list(pages_of_tag.values())
    for page in depth.some(every[::4], every):
        tab.goto(served + page.address)
        own = _pictures(tab)
        tab.evaluate("css => { document.querySelector('style').textContent = css }", _whole(site))
        assert _pictures(tab) == own, str(page)


def _whole(site: Site) -> str:
    return str(style(site, "/"))


def _pictures(tab: Tab) -> list[bytes]:
    """Return how the open page looks on screens of some widths, and on paper."""
    pictures = []
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        pictures.append(tab.screenshot(full_page=True))
    tab.emulate_media(media="print")
    pictures.append(_settled(tab))
    tab.emulate_media(media="screen")
    return pictures


def _settled(tab: Tab) -> bytes:
    """Return a picture once three in a row are alike: the first may have the screen's colours."""
    pictures = [b""]
    while len(pictures) < 4 or len({*pictures[-3:]}) > 1:
        tab.evaluate(PAINTED)
        pictures.append(tab.screenshot(full_page=True))
        assert len(pictures) < 20
    return pictures[-1]

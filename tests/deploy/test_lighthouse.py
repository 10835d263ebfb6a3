"""Lighthouse gives every kind of page 100 points of 100, on a phone, as nginx sends it."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from brochure.site.page_index import NOT_FOUND
from brochure.site.site import Site
from tests.site.pages import ROOT, TAGS
from tests.support import lighthouse, machine
from tests.support.needs import need
from tests.support.nginx import Nginx

pytestmark = [pytest.mark.server, pytest.mark.soak]

FIRST_PAINT = 1.7  # seconds, in its model of a phone on a slow link
# Every page that people look for, in the default language.
PAGES = sorted(
    page.stem
    for page in ROOT.glob(f"docs/{TAGS[0]}/*.md")
    if f"\nrole: {NOT_FOUND}\n" not in page.read_text(encoding="utf-8")
)


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    """Say what is missing."""
    need(machine.npm_file("lighthouse/cli/index.js"), "Lighthouse (an npm package)")
    need(machine.chromium(), "Chromium")


def _judge(server: Nginx, site: Site, address: str) -> lighthouse.Report:
    url = site.content.site.url
    return lighthouse.judge(
        url + address, [f"MAP {urlsplit(url).netloc}:443 127.0.0.1:{server.port}"]
    )


@pytest.mark.parametrize("name", PAGES)
def test_it_finds_nothing_to_improve_on_any_page(server: Nginx, site: Site, name: str) -> None:
    report = _judge(server, site, site.address(site.tags[0], name))
    for _ in range(2):  # a busy machine is not the fault of the page
        if report.points["performance"] < 100:
            report = _judge(server, site, site.address(site.tags[0], name))
    assert report.points == dict.fromkeys(lighthouse.CATEGORIES, 100), report.faults
    assert report.first_paint <= FIRST_PAINT
